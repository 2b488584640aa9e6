import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../delivery/digest';
import { ACKNOWLEDGEMENTS_FILE } from '../../files/paths';
import { judge as judgeFindings, parseAcknowledgements } from '../../impact/acknowledgements';
import { compareAssemblies } from '../../impact/compare';
import { compareDelivery } from '../../impact/delivery/compare';
import { type Report, reportOf } from '../../impact/report/report';
import { readWhole } from '../../impact/source/read';
import type { SynthesisLimits } from '../../impact/source/synthesize';
import { unpack } from '../../lifecycle/required/archive';
import { Checkout, guardedChanges } from '../../lifecycle/required/checkout';
import { CODE_OWNERS_FILES, type OwnedPattern, parseCodeOwners } from '../../lifecycle/required/code-owners';
import { verdictMarkdown, verdictText } from '../../lifecycle/required/report';
import { verdictOf } from '../../lifecycle/required/verdict';
import { UserError } from '../../util/user-error';
import { ExitCode } from '../exit';
import { protectionFrom, type ReadProtection } from './protection';

interface JudgeOptions {
  readonly baseDirectory: string;
  readonly headDirectory: string;
  readonly baseArchive: string;
  readonly headArchive: string;
  readonly baseDigest: string;
  readonly protection: string;
  readonly summary?: string;
}

/** Judges a change by what other jobs made of its two sides. */
export async function judge(options: JudgeOptions, limits: SynthesisLimits): Promise<ExitCode> {
  const { baseArchive, baseDigest, summary } = options;
  const digest = await digestOf(baseArchive);
  if (digest !== baseDigest) {
    throw new UserError({
      subject: baseArchive,
      cause: `has the SHA-256 ${digest}, and the job that made it says ${baseDigest}`,
      remedy: 'Something else put a file in its place: look at what the job of the head ran',
    });
  }
  const [base, head] = [options.baseDirectory, options.headDirectory].map((one) => new Checkout(one, limits));
  const { rules, skipped } = protectionFrom(options.protection);
  const changed = await guardedChanges(base, head);
  const impact = await impactOf(options, base, head, limits);
  const verdict = verdictOf(impact, changed, { rules, patterns: await patternsOf(base, skipped) });
  process.stdout.write(verdictText(verdict));
  if (summary !== undefined) appendFileSync(summary, verdictMarkdown(verdict));
  return verdict.passed ? ExitCode.OK : ExitCode.FINDING;
}

/** The impact of the change; nothing where the base has no app that it could change. */
async function impactOf(
  { baseArchive, headArchive }: JudgeOptions,
  base: Checkout,
  head: Checkout,
  limits: SynthesisLimits,
): Promise<Report | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-judge-'));
  try {
    const assembly = async (side: string, archive: string): Promise<string> => {
      await unpack(archive, join(folder, side), limits);
      return join(folder, side, 'assembly');
    };
    const [before, after] = [await assembly('base', baseArchive), await assembly('head', headArchive)];
    if (!existsSync(before)) return undefined;
    if (!existsSync(after)) {
      throw new UserError({
        subject: head.directory,
        cause: 'holds no CDK app, and the base has one',
        remedy: 'Take a repository that is no longer made by the template out of the ruleset',
      });
    }
    const findings = compareAssemblies(readWhole(before), readWhole(after));
    const text = await head.text(ACKNOWLEDGEMENTS_FILE);
    const acknowledgements = text === undefined ? [] : parseAcknowledgements(text, ACKNOWLEDGEMENTS_FILE);
    const judgement = judgeFindings(findings, acknowledgements, new Date().toISOString().slice(0, 10));
    const delivery = compareDelivery(delivered(base), delivered(head));
    const [from, to] = await Promise.all([base, head].map(async (side) => (await side.commit()).slice(0, 12)));
    return reportOf(judgement, delivery, from, to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function delivered({ directory }: Checkout): Parameters<typeof compareDelivery>[0] {
  return { repository: directory, directory };
}

/** Patterns of the CODEOWNERS file that GitHub reads: the one of the base. */
async function patternsOf(base: Checkout, skipped: ReadProtection['skipped']): Promise<OwnedPattern[]> {
  for (const path of CODE_OWNERS_FILES) {
    const text = await base.text(path);
    if (text === undefined) continue;
    const isSkipped = (line: number) => skipped.some((error) => error.path === path && error.line === line);
    return parseCodeOwners(text).filter(({ line }) => !isSkipped(line));
  }
  return [];
}
