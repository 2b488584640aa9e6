import { type Command, InvalidArgumentError, Option } from 'commander';
import { workflowOf } from '../clients/github/workflow';
import { openAccess } from '../delivery/access';
import { readStageAssembly } from '../delivery/assembly';
import { gather } from '../delivery/failure/evidence';
import { failureMarkdown, failureText } from '../delivery/failure/report';
import { smokeMarkdown, smokeText } from '../delivery/smoke/report';
import { failedAnswers, smokeTest } from '../delivery/smoke/run';
import { ExitCode } from './exit';

interface SmokeTestOptions {
  readonly app: string;
  readonly from: 'runner' | 'task';
  readonly timeout: number;
}

/** Adds `smoke-test`: every address of a stage's load balancer is asked what the health gate asks. */
export function registerSmokeTest(program: Command): void {
  program
    .command('smoke-test')
    .description("ask every address of a stage's load balancer what the health gate asks the application")
    .argument('<stage>', 'name of the stage')
    .addOption(
      new Option('--from <place>', 'runner: from here; task: from a task in the subnets of the service')
        .choices(['runner', 'task'])
        .default('runner'),
    )
    .option('--timeout <seconds>', 'time in which every address must have answered right', seconds, 120)
    .option('--app <folder>', 'the assembly that was deployed', 'cdk.out')
    .addHelpText('after', '\nExit code: 0 all answered right, 1 not, 2 it could not ask.')
    .action(async (stage: string, { app, from, timeout }: SmokeTestOptions) => {
      const write = (text: string) => process.stdout.write(text);
      const workflow = workflowOf(process.env, write);
      const assembly = readStageAssembly(app, stage);
      const access = await openAccess(assembly, process.env);
      const result = await smokeTest({ assembly, access, env: process.env, from, seconds: timeout });
      write(smokeText(stage, result));
      workflow.summarize(smokeMarkdown(stage, result));
      if (failedAnswers(result).length === 0) return;
      const evidence = await gather({ assembly, access }, new Date());
      const failure = { stage, title: 'why the smoke test failed, as far as the service tells', evidence, log: '' };
      write(failureText(failure));
      workflow.summarize(failureMarkdown(failure));
      workflow.annotate('error', `${stage} is deployed and does not answer`, smokeText(stage, result));
      process.exitCode = ExitCode.FINDING;
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Give seconds, more than 0 and at most 3600.');
  return value;
}
