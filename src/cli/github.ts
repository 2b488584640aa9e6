import type { Command } from 'commander';
import { type GitHub, githubCli, isHttpError } from '../clients/github/cli';
import type { BranchRule } from '../clients/github/protection';
import {
  branchFindings,
  type Environment,
  type EnvironmentUse,
  environmentFindings,
  type Reviewer,
  RULESET,
  type SettingFinding,
  type WorkflowPermissions,
  workflowTokenFindings,
} from '../delivery/trust/github-settings';
import {
  readUpgradeSecret,
  type SecretPlaces,
  secretFindings,
  type UpgradeSecret,
} from '../delivery/trust/upgrade-secret';
import type { Service, Stage } from '../model/model';
import { packageManagerFor, worded } from '../package-managers';
import { UserError } from '../util/user-error';
import { readDefinition } from './definition';
import { ExitCode } from './exit';
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
      const found = await findingsOf(github, {
        name: repository,
        service: readDefinition(directory),
        upgrade: readUpgradeSecret(directory),
        approvers: options.reviewer ?? [],
      });
      for (const { subject, cause } of found) say(`${subject}: ${cause}.`);
      const changes = found.flatMap((one) => one.changes);
      if (options.apply) {
        for (const { method, path, body } of changes) {
          await github.send(method, path, body);
          say(`set: ${method} ${path}`);
        }
      } else {
        for (const { method, path, body } of changes) {
          const call = `\ngh api --hostname ${host} --method ${method} ${path}`;
          say(body === undefined ? call : `${call} --input - <<'EOF'\n${JSON.stringify(body, undefined, 2)}\nEOF`);
        }
        if (changes.length > 0) say('\nTo set all of it: npx udp-service github --apply');
      }
      const open = options.apply ? found.filter((one) => one.changes.length === 0) : found;
      if (found.length === 0) say('Environments and branch are as they should be.');
      process.exitCode = open.length === 0 ? ExitCode.OK : ExitCode.FINDING;
    });
}

/** What is looked at. */
interface Subject {
  /** `owner/name`. */
  readonly name: string;
  readonly service: Service;
  /** Absent where no workflow upgrades. */
  readonly upgrade?: UpgradeSecret;
  readonly approvers: readonly string[];
}

async function findingsOf(github: GitHub, { name, service, upgrade, approvers }: Subject): Promise<SettingFinding[]> {
  const found = await github.get<{ full_name: string; default_branch: string }>(`repos/${name}`);
  if (found === undefined)
    throw new UserError({
      subject: name,
      cause: 'GitHub shows no such repository to you',
      remedy: 'Log in with: gh auth login',
    });
  const { full_name: repository, default_branch: branch } = found;
  const reviewers = await Promise.all(approvers.map((approver) => reviewerOf(github, approver)));
  const uses: EnvironmentUse[] = [
    ...service.stages.filter(isDeployed),
    ...(upgrade === undefined
      ? []
      : [{ environment: upgrade.environment, approval: false, gives: 'the token that upgrades are pushed with' }]),
  ];
  const environments = await Promise.all(
    uses.map(async (use) => {
      const actual = await environmentOf(github, repository, use.environment);
      return environmentFindings(use, actual, { repository, branch, reviewers });
    }),
  );
  const places = upgrade && (await ifShown(() => placesOf(github, repository, upgrade)));
  const secret = upgrade === undefined ? [] : secretFindings(upgrade, places, repository);
  const token = await ifShown(() =>
    github.get<WorkflowPermissions>(`repos/${repository}/actions/permissions/workflow`),
  );
  const rules = await github.get<BranchRule[]>(`repos/${repository}/rules/branches/${branch}?per_page=100`);
  const rulesets = await github.get<{ id: number; name: string }[]>(`repos/${repository}/rulesets?per_page=100`);
  const ruleset = rulesets?.find((one) => one.name === RULESET)?.id;
  return [
    ...environments.flat(),
    ...secret,
    ...workflowTokenFindings(token, repository),
    ...branchFindings(rules ?? [], { repository, branch, ruleset }),
  ];
}

/** What only administrators are shown; nothing for everybody else. */
async function ifShown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isHttpError(error, 403)) return undefined;
    throw error;
  }
}

/** Where secrets of the name are: GitHub tells names, and never a value. */
async function placesOf(
  github: GitHub,
  repository: string,
  { environment, secret }: UpgradeSecret,
): Promise<SecretPlaces> {
  const isAt = async (path: string) => (await github.get(path)) !== undefined;
  const lent = await github.get<{ secrets: { name: string }[] }>(
    `repos/${repository}/actions/organization-secrets?per_page=100`,
  );
  return {
    environment: await isAt(`repos/${repository}/environments/${encodeURIComponent(environment)}/secrets/${secret}`),
    repository: await isAt(`repos/${repository}/actions/secrets/${secret}`),
    // names of secrets are told apart without regard to case
    organisation: lent?.secrets.some((one) => one.name.toUpperCase() === secret.toUpperCase()) === true,
  };
}

/** Whether a workflow deploys the stage. */
function isDeployed({ account, region, deployRoleArn }: Stage): boolean {
  return account !== undefined && region !== undefined && deployRoleArn !== undefined;
}

async function environmentOf(github: GitHub, repository: string, name: string): Promise<Environment | undefined> {
  const path = `repos/${repository}/environments/${encodeURIComponent(name)}`;
  const environment = await github.get<Omit<Environment, 'branches'>>(path);
  if (environment === undefined) return undefined;
  const policies = await github.get<{ branch_policies: { name: string; type?: string }[] }>(
    `${path}/deployment-branch-policies`,
  );
  // whoever may push a tag can name it like the branch
  const admitted = (policies?.branch_policies ?? []).map(({ name: one, type }) =>
    type === 'tag' ? `tag ${one}` : one,
  );
  return { ...environment, branches: admitted };
}

async function reviewerOf(github: GitHub, name: string): Promise<Reviewer> {
  const [, first, team] = /^@?([\w-]+)(?:\/([\w.-]+))?$/.exec(name) ?? [];
  if (first !== undefined) {
    const path = team === undefined ? `users/${first}` : `orgs/${first}/teams/${team}`;
    const found = await github.get<{ id: number }>(path);
    if (found !== undefined) return { type: team === undefined ? 'User' : 'Team', id: found.id };
  }
  throw new UserError({
    subject: '--reviewer',
    value: name,
    cause: 'GitHub knows no such user or team',
    remedy: 'Write @octocat or @octo-org/team',
  });
}
