import { type Command, InvalidArgumentError } from 'commander';
import { cdkCli } from '../clients/cdk/cli';
import { type Workflow, workflowOf } from '../clients/github/workflow';
import { openAccess } from '../delivery/access';
import { readStageAssembly } from '../delivery/assembly';
import { deployStage, type Outcome } from '../delivery/deploy/deploy';
import { deployedMarkdown, stoppedMarkdown, stoppedText } from '../delivery/deploy/report';
import { failureMarkdown, failureText } from '../delivery/failure/report';
import type { Acknowledgement } from '../impact/acknowledgements';
import { readAcknowledgements } from '../impact/source/open';
import { ExitCode } from './exit';

interface DeployOptions {
  readonly app: string;
  readonly acknowledgements?: string;
  readonly acknowledge: readonly string[];
}

/** Adds `deploy`: the stacks of a stage, each by a change set that is judged before it is executed. */
export function registerDeploy(program: Command): void {
  program
    .command('deploy')
    .description(
      'deploy a stage: change sets first, judged for what they recreate or lose; a failure is told by its cause',
    )
    .argument('<stage>', 'name of the stage')
    .argument('[cdk options...]', 'further options of cdk deploy')
    .option('--app <folder>', 'the synthesized assembly', 'cdk.out')
    .option('--acknowledgements <file>', 'findings that are meant')
    .option(
      '--acknowledge <fingerprints>',
      'findings that are meant this once, by their fingerprints',
      fingerprints,
      [],
    )
    .allowUnknownOption()
    .addHelpText('after', '\nExit code: 0 deployed, 1 stopped or failed, 2 it could not begin.')
    .action(async (stage: string, cdkOptions: string[], options: DeployOptions) => {
      const directory = process.cwd();
      const write = (text: string) => process.stdout.write(text);
      const workflow = workflowOf(process.env, write);
      const assembly = readStageAssembly(options.app, stage);
      const outcome = await deployStage({
        assembly,
        access: await openAccess(assembly, process.env),
        cdk: cdkCli(directory, process.env, write),
        options: cdkOptions,
        acknowledgements: [
          ...readAcknowledgements(directory, directory, options.acknowledgements),
          ...options.acknowledge.map(acknowledgedNow),
        ],
        workflow,
        write,
        now: () => new Date(),
      });
      tell(stage, outcome, workflow, write);
      process.exitCode = outcome.kind === 'deployed' ? ExitCode.OK : ExitCode.FINDING;
    });
}

function fingerprints(text: string): string[] {
  const all = text.split(/[\s,]+/).filter((one) => one !== '');
  for (const one of all.filter((candidate) => !/^[0-9a-f]{16}$/.test(candidate))) {
    throw new InvalidArgumentError(`${one} is no fingerprint. Copy the 16 digits of the finding.`);
  }
  return all;
}

/** Said by whoever started this, and for today alone. */
function acknowledgedNow(fingerprint: string): Acknowledgement {
  const by = process.env.GITHUB_ACTOR ?? 'whoever started it';
  return { fingerprint, reason: `acknowledged for this deployment by ${by}`, expires: today() };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function tell(stage: string, outcome: Outcome, workflow: Workflow, write: (text: string) => void): void {
  switch (outcome.kind) {
    case 'deployed':
      workflow.summarize(deployedMarkdown(stage, outcome));
      break;
    case 'stopped':
      write(stoppedText(stage, outcome.judgement, outcome.before));
      workflow.summarize(stoppedMarkdown(stage, outcome.judgement, outcome.before));
      workflow.annotate(
        'error',
        `${stage} is not deployed`,
        'Something would be recreated or lost that nobody acknowledged.',
      );
      break;
    case 'failed': {
      const failure = { stage, ...outcome };
      const text = failureText(failure);
      write(text);
      workflow.summarize(failureMarkdown(failure));
      workflow.annotate('error', `${stage} is not deployed`, text);
    }
  }
}
