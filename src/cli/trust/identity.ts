import { ask, flag, list, object, optional, type Read, text, whole } from '../../clients/github/answer';
import type { GitHub } from '../../clients/github/cli';
import { runVisibly } from '../../clients/npm/cli';
import type { RemoteRepository } from '../../delivery/trust/remote';
import { mismatch } from '../../delivery/trust/subject';
import { readManifest } from '../../files/manifest';
import { installedTemplate } from '../../files/template';
import { MigrationRepository } from '../../lifecycle/migrations/repository';
import { type Identity, writeIdentity } from '../../lifecycle/projenrc/write-identity';
import type { Service, Stage, Trust } from '../../model/model';
import { packageManagerFor } from '../../package-managers';
import { isHosted } from '../../service/resolve/github';
import { UserError } from '../../util/user-error';
import { readDefinition, stageOf } from '../definition';

/** What is asked for, and by what it is found. */
export interface IdentityRequest {
  readonly directory: string;
  /** Name of the stage. */
  readonly stage: string;
  readonly remote: RemoteRepository;
  readonly github: GitHub;
  readonly say: (text: string) => void;
}

/** A stage whose roles trust the repository on GitHub. */
export interface TrustingStage {
  readonly service: Service;
  readonly stage: Stage & { readonly account: string; readonly region: string; readonly trust: Trust };
}

const REPOSITORY = object({ id: whole, full_name: text, owner: object({ id: whole }), default_branch: text });
type RepositoryOnGitHub = Read<typeof REPOSITORY>;

const SUBJECT = object({
  use_default: flag,
  include_claim_keys: optional(list(text)),
  sub_claim_prefix: optional(text),
});

/** Makes sure that the options name the very repository that GitHub has, and that its tokens are those that are trusted. */
export async function ensureIdentity(request: IdentityRequest): Promise<TrustingStage> {
  const { directory, remote, github, say } = request;
  const found = await ask(github, `repos/${remote.repository}`, REPOSITORY);
  if (found === undefined) {
    throw new UserError({
      subject: `${remote.host}/${remote.repository}`,
      cause: 'GitHub shows no such repository to you',
      remedy: `Create it, or log in with: gh auth login --hostname ${remote.host}`,
    });
  }
  const numbers = isHosted(remote.host) ? { ownerId: found.owner.id, repositoryId: found.id } : {};
  const identity: Identity = { repository: found.full_name, ...numbers };
  checkPlace(stageOf(readDefinition(directory), request.stage));
  if (!isWritten(stageOf(readDefinition(directory), request.stage), identity)) {
    await write(directory, identity, say);
  }
  const service = readDefinition(directory);
  const stage = stageOf(service, request.stage);
  if (!isWritten(stage, identity) || !isTrusting(stage)) {
    throw new UserError({
      subject: `stage ${stage.name}`,
      cause: "'trust' is not as it was written",
      remedy: byHand(identity),
    });
  }
  await checkTokens(stage.trust, found, github, say);
  return { service, stage };
}

function checkPlace({ name, account, region, deployRoleArn, driftRoleArn, trust }: Stage): void {
  if (account === undefined || region === undefined) {
    const missing = account === undefined ? 'account' : 'region';
    throw new UserError({
      subject: `stage ${name}`,
      cause: `has no ${missing}, so a role has no place`,
      remedy: 'Give it in .projenrc.ts, then run `npx projen`',
    });
  }
  if (trust === undefined && deployRoleArn !== undefined && driftRoleArn !== undefined) {
    throw new UserError({
      subject: `stage ${name}`,
      cause: "'deployRoleArn' and 'driftRoleArn' name roles that are made elsewhere, so there is none to deploy",
      remedy: 'Remove them from .projenrc.ts to have them made here',
    });
  }
}

/** Whether the options say all that there is to say of the repository; what they say otherwise is nothing to overwrite. */
function isWritten({ trust }: Stage, identity: Identity): boolean {
  if (trust === undefined) return false;
  for (const [name, value] of Object.entries(identity) as [keyof Identity, unknown][]) {
    if (trust[name] === undefined || trust[name] === value) continue;
    throw new UserError({
      subject: `trust.${name}`,
      value: trust[name],
      cause: `is not what GitHub says, ${JSON.stringify(value)}`,
      remedy:
        'If the repository was renamed, transferred or made anew, correct it in .projenrc.ts and run `npx projen`; if not, look at the git remote',
    });
  }
  return (Object.keys(identity) as (keyof Identity)[]).every((name) => trust[name] !== undefined);
}

function isTrusting(stage: Stage): stage is TrustingStage['stage'] {
  return stage.trust !== undefined && stage.account !== undefined && stage.region !== undefined;
}

/** Writes the identity into the options, and lets the repository follow. */
async function write(directory: string, identity: Identity, say: IdentityRequest['say']): Promise<void> {
  const reading = readManifest(directory);
  const preset = reading.state === 'valid' ? reading.manifest.preset : undefined;
  const repository = new MigrationRepository(directory, { files: {}, preset }, installedTemplate().name);
  let problem: string | undefined = 'there is no .projenrc file';
  try {
    repository.editProjenrc((projenrc) => {
      problem = writeIdentity(projenrc, identity);
      return [];
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { subject, cause } = error.problem;
    problem = `${subject}: ${cause}`;
  }
  if (problem !== undefined) throw new UserError({ subject: '.projenrc', cause: problem, remedy: byHand(identity) });
  repository.commit();
  say(`Written into .projenrc: ${options(identity)}`);
  await runVisibly([...packageManagerFor(directory).exec, 'projen']);
}

function byHand(identity: Identity): string {
  return `Write ${options(identity)} into the options, run \`npx projen\`, then this command again.`;
}

function options(identity: Identity): string {
  const members = Object.entries(identity).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? `'${value}'` : value}`,
  );
  return `trust: { ${members.join(', ')} }`;
}

async function checkTokens(
  trust: Trust,
  { full_name: name, default_branch: defaultBranch }: RepositoryOnGitHub,
  github: GitHub,
  say: IdentityRequest['say'],
): Promise<void> {
  const template = await ask(github, `repos/${name}/actions/oidc/customization/sub`, SUBJECT);
  const problem = template && mismatch(template, trust);
  if (problem !== undefined) throw new UserError({ subject: name, cause: problem });
  const drift = trust.roles.find(({ purpose }) => purpose === 'drift')?.subjects ?? [];
  if (drift.length > 0 && !drift.some((subject) => subject.endsWith(`:ref:refs/heads/${defaultBranch}`))) {
    say(
      `Note: the default branch of ${name} is ${defaultBranch}, and GitHub runs the drift workflow there alone: it will get no role. Make the branch of 'workflows.branch' the default one.`,
    );
  }
}
