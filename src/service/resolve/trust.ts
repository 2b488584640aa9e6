import { createHash } from 'node:crypto';
import type { Roles, Stage, TrustedRole, TrustedRolePurpose } from '../../model/model';
import type { StageOptions, TrustOptions } from '../../options';
import { partitionOf } from '../partition';
import type { Checks } from './checks';
import { environmentOf, type GitHubContext, isHosted } from './github';
import { maximumSession, type Timeouts } from './sessions';

/** What a stage says about the roles of its workflows. */
export type ResolvedTrust = Pick<Stage, 'deployRoleArn' | 'driftRoleArn' | 'diffRoleArn' | 'trust'>;

/** Where AWS reads more claims of a token than subject and audience: this issuer, in commercial regions. */
const PUBLIC_ISSUER = 'token.actions.githubusercontent.com';

/** Files of the workflows that assume a role. */
const WORKFLOWS: Readonly<Record<TrustedRolePurpose, readonly string[]>> = {
  deploy: ['deploy.yml', 'rollback.yml'],
  drift: ['drift.yml'],
  diff: ['diff.yml'],
};

/** The ref of a pull request: the number differs from one to the next, and GitHub alone makes refs of this form. */
const PULL_REQUEST = 'refs/pull/*/merge';

const BOOTSTRAP_ROLES: Readonly<Record<TrustedRolePurpose, TrustedRole['bootstrapRoles']>> = {
  deploy: ['deploy', 'file-publishing', 'image-publishing', 'lookup'],
  drift: ['lookup'],
  diff: ['lookup'],
};

/** What IAM accepts. */
const MAX_NAME_LENGTH = 64;

/** The roles of a stage's workflows: those that are given by ARN, and those that the stack `<stage>-deploy-role` makes. */
export function resolveTrust(
  service: string,
  stage: StageOptions,
  roles: Roles,
  github: GitHubContext,
  checks: Checks,
  timeouts: Timeouts = {},
): ResolvedTrust {
  const { deployRoleArn, driftRoleArn, diffRoleArn, account, region, trust: options } = stage;
  const given = { deployRoleArn, driftRoleArn, diffRoleArn };
  warnOfSessions(given, timeouts, checks);
  if (options === undefined) return given;
  const repository = checkIdentity(options, checks.at('trust'));
  const purposes: TrustedRolePurpose[] = [
    ...(deployRoleArn === undefined ? (['deploy'] as const) : []),
    ...(driftRoleArn === undefined ? (['drift'] as const) : []),
    ...(diffRoleArn === undefined && options.pullRequests ? (['diff'] as const) : []),
  ];
  if (purposes.length === 0) return given;
  if (account === undefined || region === undefined) {
    checks.warn(
      'trust',
      repository,
      `stage '${stage.name}' has no ${account === undefined ? 'account' : 'region'} yet, so GitHub gets no role in it`,
    );
    return given;
  }

  const { ownerId, repositoryId } = options;
  const issuer = options.issuer ?? issuerOf(github.host);
  const claimsAreRead = issuer === PUBLIC_ISSUER && partitionOf(region) === 'aws';
  const sendsNumbers = isHosted(github.host);
  checkReach(options, { issuer, region, claimsAreRead, sendsNumbers }, checks.at('trust'));
  const made = purposes.map(
    (purpose): TrustedRole => ({
      purpose,
      name: roleName(service, stage.name, purpose, roles),
      subjects: subjectsOf(options, subjectContext(purpose, environmentOf(stage), github.branch), {
        sendsNumbers,
        claimsAreRead,
      }),
      claims: claimsAreRead ? claimsOf(purpose, options, environmentOf(stage), github.branch) : {},
      bootstrapRoles: BOOTSTRAP_ROLES[purpose],
      ...maximumSession(purpose, timeouts),
    }),
  );
  const arns = made.map(({ purpose, name }) => [`${purpose}RoleArn`, roleArn(name, account, region, roles)] as const);
  return {
    ...given,
    ...Object.fromEntries(arns),
    trust: { repository, ownerId, repositoryId, issuer, roles: made },
  };
}

