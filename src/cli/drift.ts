import type { Command } from 'commander';
import { cdkCli } from '../clients/cdk/cli';
import { workflowOf } from '../clients/github/workflow';
import { openAccess } from '../delivery/access';
import { readStageAssembly } from '../delivery/assembly';
import { detectDrift } from '../delivery/drift/detect';
import { driftMarkdown, driftText } from '../delivery/drift/report';
import { ROLES_PART } from '../service/stacks';
import { writeWholeFile } from '../util/whole-file';
import { ExitCode } from './exit';

interface DriftOptions {
  readonly app: string;
  readonly output?: string;
}

/** Adds `drift`: what of a stage is not as its templates say. */
export function registerDrift(program: Command): void {
  program
    .command('drift')
    .description('find what of a stage was changed by hand; it looks with your credentials, as cdk drift does')
    .argument('<stage>', 'name of the stage')
    .option('--app <folder>', 'the synthesized assembly', 'cdk.out')
    .option('--output <file>', 'write what drifted as Markdown into a file, where anything did')
    .addHelpText('after', '\nExit code: 0 no drift, 1 drift, 2 it could not look.')
    .action(async (stage: string, { app, output }: DriftOptions) => {
      const write = (text: string) => process.stdout.write(text);
      const workflow = workflowOf(process.env, write);
      // who may deploy is nothing that anybody should change by hand
      const assembly = readStageAssembly(app, stage, [ROLES_PART]);
      const access = await openAccess(assembly, process.env);
      const drift = await detectDrift(assembly, access, cdkCli(process.cwd(), process.env, write));
      const found = drift.resources.length > 0;
      write(driftText(stage, drift));
      workflow.summarize(driftMarkdown(stage, drift));
      workflow.output('found', String(found));
      if (found && output !== undefined) writeWholeFile(process.cwd(), output, `${driftMarkdown(stage, drift)}\n`);
      process.exitCode = found ? ExitCode.FINDING : ExitCode.OK;
    });
}
