import type { Attestation } from '../../clients/github/attestations';
import { UserError } from '../../util/user-error';
import type { CommitDetails } from '../deployments/api';
import type { DeploymentHistory, KeptDeployment } from '../deployments/history';
import { prove } from '../deployments/proof';
import type { DeploymentRecord } from '../deployments/record';
import type { RecordStore } from '../deployments/store';
import { ASSEMBLY_ARTIFACT, artifactOf, KEEP_STEP } from '../kept';
import { requireAttestation } from './attestation';
import { claimedCommit, downloadTar, type KeptTar, templatesDigest, unpack } from './kept-assembly';

/** Deployments that are offered; older ones are found by their run or commit. */
export const OFFERED = 10;

/** What is looked for, and where. */
export interface Search {
  readonly history: DeploymentHistory;
  readonly service: string;
  /** ID of a run, or the first seven or more digits of a commit; the newest that differs from what runs when absent. */
  readonly wanted?: string;
  /** Where the records are; absent without credentials: then whoever has them proves the choice. */
  readonly store?: RecordStore;
  /** Whether only what GitHub attests is brought back. */
  readonly attested: boolean;
  /** Whether deploying an assembly would change anything. */
  readonly differs: (directory: string) => Promise<boolean>;
  /** A folder for what is downloaded. */
  readonly scratch: string;
}

/** The deployment that is to be brought back. */
export interface Choice {
  readonly deployment: KeptDeployment;
  /** The commit of its assembly; of a rollback without `record` it is what the assembly says of itself. */
  readonly commit: string;
  readonly details?: CommitDetails;
  readonly record?: DeploymentRecord;
  readonly attestation?: Attestation;
  readonly tar: KeptTar;
  /** The unpacked assembly. */
  readonly directory: string;
  /** Newer ones that were passed over, and why. */
  readonly passedOver: readonly { readonly run: number; readonly reason: string }[];
}

/** The newest of what is kept, by the end of the deployment. */
export async function offered(history: DeploymentHistory): Promise<KeptDeployment[]> {
  return sorted(await first(history.kept(), OFFERED));
}

/**
 * Chooses the deployment to go back to. Without a wish it is the newest that would change something: not the last but
 * one, which after a push that changed only a text is what runs, and not the last, unless what runs is a deployment that
 * failed.
 *
 * @throws UserError where there is none
 */
export async function choose(search: Search, kept: readonly KeptDeployment[]): Promise<Choice> {
  const { history, wanted } = search;
  if (wanted !== undefined && isRun(wanted)) return ofRun(search, Number(wanted));
  if (wanted !== undefined) return ofCommit(search, wanted, kept);
  const passedOver: { run: number; reason: string }[] = [];
  for (const deployment of kept) {
    const opened = await open(search, deployment).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      passedOver.push({ run: deployment.run, reason: error.message });
      return undefined;
    });
    if (opened === undefined) continue;
    if (await search.differs(opened.directory)) return { ...opened, passedOver };
    passedOver.push({ run: deployment.run, reason: 'it is what runs' });
  }
  const reasons = passedOver.map(({ run, reason }) => `run ${run}: ${reason}`).join('; ');
  throw new UserError({
    subject: `stage ${history.stage}`,
    cause: 'no kept deployment differs from what runs and may be brought back, so there is nothing to go back to',
    remedy: `${known(kept)}${reasons && ` ${reasons}.`}`,
  });
}

/**
 * Brings the deployment of one run and proves it by its record.
 *
 * @throws UserError where it is none of this stage, or not what was recorded
 */
export async function ofRun(search: Search, run: number): Promise<Choice> {
  const found = await search.history.ofRun(run);
  if (typeof found === 'string') {
    throw new UserError({
      subject: `stage ${search.history.stage}`,
      cause: `run ${run} cannot be brought back: ${found}`,
      remedy: 'Name another deployment of the stage.',
    });
  }
  return { ...(await open(search, found)), passedOver: [] };
}

