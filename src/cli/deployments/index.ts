import type { Command } from 'commander';
import { begin, broughtBack, record, settingFor } from './operations';
import { REPOSITORY_OPTION } from './repository';

interface BeginOptions {
  readonly rollbackOf?: string;
  readonly commit?: string;
  readonly repository?: string;
}

interface RecordOptions extends BeginOptions {
  readonly tar: string;
  readonly app: string;
}

/** Adds `deployments`: what the workflows note of a deployment in the account of its stage. */
export function registerDeployments(program: Command): void {
  const group = program
    .command('deployments')
    .description(
      'what workflows note of deployments in the bucket of the bootstrap stack; called by deploy and rollback',
    );
  const back = (command: Command) =>
    command
      .argument('<stage>', 'name of the stage')
      .option('--rollback-of <run>', 'run whose deployment is brought back (default: the run deploys its own commit)')
      .option('--commit <commit>', 'commit of that deployment')
      .option(...REPOSITORY_OPTION)
      .addHelpText('after', '\nExit code: 0 done, 2 refused or not possible.');
  back(group.command('begin'))
    .description('refuse to deploy an older commit over a newer one, and note what is deployed now')
    .action((stage: string, { rollbackOf, commit, repository }: BeginOptions) =>
      begin(settingFor(stage, repository), broughtBack(rollbackOf, commit)),
    );
  back(group.command('record'))
    .description('record the SHA-256 of what was deployed, by which a rollback proves it')
    .option('--tar <file>', 'the assembly as it is kept', 'cdk.out.tgz')
    .option('--app <folder>', 'the assembly that was deployed', 'cdk.out')
    .action((stage: string, { rollbackOf, commit, repository, tar, app }: RecordOptions) =>
      record(settingFor(stage, repository), tar, app, broughtBack(rollbackOf, commit)),
    );
}
