import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Command, Option } from 'commander';
import { readTemplates } from '../cloudformation/files';
import { ACCEPTED_FINDINGS } from '../files/paths';
import { type AcceptedFinding, checkTemplates, judge, LEVELS, type Level, readAcceptedFindings } from '../pitfalls';
import { PITFALLS_DOCUMENT } from '../pitfalls/references';
import type { Acceptances } from '../pitfalls/report/acceptances';
import { acceptancesReport, jsonReport } from '../pitfalls/report/json';
import { sarifReport } from '../pitfalls/report/sarif';
import { textReport } from '../pitfalls/report/text';
import { readJson } from '../util/read-file';
import { UserError } from '../util/user-error';
import { ExitCode } from './exit';

const FORMATS = ['text', 'json', 'sarif'] as const;

interface CheckOptions {
  readonly format: (typeof FORMATS)[number];
  /** The file with accepted findings; `false` for none. */
  readonly accept?: string | false;
  readonly level: Level;
}

/** Adds `check`: find the pitfalls of templates with a Network Load Balancer and ECS. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('find the pitfalls of UDP behind a Network Load Balancer in CDK or CloudFormation templates')
    .argument('[paths...]', 'templates (JSON or YAML), cloud assemblies (cdk.out) or folders of templates', ['cdk.out'])
    .addOption(new Option('--format <format>', 'how findings are written').choices(FORMATS).default('text'))
    .option(
      '--accept <file>',
      `JSON file with accepted findings: { "acceptedFindings": [{ "id", "reason", … }] } (default: ${ACCEPTED_FINDINGS}, where it lies in this folder)`,
    )
    .option('--no-accept', `accept nothing: leave ${ACCEPTED_FINDINGS} unread`)
    .addOption(new Option('--level <level>', 'lightest level that is shown').choices(LEVELS).default('advice'))
    .addHelpText('after', '\nExit code: 0 without a finding of level error, 1 with one, 2 if the input cannot be read.')
    .action((paths: string[], options: CheckOptions) => {
      process.exitCode = check(paths, options, new Date(), (text) => process.stdout.write(text));
    });
}

function check(paths: readonly string[], options: CheckOptions, now: Date, write: (text: string) => void): ExitCode {
  const sources = readTemplates(paths);
  const acceptances = acceptancesFor(paths, options.accept);
  const { file } = acceptances;
  const accepted = file === undefined ? [] : readAccepted(file, options.accept === file);
  const shown = LEVELS.slice(0, LEVELS.indexOf(options.level) + 1);
  const judged = judge(checkTemplates(sources), accepted, now.toISOString().slice(0, 10));
  const visible = { ...judged, open: judged.open.filter(({ level }) => shown.includes(level)) };
  switch (options.format) {
    case 'json':
      write(jsonReport(visible, acceptances));
      break;
    case 'sarif':
      write(sarifReport(visible.open, PITFALLS_DOCUMENT, acceptancesReport(visible, acceptances)));
      break;
    default:
      write(textReport(visible, { templates: sources.length, acceptances }));
  }
  return judged.open.some(({ level }) => level === 'error') ? ExitCode.FINDING : ExitCode.OK;
}

/** The file that is named, or the one of the repository that one stands in, where its own templates are checked. */
function acceptancesFor(paths: readonly string[], accept: CheckOptions['accept']): Acceptances {
  if (typeof accept === 'string') return { file: accept };
  if (!existsSync(ACCEPTED_FINDINGS)) return {};
  if (accept === false) return { unread: `${ACCEPTED_FINDINGS} was not read (--no-accept)` };
  const foreign = paths.find((path) => !isInside(path));
  return foreign === undefined
    ? { file: ACCEPTED_FINDINGS }
    : { unread: `${ACCEPTED_FINDINGS} was not read: ${foreign} lies outside of this folder (--accept reads it)` };
}

function isInside(path: string): boolean {
  const below = relative(process.cwd(), resolve(path));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function readAccepted(file: string, named: boolean): AcceptedFinding[] {
  const subject = named ? { subject: '--accept', value: file } : { subject: file };
  if (!existsSync(file)) {
    throw new UserError({
      ...subject,
      cause: 'no such file',
      remedy: 'Name the JSON file with the accepted findings',
    });
  }
  let content: unknown;
  try {
    content = readJson(file);
  } catch (error) {
    throw new UserError({
      ...subject,
      cause: `cannot be used, it ${(error as Error).message}`,
      remedy: named ? 'Correct the file' : 'Run `npx projen`, which writes it, or give --no-accept',
    });
  }
  return readAcceptedFindings(content, file);
}
