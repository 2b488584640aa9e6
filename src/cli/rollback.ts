import type { Command } from 'commander';
import { openAccess } from '../delivery/access';
import { readStageAssembly } from '../delivery/assembly';
import { openStore } from '../delivery/deployments/store';
import { impactOnDeployed } from '../delivery/impact';
import { choose } from '../delivery/rollback/choose';
import { place } from '../delivery/rollback/kept-assembly';
import { UserError } from '../util/user-error';
import {
  chooseForApproval,
  fetchShown,
  historyOf,
  inScratch,
  list,
  type Setting,
  searchOf,
  settingFor,
  target,
  tell,
} from './deployments/operations';
import { REPOSITORY_OPTION } from './deployments/repository';

interface RollbackOptions {
  readonly to?: string;
  readonly output: string;
  readonly list?: true;
  readonly choose?: true;
  readonly run?: string;
  readonly commit?: string;
  readonly digest?: string;
  readonly repository?: string;
}

/** Adds `rollback`: fetch the assembly of an earlier deployment; to deploy it is another command. */
export function registerRollback(program: Command): void {
  program
    .command('rollback')
    .description('fetch the assembly of an earlier successful deployment of a stage, to be deployed again as it was')
    .argument('<stage>', 'name of the stage')
    .option('--to <run or commit>', 'which one (default: the newest that differs from what runs)')
    .option('--list', 'print what could be brought back, and fetch nothing')
    .option('--choose', 'choose and tell which, without AWS credentials, and fetch nothing')
    .option('--run <run>', 'fetch what --choose chose: its run')
    .option('--commit <commit>', 'the commit that --choose told')
    .option('--digest <SHA-256>', 'the digest that --choose told')
    .option(
      '--output <folder>',
      'where the assembly is put, and its tar beside it; what is there is replaced',
      'cdk.out',
    )
    .option(...REPOSITORY_OPTION)
    .addHelpText(
      'after',
      '\nIt calls the GitHub CLI and the AWS CLI, and only to read. What is fetched has the digest that a workflow recorded in the account of the stage.',
    )
    .action(async (stage: string, options: RollbackOptions) => {
      const wanted = target(options.to);
      const setting = settingFor(stage, options.repository);
      const { run, commit, digest } = options;
      const shown = [run, commit, digest].filter((one) => one !== undefined);
      if (options.list) await list(setting, await historyOf(setting));
      else if (options.choose) await chooseForApproval(setting, wanted);
      else if (shown.length > 0) {
        if (options.to !== undefined)
          throw new UserError({
            subject: '--to',
            cause: 'does not go with --run',
            remedy: 'Name what is fetched once',
          });
        await fetchShown(setting, { run: run ?? '', commit: commit ?? '', digest: digest ?? '' }, options.output);
      } else await fetch(setting, wanted, options.output);
    });
}

/** At a workstation, whose credentials look at what runs. */
async function fetch(setting: Setting, wanted: string | undefined, output: string): Promise<void> {
  const { stage, env } = setting;
  const history = await historyOf(setting);
  const kept = await list(setting, history);
  const store = await openStore(stage, env);
  const differs = async (directory: string): Promise<boolean> => {
    const assembly = readStageAssembly(directory, stage.name);
    return (await impactOnDeployed(assembly, await openAccess(assembly, env))).length > 0;
  };
  await inScratch(async (scratch) => {
    const choice = await choose({ ...searchOf(setting, history, scratch), wanted, store, differs }, kept);
    tell(setting, choice);
    place(choice.tar, choice.directory, output);
  });
}
