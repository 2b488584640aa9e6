import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { isUpgradeBlocked, upgradeBlocked } from '../lifecycle/upgrade/blocked';
import { UPGRADE_KINDS, type UpgradeKind } from '../lifecycle/upgrade/kinds';
import type { Outcome } from '../lifecycle/upgrade/outcome';
import { programsIn } from '../lifecycle/upgrade/program';
import { reportOf, textOf } from '../lifecycle/upgrade/report';
import { PATCH_FILE, REPORT_FILE } from '../lifecycle/upgrade/report-files';
import { Upgrade } from '../lifecycle/upgrade/upgrade';
import { packageManagerOf, worded } from '../package-managers';
import { writeWholeFile } from '../util/whole-file';
import { ExitCode } from './exit';

interface UpgradeOptions {
  readonly channel?: string;
  readonly to: readonly string[];
  readonly keep?: true;
  readonly abort?: true;
  readonly complete?: string;
  readonly report?: string;
}

/** Adds `upgrade`: take a newer version of the template, of the CDK or of the other dependencies. */
export function registerUpgrade(program: Command): void {
  program
    .command('upgrade')
    .description('take a newer version: install it, migrate, synthesize, and tell what that does to what runs')
    .addArgument(new Argument('[kind]', 'what is upgraded').choices(UPGRADE_KINDS).default('template'))
    .option('--channel <tag>', 'dist-tag of the template that is followed (default: the one of the options)')
    .addOption(
      new Option(
        '--to <version>',
        'this version of the template, an older one too; `name@version` where there is a preset',
      )
        .default([], 'the one of the channel')
        .argParser((value: string, before: readonly string[]) => [...before, value]),
    )
    .option('--keep', 'leave an upgrade that is blocked as far as it came, to be completed by hand')
    .option('--abort', 'take back an upgrade that was interrupted or kept')
    .option('--complete <base>', 'finish what somebody else has installed and committed, compared with this commit')
    .option('--report <folder>', 'write the outcome and a patch for another job, and leave the verdict to it')
    .addHelpText(
      'after',
      '\nExit codes: 0 upgraded or nothing to do; 1 blocked, and everything is as it was; 2 cannot begin.',
    )
    .action(async (kind: UpgradeKind, options: UpgradeOptions) => {
      process.exitCode = await upgrade(kind, options, process.cwd());
    });
}

async function upgrade(kind: UpgradeKind, options: UpgradeOptions, directory: string): Promise<ExitCode> {
  const manager = packageManagerOf(directory);
  if (manager === undefined) {
    throw upgradeBlocked('the repository has no lockfile', 'Install the dependencies and commit the lockfile.');
  }
  const write = (text: string) => process.stdout.write(worded(text, manager));
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const { signal } = interruption;
  const say = (line: string) => write(`${line}\n`);
  const subject = new Upgrade({ directory, manager, run: programsIn(directory, signal), say, signal });
  try {
    if (options.abort) {
      const kept = await subject.abort();
      say(`Everything is as it was.${kept === undefined ? '' : ` What was there: git show ${kept}`}`);
      return ExitCode.OK;
    }
    const { channel, to, keep = false, complete, report } = options;
    const running = complete === undefined ? subject.run({ kind, channel, to, keep }) : subject.complete(complete);
    const outcome = await running.catch((error: unknown) => {
      if (report === undefined || !isUpgradeBlocked(error)) throw error;
      return { state: 'blocked', kind, reason: error.problem.cause, remedy: error.problem.remedy } as const;
    });
    write(textOf(outcome));
    if (report === undefined) return outcome.state === 'blocked' ? ExitCode.FINDING : ExitCode.OK;
    await writeReport(resolve(directory, report), outcome, subject);
    return ExitCode.OK;
  } catch (error) {
    if (!signal.aborted) throw error;
    write(
      '\nInterrupted. Run the same command again to complete it, or take it back by `npx udp-service upgrade --abort`.\n',
    );
    return ExitCode.USAGE;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** What another job, which has a token and runs nothing of this, needs: the words and the patch. */
async function writeReport(folder: string, outcome: Outcome, subject: Upgrade): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (outcome.state === 'upgraded') await subject.writePatch(join(folder, PATCH_FILE));
  writeWholeFile(process.cwd(), join(folder, REPORT_FILE), `${JSON.stringify(reportOf(outcome), undefined, 2)}\n`);
}
