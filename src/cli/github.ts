import type { Command } from 'commander';
import { type GitHub, githubCli } from '../github/cli';
import { packageManagerFor, worded } from '../package-managers';
import type { BranchRule } from '../required/protection';
import type { Service, Stage } from '../service/model';
import {
  branchFindings,
  type Environment,
  environmentFindings,
  type Reviewer,
  RULESET,
  type SettingFinding,
} from '../trust/github-settings';
import { readDefinition } from './definition';
import { ExitCode, UsageError } from './exit';
import { findRepository } from './trust/repository';

interface GitHubCommandOptions {
  readonly remote: string;
  readonly reviewer?: readonly string[];
  readonly apply?: true;
}

/** Adds `github`: settings that no file of the repository can hold. */
export function registerGitHub(program: Command): void {
  program
    .command('github')
    .description('find settings of the repository on GitHub that are not as its workflows need them, and set them')
    .option('--remote <name>', 'git remote that is the repository on GitHub', 'origin')
    .option('--reviewer <names...>', 'users (@octocat) and teams (@octo-org/team) who approve deployments')
    .option('--apply', 'set what can be set; needs a login that administers the repository')
    .addHelpText(
      'after',
      '\nExit code: 0 everything is as it should be, 1 something is not, 2 GitHub could not be asked.',
    )
    .action(async (options: GitHubCommandOptions) => {
      const directory = process.cwd();
      const say = (text: string) => process.stdout.write(`${worded(text, packageManagerFor(directory))}\n`);
      const { host, repository } = await findRepository(options.remote);
      const github = githubCli(host);
      const found = await findingsOf(github, repository, readDefinition(directory), options.reviewer ?? []);
      for (const { subject, cause } of found) say(`${subject}: ${cause}.`);
      const changes = found.flatMap((one) => one.changes);
      if (options.apply) {
        for (const { method, path, body } of changes) {
          await github.send(method, path, body);
          say(`set: ${method} ${path}`);
        }
      } else {
        for (const { method, path, body } of changes) {
          say(
            `\ngh api --hostname ${host} --method ${method} ${path} --input - <<'EOF'\n${JSON.stringify(body, undefined, 2)}\nEOF`,
          );
        }
        if (changes.length > 0) say('\nTo set all of it: npx udp-service github --apply');
      }
      const open = options.apply ? found.filter((one) => one.changes.length === 0) : found;
      if (found.length === 0) say('Environments and branch are as they should be.');
      process.exitCode = open.length === 0 ? ExitCode.OK : ExitCode.FINDING;
    });
}

async function findingsOf(
  github: GitHub,
  name: string,
  { stages }: Service,
  approvers: readonly string[],
): Promise<SettingFinding[]> {
  const found = await github.get<{ full_name: string; default_branch: string }>(`repos/${name}`);
  if (found === undefined)
    throw new UsageError(`${name}: GitHub shows no such repository to you. Log in with: gh auth login`);
  const { full_name: repository, default_branch: branch } = found;
  const reviewers = await Promise.all(approvers.map((approver) => reviewerOf(github, approver)));
  const environments = await Promise.all(
    stages.filter(isDeployed).map(async (stage) => {
      const actual = await environmentOf(github, repository, stage.environment);
      return environmentFindings(stage, actual, { repository, branch, reviewers });
    }),
  );
  const rules = await github.get<BranchRule[]>(`repos/${repository}/rules/branches/${branch}?per_page=100`);
  const rulesets = await github.get<{ id: number; name: string }[]>(`repos/${repository}/rulesets?per_page=100`);
  const ruleset = rulesets?.find((one) => one.name === RULESET)?.id;
  return [...environments.flat(), ...branchFindings(rules ?? [], { repository, branch, ruleset })];
}

/** Whether a workflow deploys the stage. */
function isDeployed({ account, region, deployRoleArn }: Stage): boolean {
  return account !== undefined && region !== undefined && deployRoleArn !== undefined;
}

async function environmentOf(github: GitHub, repository: string, name: string): Promise<Environment | undefined> {
  const path = `repos/${repository}/environments/${encodeURIComponent(name)}`;
  const environment = await github.get<Omit<Environment, 'branches'>>(path);
  if (environment === undefined) return undefined;
  const policies = await github.get<{ branch_policies: { name: string }[] }>(`${path}/deployment-branch-policies`);
  return { ...environment, branches: (policies?.branch_policies ?? []).map((policy) => policy.name) };
}

async function reviewerOf(github: GitHub, name: string): Promise<Reviewer> {
  const [, first, team] = /^@?([\w-]+)(?:\/([\w.-]+))?$/.exec(name) ?? [];
  if (first !== undefined) {
    const path = team === undefined ? `users/${first}` : `orgs/${first}/teams/${team}`;
    const found = await github.get<{ id: number }>(path);
    if (found !== undefined) return { type: team === undefined ? 'User' : 'Team', id: found.id };
  }
  throw new UsageError(`--reviewer ${name}: GitHub knows no such user or team. Write @octocat or @octo-org/team.`);
}
