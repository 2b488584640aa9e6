import { type Command, InvalidArgumentError } from 'commander';
import { type Choice, choose, OFFERED } from '../delivery/rollback/choose';
import { type KeptDeployment, listKept } from '../delivery/rollback/kept-deployments';
import { githubCli } from '../github/cli';
import { workflowOf } from '../github/workflow';
import { code, table } from '../markdown';
import { UsageError } from './exit';

interface RollbackOptions {
  readonly to?: string;
  readonly output: string;
  readonly list?: true;
  readonly repository?: string;
}

/** Adds `rollback`: fetch the assembly of an earlier deployment; to deploy it is another command. */
export function registerRollback(program: Command): void {
  program
    .command('rollback')
    .description('fetch the assembly of an earlier successful deployment of a stage, to be deployed again as it was')
    .argument('<stage>', 'name of the stage')
    .option('--to <run or commit>', 'which one (default: the newest that differs from what runs)', target)
    .option('--list', 'print what could be brought back, and fetch nothing')
    .option('--output <folder>', 'where the assembly is put; what is there is replaced', 'cdk.out')
    .option('--repository <owner/name>', 'repository on GitHub (default: GH_REPO or GITHUB_REPOSITORY)')
    .addHelpText('after', '\nIt calls the GitHub CLI and the AWS CLI, and only to read.')
    .action(async (stage: string, { to, list, output, repository: given }: RollbackOptions) => {
      const write = (text: string) => process.stdout.write(text);
      const workflow = workflowOf(process.env, write);
      const repository = given ?? process.env.GH_REPO ?? process.env.GITHUB_REPOSITORY;
      if (!repository || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
        throw new UsageError(`--repository ${repository ?? ''}: names no repository. Give owner/name.`);
      }
      const github = githubCli(process.env.GH_HOST ?? 'github.com');
      const kept = await listKept(github, repository, stage);
      write(`${listing(kept)}\n`);
      workflow.summarize(`### ${stage}: what can be brought back\n\n${tableOf(kept)}`);
      if (list) return;
      const choice = await choose(
        kept,
        { github, repository, stage, wanted: to || undefined, env: process.env },
        output,
      );
      write(`${told(stage, choice)}\n`);
      workflow.summarize(`### ${stage}: ${told(stage, choice)}`);
      workflow.output('run', String(choice.deployment.run));
      workflow.output('commit', choice.record?.commit ?? choice.deployment.commit);
    });
}

function listing(kept: readonly KeptDeployment[]): string {
  if (kept.length === 0) return 'No deployment is kept.';
  return kept
    .slice(0, OFFERED)
    .map(
      ({ run, commit, deployedAt, keptUntil }) =>
        `run ${run} of ${commit.slice(0, 7)}, ${deployedAt}, kept until ${keptUntil}`,
    )
    .join('\n');
}

function tableOf(kept: readonly KeptDeployment[]): string {
  const rows = kept
    .slice(0, OFFERED)
    .map(({ run, commit, deployedAt, keptUntil }) => [String(run), code(commit.slice(0, 7)), deployedAt, keptUntil]);
  return table(['run', 'commit', 'deployed', 'kept until'], rows);
}

function told(stage: string, { deployment, record, same }: Choice): string {
  const passed =
    same.length === 0 ? '' : `; newer ones are what runs (${same.map(({ run }) => `run ${run}`).join(', ')})`;
  return `goes back to run ${deployment.run}, commit ${(record?.commit ?? deployment.commit).slice(0, 7)}, deployed to ${stage} on ${deployment.deployedAt}${passed}`;
}

/** Empty where the input of the workflow was left so. */
function target(text: string): string {
  if (!/^([0-9]*|[0-9a-f]{7,40})$/.test(text)) {
    throw new InvalidArgumentError('Give the ID of a run, or at least seven digits of a commit.');
  }
  return text;
}
