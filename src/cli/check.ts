import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { readTemplates } from '../cloudformation/files';
import { type AcceptedFinding, checkTemplates, judge, LEVELS, type Level, readAcceptedFindings } from '../pitfalls';
import { PITFALLS_DOCUMENT } from '../pitfalls/references';
import { jsonReport } from '../pitfalls/report/json';
import { sarifReport } from '../pitfalls/report/sarif';
import { textReport } from '../pitfalls/report/text';
import { readJson } from '../util/read-file';
import { UserError } from '../util/user-error';
import { ExitCode } from './exit';

const FORMATS = ['text', 'json', 'sarif'] as const;

interface CheckOptions {
  readonly format: (typeof FORMATS)[number];
  readonly accept?: string;
  readonly level: Level;
}

/** Adds `check`: find the pitfalls of templates with a Network Load Balancer and ECS. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('find the pitfalls of UDP behind a Network Load Balancer in CDK or CloudFormation templates')
    .argument('[paths...]', 'templates (JSON or YAML), cloud assemblies (cdk.out) or folders of templates', ['cdk.out'])
    .addOption(new Option('--format <format>', 'how findings are written').choices(FORMATS).default('text'))
    .option('--accept <file>', 'JSON file with accepted findings: { "acceptedFindings": [{ "id", "reason", … }] }')
    .addOption(new Option('--level <level>', 'lightest level that is shown').choices(LEVELS).default('advice'))
    .addHelpText('after', '\nExit code: 0 without a finding of level error, 1 with one, 2 if the input cannot be read.')
    .action((paths: string[], options: CheckOptions) => {
      process.exitCode = check(paths, options, new Date(), (text) => process.stdout.write(text));
    });
}

function check(paths: readonly string[], options: CheckOptions, now: Date, write: (text: string) => void): ExitCode {
  const sources = readTemplates(paths);
  const accepted = options.accept === undefined ? [] : readAccepted(options.accept);
  const shown = LEVELS.slice(0, LEVELS.indexOf(options.level) + 1);
  const judged = judge(checkTemplates(sources), accepted, now.toISOString().slice(0, 10));
  const visible = { ...judged, open: judged.open.filter(({ level }) => shown.includes(level)) };
  switch (options.format) {
    case 'json':
      write(jsonReport(visible));
      break;
    case 'sarif':
      write(sarifReport(visible.open, PITFALLS_DOCUMENT));
      break;
    default:
      write(textReport(visible, sources.length));
  }
  return judged.open.some(({ level }) => level === 'error') ? ExitCode.FINDING : ExitCode.OK;
}

function readAccepted(file: string): AcceptedFinding[] {
  if (!existsSync(file)) {
    throw new UserError({
      subject: '--accept',
      value: file,
      cause: 'no such file',
      remedy: 'Name the JSON file with the accepted findings',
    });
  }
  let content: unknown;
  try {
    content = readJson(file);
  } catch (error) {
    throw new UserError({
      subject: '--accept',
      value: file,
      cause: `cannot be used, it ${(error as Error).message}`,
      remedy: 'Correct the file',
    });
  }
  return readAcceptedFindings(content, file);
}