function checkIdentity(
  { repository = '', ownerId, repositoryId, issuer, workflows = [] }: TrustOptions,
  checks: Checks,
) {
  checks.text('repository', repository, /^[A-Za-z0-9_-]+\/[A-Za-z0-9_.-]+$/, "'owner/name'", 'octo-org/dns-resolver');
  for (const [key, id] of Object.entries({ ownerId, repositoryId })) {
    if (id !== undefined) checks.integer(key, id, 1, Number.MAX_SAFE_INTEGER);
  }
  if ((ownerId === undefined) !== (repositoryId === undefined)) {
    const missing = ownerId === undefined ? 'ownerId' : 'repositoryId';
    checks.refuse(
      missing,
      undefined,
      'one number without the other stands for no repository',
      `Give both, as \`gh api repos/${repository} --jq '.owner.id, .id'\` prints them, or neither.`,
    );
  }
  if (issuer !== undefined) {
    const host = /^[a-z0-9.-]+(\/[A-Za-z0-9._-]+)*$/;
    checks.text(
      'issuer',
      issuer,
      host,
      'a host, with a path or without, and without https://',
      `${PUBLIC_ISSUER}/acme`,
    );
  }
  for (const workflow of workflows) {
    checks.text(
      'workflows',
      workflow,
      // no sign that IAM reads as a pattern or a variable
      /^([\w.-]+\.ya?ml|[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+\.ya?ml@[\w][\w./-]*)$/,
      "the name of a workflow's file, or a whole reference to a workflow",
      'deploy.yml',
    );
  }
  return repository;
}

/** A role that is made elsewhere says elsewhere for how long it may be assumed. */
function warnOfSessions(
  given: Pick<StageOptions, 'deployRoleArn' | 'driftRoleArn' | 'diffRoleArn'>,
  timeouts: Timeouts,
  checks: Checks,
): void {
  for (const purpose of ['deploy', 'drift', 'diff'] as const) {
    const arn = given[`${purpose}RoleArn`];
    const { maxSessionSeconds } = maximumSession(purpose, timeouts);
    if (arn === undefined || maxSessionSeconds === undefined) continue;
    checks.warn(
      `${purpose}RoleArn`,
      arn,
      `the role is made elsewhere, and the workflow asks for sessions of ${maxSessionSeconds} seconds (workflows.timeouts): its MaxSessionDuration has to admit them`,
    );
  }
}

/** What the tokens of a host say, and what of it AWS reads in a region. */
interface Reach {
  readonly issuer: string;
  readonly region: string;
  readonly claimsAreRead: boolean;
  readonly sendsNumbers: boolean;
}

/** Refuses what would trust more than the repository, and says what is wider than it could be. */
function checkReach(
  { repository = '', repositoryId, workflows }: TrustOptions,
  { issuer, region, claimsAreRead, sendsNumbers }: Reach,
  checks: Checks,
): void {
  const place = `of tokens of ${issuer}, AWS reads no claim but the subject in ${region}`;
  if (sendsNumbers && repositoryId === undefined) {
    if (claimsAreRead) {
      checks.warn(
        'repository',
        repository,
        'the name is trusted, whoever has it one day. `npx udp-service trust <stage>` finds and writes the numbers that stand for this very repository',
      );
    } else {
      checks.refuse(
        'repositoryId',
        undefined,
        `${place}, and a pattern for numbers that are not known would match subjects of other repositories`,
        'Let `npx udp-service trust <stage>` find and write the numbers, or give `ownerId` and `repositoryId`.',
      );
    }
  }
  if (workflows !== undefined && !claimsAreRead) {
    checks.warn(
      'workflows',
      workflows,
      `${place}, so this limits nothing: every workflow gets the deploy role that the environment of the stage admits`,
    );
  }
}

/** The issuer of a host's tokens. */
export function issuerOf(host: string): string {
  if (host === 'github.com') return PUBLIC_ISSUER;
  return isHosted(host) ? `token.actions.${host}` : `${host}/_services/token`;
}

/** What of a run stands in the subject: its environment where the job has one, else the event or the branch. */
export function subjectContext(purpose: TrustedRolePurpose, environment: string, branch: string): string {
  const contexts: Record<TrustedRolePurpose, string> = {
    deploy: `environment:${environment}`,
    // An environment would ask its reviewers before every look.
    drift: `ref:refs/heads/${branch}`,
    diff: 'pull_request',
  };
  return contexts[purpose];
}

/**
 * Repositories that were created, renamed or transferred since July 2026 send `repo:owner@1/name@2:…`, older ones
 * `repo:owner/name:…` until they are told otherwise.
 */
function subjectsOf(
  { repository = '', ownerId, repositoryId }: TrustOptions,
  context: string,
  { sendsNumbers, claimsAreRead }: { readonly sendsNumbers: boolean; readonly claimsAreRead: boolean },
): string[] {
  const [owner, name] = repository.split('/');
  const byName = `repo:${repository}:${context}`;
  if (!sendsNumbers) return [byName];
  // The claim `repository` stands beside it: by itself the pattern would match more than numbers.
  if (repositoryId === undefined) return [byName, `repo:${owner}@*/${name}@*:${context}`];
  const byNumber = `repo:${owner}@${ownerId}/${name}@${repositoryId}:${context}`;
  // Beside the claim `repository_id` the old form stands for the same repository.
  return claimsAreRead ? [byNumber, byName] : [byNumber];
}

/**
 * What the token must say beside its subject. The subject alone is not enough where it holds a pattern: a repository can
 * order further claims into its subject, the name of a branch among them, and so write nearly any text there.
 */
function claimsOf(
  purpose: TrustedRolePurpose,
  { repository = '', repositoryId, workflows = [] }: TrustOptions,
  environment: string,
  branch: string,
): TrustedRole['claims'] {
  const files = purpose === 'deploy' && workflows.length > 0 ? workflows : WORKFLOWS[purpose];
  const ref = purpose === 'diff' ? PULL_REQUEST : `refs/heads/${branch}`;
  return {
    repository: [repository],
    ...(repositoryId === undefined ? {} : { repository_id: [String(repositoryId)] }),
    job_workflow_ref: files.map((file) =>
      file.includes('@') ? file : `${repository}/.github/workflows/${file}@${ref}`,
    ),
    ...(purpose === 'deploy' ? { environment: [environment] } : { ref: [ref] }),
  };
}

/**
 * The same on every synth, so that the workflows know the ARN without asking. A role with another path is a new role that
 * is created before the old one goes, and names are unique whatever the path: so the path is part of the name.
 */
function roleName(
  service: string,
  stage: string,
  purpose: TrustedRolePurpose,
  { namePrefix = '', path }: Roles,
): string {
  const suffix = path === undefined ? '' : `-${digest(path, 4)}`;
  const name = `${service}-${stage}-${purpose}`;
  const room = MAX_NAME_LENGTH - namePrefix.length - suffix.length;
  const fitting = name.length <= room ? name : `${name.slice(0, room - 9)}-${digest(name, 8)}`;
  return `${namePrefix}${fitting}${suffix}`;
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

function roleArn(name: string, account: string, region: string, { path = '/' }: Roles): string {
  return `arn:${partitionOf(region)}:iam::${account}:role${path}${name}`;
}