async function ofCommit(search: Search, wanted: string, kept: readonly KeptDeployment[]): Promise<Choice> {
  const { history, store } = search;
  const deployed = history.kept((commit) => commit.startsWith(wanted));
  for await (const deployment of deployed) {
    if (deployment.workflow === 'deploy') return { ...(await open(search, deployment)), passedOver: [] };
  }
  // the run of a rollback belongs to another commit than its assembly, and only the record tells which
  if (store !== undefined) {
    for await (const deployment of history.kept()) {
      if (deployment.workflow !== 'rollback') continue;
      const opened = await open(search, deployment);
      if (opened.commit.startsWith(wanted)) return { ...opened, passedOver: [] };
    }
  }
  throw new UserError({
    subject: `stage ${history.stage}`,
    cause: `no deployment of ${wanted} is kept`,
    remedy: `${known(kept)} Name one of them by its run, or revert the commit and let the workflow deploy.`,
  });
}

async function open(search: Search, deployment: KeptDeployment): Promise<Omit<Choice, 'passedOver'>> {
  const { history, service, store, attested, scratch } = search;
  const { run, workflow } = deployment;
  const tar = await downloadTar(history.api, run, artifactOf(history.stage), scratch);
  const record = store && (await prove(store, { service, stage: history.stage, run }, tar.digest));
  const attestation = attested ? await requireAttestation(history, deployment, tar) : undefined;
  const directory = await unpack(tar);
  const told = record?.commit ?? (workflow === 'deploy' ? deployment.commit : claimedCommit(directory));
  if (told === undefined || (workflow === 'deploy' && told !== deployment.commit)) {
    throw new UserError({
      subject: `run ${run}`,
      cause: `${told === undefined ? 'its assembly does not say which commit it is of' : `it is of commit ${deployment.commit}, and its record is of ${told}`}`,
      remedy: 'Name another run.',
    });
  }
  if (!(await history.isOnBranch(told))) {
    throw new UserError({
      subject: `run ${run}`,
      cause: `the commit ${told} that it deployed is no part of the branch ${history.branch}`,
      remedy: 'Name another run.',
    });
  }
  return { deployment, commit: told, details: await history.api.commit(told), record, attestation, tar, directory };
}

/**
 * Says of assemblies whether they differ from what the workflows deployed to the stage last, as far as GitHub has kept
 * that; without credentials nobody can look at what runs.
 */
export async function differsFromLast(
  history: DeploymentHistory,
  scratch: string,
): Promise<{ readonly run?: number; readonly differs: Search['differs'] }> {
  const always = { differs: () => Promise.resolve(true) };
  const next = await history.changes().next();
  if (next.done === true) return always;
  const { run, workflow, job } = next.value;
  const isKept = job.steps?.some(({ name, conclusion }) => name === KEEP_STEP && conclusion === 'success') === true;
  if (!isKept && workflow === 'rollback') return always;
  try {
    const artifact = isKept ? artifactOf(history.stage) : ASSEMBLY_ARTIFACT;
    const tar = await downloadTar(history.api, run.id, artifact, scratch);
    const last = templatesDigest(await unpack(tar), history.stage);
    return {
      run: run.id,
      differs: (directory) => Promise.resolve(templatesDigest(directory, history.stage) !== last),
    };
  } catch (error) {
    if (error instanceof UserError) return always;
    throw error;
  }
}

async function first<T>(all: AsyncGenerator<T>, count: number): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) if (found.push(one) === count) break;
  return found;
}

function sorted(kept: readonly KeptDeployment[]): KeptDeployment[] {
  return [...kept].sort((a, b) => (a.deployedAt < b.deployedAt ? 1 : -1));
}

function isRun(wanted: string): boolean {
  return /^\d+$/.test(wanted) && !/^\d{40}$/.test(wanted);
}

function known(kept: readonly KeptDeployment[]): string {
  const runs = kept.map(({ run, commit }) => `${run} (${commit.slice(0, 7)})`);
  return runs.length > 0 ? `Kept are those of the runs ${runs.join(', ')}.` : 'None is kept.';
}
