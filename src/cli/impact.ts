import { type Command, InvalidArgumentError, Option } from 'commander';
import { SCANNED } from '../credentials/redact';
import { openAccess } from '../delivery/access';
import { readStageAssembly } from '../delivery/assembly';
import { impactOnDeployed } from '../delivery/impact';
import { ACKNOWLEDGEMENTS_FILE } from '../files/paths';
import { judge } from '../impact/acknowledgements';
import { compareAssemblies } from '../impact/compare';
import { compareDelivery } from '../impact/delivery/compare';
import { renderJson, renderJsonError } from '../impact/report/json';
import { renderMarkdown, renderMarkdownError } from '../impact/report/markdown';
import { exitCodeOf, type Report, reportOf, type Stages } from '../impact/report/report';
import { renderText } from '../impact/report/text';
import { readAcknowledgements, type Side, Workspace } from '../impact/source/open';
import { packageManagerFor, worded } from '../package-managers';
import { stackNames } from '../service/stacks';
import { UserError } from '../util/user-error';
import { writeWholeFile } from '../util/whole-file';
import { readDefinition } from './definition';
import { failureText, tellingOf } from './failure';
import { ISSUES } from './issues';

type Format = 'text' | 'markdown' | 'json';

interface ImpactOptions {
  readonly base?: string;
  readonly head?: string;
  readonly deployed?: string;
  readonly output?: readonly string[];
  readonly format: Format;
  readonly acknowledgements?: string;
  readonly timeout: number;
  readonly debug?: true;
}

const COULD_NOT_COMPARE = 2;

const RENDERERS: Readonly<Record<Format, (report: Report) => string>> = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
};

const ERROR_RENDERERS: Readonly<Record<Format, (message: string) => string>> = {
  text: () => '',
  markdown: renderMarkdownError,
  json: renderJsonError,
};

/** Adds `impact` to the command. */
export function registerImpact(program: Command): void {
  program
    .command('impact')
    .description('tell what a change of code does to what runs: none, in-place, broadens, replaces or loses')
    .option(
      '--base <side>',
      'before the change: a git ref, a cdk.out folder, the folder of an app or a template (default: where HEAD left the default branch)',
    )
    .option('--head <side>', 'after the change: the same kinds (default: the current folder)')
    .option(
      '--deployed <stage>',
      'before the change is what is deployed of a stage; after it a cdk.out folder (--head)',
    )
    .addOption(
      new Option('--format <format>', 'form of the report').choices(['text', 'markdown', 'json']).default('text'),
    )
    .option(
      '--output <files...>',
      'write the report into files, too: .md is Markdown, .json is JSON, anything else text',
    )
    .option('--acknowledgements <file>', `findings that are meant (default: ${ACKNOWLEDGEMENTS_FILE} of the head)`)
    .option('--timeout <minutes>', 'time for each step of synthesizing a side', parseMinutes, 10)
    .addHelpText(
      'after',
      '\nExit codes: 0 none, in-place, broadens or acknowledged; 1 replaces or loses; 2 could not compare.',
    )
    .action(async (_options, command: Command) => {
      process.exitCode = await impact(command.optsWithGlobals(), process.cwd());
    });
}

async function impact(options: ImpactOptions, directory: string): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const workspace = new Workspace(directory, { timeout: options.timeout * 60_000, signal: interruption.signal });
    try {
      const report = await compare(workspace, options, directory);
      publish(options, (format) => RENDERERS[format](report));
      return exitCodeOf(report);
    } finally {
      await workspace.close();
    }
  } catch (error) {
    const said = (debug: boolean) =>
      worded(failureText(error, { debug, redaction: SCANNED, reportTo: ISSUES }), packageManagerFor(directory));
    publish(options, (format) => ERROR_RENDERERS[format](said(false)));
    const { debug } = tellingOf(options.debug ? ['--debug'] : [], process.env);
    process.stderr.write(`impact: could not compare\n${said(debug)}\n`);
    return COULD_NOT_COMPARE;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function compare(workspace: Workspace, options: ImpactOptions, directory: string): Promise<Report> {
  const today = new Date().toISOString().slice(0, 10);
  if (options.deployed !== undefined) return compareDeployed(options.deployed, options, directory, today);
  const baseName = options.base ?? (await workspace.mergeBase());
  const [base, head] = await both(workspace.open('--base', baseName), workspace.open('--head', options.head ?? '.'));
  const findings = compareAssemblies(base.assembly, head.assembly);
  const acknowledgements = readAcknowledgements(directory, head.checkout?.directory, options.acknowledgements);
  const judgement = judge(findings, acknowledgements, today);
  const comparable = base.checkout !== undefined && head.checkout !== undefined;
  const delivery = comparable ? compareDelivery(base.checkout, head.checkout) : undefined;
  return reportOf(judgement, delivery, base.label, head.label, stagesOf(head.checkout?.directory ?? directory));
}

async function compareDeployed(
  stage: string,
  options: ImpactOptions,
  directory: string,
  today: string,
): Promise<Report> {
  const { head = 'cdk.out' } = options;
  if (options.base !== undefined) {
    throw new UserError({
      subject: '--base',
      value: options.base,
      cause: `is given with --deployed ${stage}, which is a base itself`,
      remedy: 'Leave one out',
    });
  }
  const assembly = readStageAssembly(head, stage);
  const findings = await impactOnDeployed(assembly, await openAccess(assembly, process.env));
  const acknowledgements = readAcknowledgements(directory, undefined, options.acknowledgements);
  return reportOf(judge(findings, acknowledgements, today), undefined, `deployed ${stage}`, head);
}

/** The stages of a generated repository; in any other one nobody knows which stacks make a stage. */
function stagesOf(directory: string): Stages | undefined {
  try {
    const { name: service, stages } = readDefinition(directory);
    const names = stages.map(({ name }) => name);
    return { names, stageOf: (stack) => names.find((name) => stackNames(service, name).includes(stack.split('/')[0])) };
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Into the files that are asked for, and the standard output, which stays empty where a file cannot be written. */
function publish({ format, output = [] }: ImpactOptions, render: (format: Format) => string): void {
  for (const file of output) {
    const extension = file.slice(file.lastIndexOf('.'));
    writeWholeFile(
      process.cwd(),
      file,
      render(extension === '.md' ? 'markdown' : extension === '.json' ? 'json' : 'text'),
    );
  }
  process.stdout.write(render(format));
}

/** Waits for both sides even when one fails, so that nothing is taken away below the other. */
async function both(base: Promise<Side>, head: Promise<Side>): Promise<[Side, Side]> {
  await Promise.allSettled([base, head]);
  return Promise.all([base, head]);
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0)) throw new InvalidArgumentError('It is no number of minutes above 0. Write for example 10.');
  return minutes;
}
