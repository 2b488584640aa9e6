import type { Command } from 'commander';
import { ask, flag, list, object, optional, text, whole } from '../clients/github/answer';
import { type GitHub, githubCli, isHttpError } from '../clients/github/cli';
import { BRANCH_RULES } from '../clients/github/protection';
import { MARKED } from '../credentials/marked';
import {
  branchFindings,
  type Environment,
  type EnvironmentUse,
  environmentFindings,
  type Reviewer,
  RULESET,
  type SettingFinding,
  workflowTokenFindings,
} from '../delivery/trust/github-settings';
import {
  readUpgradeSecret,
  type SecretPlaces,
  secretFindings,
  type UpgradeSecret,
} from '../delivery/trust/upgrade-secret';
import type { Service, Stage } from '../model/model';
import { packageManagerFor, shell, worded } from '../package-managers';
import { problemText } from '../util/problem-text';
import { UserError } from '../util/user-error';
import { readDefinition } from './definition';
import { ExitCode } from './exit';
import { findRepository } from './trust/repository';

const DEFAULT_REMOTE = 'origin';

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
    .option('--remote <name>', 'git remote that is the repository on GitHub', DEFAULT_REMOTE)
    .option('--reviewer <names...>', 'users (@octocat) and teams (@octo-org/team) who approve deployments')
    .option('--apply', 'set what can be set; needs a login that administers the repository')
    .addHelpText(
      'after',
      '\nExit code: 0 everything is as it should be, 1 something is not, 2 GitHub could not be asked.',
    )
    .action(async (options: GitHubCommandOptions) => {
      const directory = process.cwd();
      const say = (text: string) => process.stdout.write(`${worded(text, packageManagerFor(directory))}\n`);
      const { host, repository } = findRepository(options.remote);
      const github = githubCli(host);
      const found = await findingsOf(github, {
        name: repository,
        service: readDefinition(directory),
        upgrade: readUpgradeSecret(directory),
        approvers: options.reviewer ?? [],
        command: commandFor(options.remote),
      });
      for (const finding of found) {
        say(problemText(finding, MARKED));
        if (finding.command !== undefined) say(`  ${finding.command}`);
      }
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
        if (changes.length > 0) say(`\nTo set all of it: ${commandFor(options.remote, options.reviewer)} --apply`);
      }
      const open = options.apply ? found.filter((one) => one.changes.length === 0) : found;
      if (found.length === 0) say('Environments and branch are as they should be.');
      process.exitCode = open.length === 0 ? ExitCode.OK : ExitCode.FINDING;
    });
}

const WORKFLOW_PERMISSIONS = object({ default_workflow_permissions: text, can_approve_pull_request_reviews: flag });

const ENVIRONMENT = object({
  protection_rules: optional(
    list(
      object({
        type: text,
        wait_timer: optional(whole),
        prevent_self_review: optional(flag),
        reviewers: optional(list(object({ type: text, reviewer: object({ id: whole }) }))),
      }),
    ),
  ),
  deployment_branch_policy: optional(object({ custom_branch_policies: flag })),
});

/** What is looked at. */
interface Subject {
  /** `owner/name`. */
  readonly name: string;
  readonly service: Service;
  /** Absent where no workflow upgrades. */
  readonly upgrade?: UpgradeSecret;
  readonly approvers: readonly string[];
  /** What is run, with its remote. */
  readonly command: string;
}

/** The command as it is typed, with the remote and the reviewers where they are given. */
function commandFor(remote: string, reviewers: readonly string[] = []): string {
  const options = [
    ...(remote === DEFAULT_REMOTE ? [] : ['--remote', remote]),
    ...(reviewers.length > 0 ? ['--reviewer', ...reviewers] : []),
  ];
  return shell('npx', 'udp-service', 'github', ...options);
}

async function findingsOf(
  github: GitHub,
  { name, service, upgrade, approvers, command }: Subject,
): Promise<SettingFinding[]> {
  const found = await ask(
    github,
    `repos/${name}`,
    object({ full_name: text, default_branch: text, owner: optional(object({ type: text })) }),
  );
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
      const nameReviewers = `${command} --reviewer ${placeholder(repository, found.owner?.type)} --apply`;
      return environmentFindings(use, actual, { repository, branch, reviewers, nameReviewers });
    }),
  );
  const places = upgrade && (await ifShown(() => placesOf(github, repository, upgrade)));
  const secret = upgrade === undefined ? [] : secretFindings(upgrade, places, repository);
  const token = await ifShown(() =>
    ask(github, `repos/${repository}/actions/permissions/workflow`, WORKFLOW_PERMISSIONS),
  );
  const rules = await ask(github, `repos/${repository}/rules/branches/${branch}?per_page=100`, BRANCH_RULES);
  const rulesets = await ask(
    github,
    `repos/${repository}/rulesets?per_page=100`,
    list(object({ id: whole, name: text })),
  );
  const ruleset = rulesets?.find((one) => one.name === RULESET)?.id;
  return [
    ...environments.flat(),
    ...secret,
    ...workflowTokenFindings(token, repository),
    ...branchFindings(rules ?? [], { repository, branch, ruleset }),
  ];
}

/** Whom a person puts in place of it: a person of an account has no teams. */
function placeholder(repository: string, owner: string | undefined): string {
  return owner === 'User' ? '@LOGIN' : `@${repository.split('/')[0]}/TEAM`;
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
  const lent = await ask(
    github,
    `repos/${repository}/actions/organization-secrets?per_page=100`,
    object({ secrets: list(object({ name: text })) }),
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
  const environment = await ask(github, path, ENVIRONMENT);
  if (environment === undefined) return undefined;
  const policies = await ask(
    github,
    `${path}/deployment-branch-policies`,
    object({ branch_policies: list(object({ name: text, type: optional(text) })) }),
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
    const found = await ask(github, path, object({ id: whole }));
    if (found !== undefined) return { type: team === undefined ? 'User' : 'Team', id: found.id };
  }
  throw new UserError({
    subject: '--reviewer',
    value: name,
    cause: 'GitHub knows no such user or team',
    remedy: 'Write @octocat or @octo-org/team',
  });
}
