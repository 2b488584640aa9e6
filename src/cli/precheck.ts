import type { Command } from 'commander';
import { workflowOf } from '../clients/github/workflow';
import { openAccess } from '../delivery/access';
import { readStageAssembly } from '../delivery/assembly';
import { precheckMarkdown, precheckText } from '../delivery/precheck/report';
import { precheck } from '../delivery/precheck/run';
import { ExitCode } from './exit';

interface PrecheckOptions {
  readonly app: string;
  readonly kept?: true;
}

/** Adds `precheck`: what would make the deployment of a stage fail. */
export function registerPrecheck(program: Command): void {
  program
    .command('precheck')
    .description('find what would make the deployment of a stage fail, before anything is changed')
    .argument('<stage>', 'name of the stage')
    .option('--app <folder>', 'the synthesized assembly', 'cdk.out')
    .option('--kept', 'the assembly is an earlier one: its images must have been published already')
    .addHelpText('after', '\nIt calls the AWS CLI, and only to read and to assume the roles that a deployment assumes.')
    .addHelpText('after', 'Exit code: 0 nothing found, 1 something found, 2 it could not look.')
    .action(async (stage: string, options: PrecheckOptions) => {
      const write = (text: string) => process.stdout.write(text);
      const workflow = workflowOf(process.env, write);
      const assembly = readStageAssembly(options.app, stage);
      const access = await openAccess(assembly, process.env);
      const checked = await precheck({ assembly, access }, options.kept === true);
      write(precheckText(stage, checked));
      workflow.summarize(precheckMarkdown(stage, checked));
      for (const { subject, cause } of checked.problems)
        workflow.annotate('error', `${stage} is not deployed`, `${subject}: ${cause}`);
      process.exitCode = checked.problems.length === 0 ? ExitCode.OK : ExitCode.FINDING;
    });
}
