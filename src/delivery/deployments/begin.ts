import { UserError } from '../../util/user-error';
import type { DeploymentHistory } from './history';
import { judgeOrder, short } from './order';
import { type DeploymentStart, lastKey, NoRecord, readStart } from './record';
import type { RunContext } from './run-context';
import type { RecordStore } from './store';

/** What a rollback brings back. */
export interface BroughtBack {
  readonly commit: string;
  readonly run: number;
}

/** What is needed to begin a deployment. */
export interface Beginning {
  readonly service: string;
  readonly stage: string;
  readonly context: RunContext;
  readonly history: DeploymentHistory;
  readonly store: RecordStore;
  /** Absent where the run deploys its own commit. */
  readonly back?: BroughtBack;
  readonly now: () => Date;
}

/** That a deployment begins, in sentences. */
export interface Begun {
  readonly sentences: readonly string[];
}

interface Last {
  readonly commit: string;
  readonly run: number;
  readonly mainCommit?: string;
}

/**
 * Refuses to deploy an older commit over a newer one, and records what is deployed now. Whatever was begun counts,
 * whether or not it ended well: it may run. Only a rollback goes back.
 *
 * @throws UserError where a newer commit was deployed
 */
export async function beginDeployment(beginning: Beginning): Promise<Begun> {
  const { service, stage, context, history, store, back, now } = beginning;
  const sentences: string[] = [];
  const recorded = await readLast(beginning);
  const last = recorded ?? (await lastOfApi(history, sentences));
  const commit = back?.commit ?? context.commit;
  const isOnBranch = await history.isOnBranch(commit);
  if (back !== undefined) {
    sentences.push(
      `${stage}: goes back${last === undefined ? '' : ` from commit ${short(last.commit)} (run ${last.run})`} to commit ${short(back.commit)}, as run ${back.run} deployed it.`,
    );
  } else if (last === undefined) {
    sentences.push(`${stage}: no earlier deployment is known, so none is newer than commit ${short(commit)}.`);
  } else {
    sentences.push(...(await forward(beginning, last, isOnBranch)));
  }
  const start: DeploymentStart = {
    service,
    stage,
    commit,
    run: context.run,
    attempt: context.attempt,
    ...(back && { rollbackOf: back.run }),
    time: now().toISOString(),
    ...mainCommit(isOnBranch ? commit : last?.mainCommit),
  };
  await store.put(lastKey(service, stage), `${JSON.stringify(start)}\n`);
  return { sentences };
}

function mainCommit(commit: string | undefined): Pick<DeploymentStart, 'mainCommit'> {
  return commit === undefined ? {} : { mainCommit: commit };
}

async function readLast({ service, stage, store }: Beginning): Promise<Last | undefined> {
  const key = lastKey(service, stage);
  const text = await store.get(key);
  if (text === undefined) return undefined;
  try {
    return readStart(text, service, stage);
  } catch (error) {
    if (!(error instanceof NoRecord)) throw error;
    throw new UserError({
      subject: `${store.place}/${key}`,
      cause: `does not tell what was deployed to ${stage} last: ${error.reason}`,
      remedy:
        'Somebody else wrote it. Find out who (AWS CloudTrail, versions of the object), restore the version before it, or delete it; then GitHub is asked.',
    });
  }
}

/** Where nothing is recorded yet, GitHub tells of deployments by jobs; of a rollback it does not tell the commit. */
async function lastOfApi(history: DeploymentHistory, sentences: string[]): Promise<Last | undefined> {
  sentences.push(
    `${history.stage}: nothing is recorded in its account yet, so GitHub is asked what was deployed last; deployments of workstations are not known there.`,
  );
  for await (const { run, workflow } of history.changes()) {
    if (workflow === 'rollback') {
      sentences.push(`Run ${run.id} was a rollback; GitHub does not tell to which commit.`);
      continue;
    }
    return { commit: run.head_sha, run: run.id, mainCommit: run.head_sha };
  }
  return undefined;
}

async function forward({ stage, context, history }: Beginning, last: Last, isOnBranch: boolean): Promise<string[]> {
  const { commit } = context;
  const { api } = history;
  const order = judgeOrder({
    commit,
    isOnBranch,
    last: { ...last, isOnBranch: await history.isOnBranch(last.commit) },
    toLast: await api.relation(last.commit, commit),
    // one that was taken out of the history since tells nothing
    ...(last.mainCommit !== undefined &&
      (await history.isOnBranch(last.mainCommit)) && { toMain: await api.relation(last.mainCommit, commit) }),
    isStartedByHand: context.event === 'workflow_dispatch' && context.attempt === 1,
  });
  if (order.kind === 'refused') {
    throw new UserError({
      subject: `stage ${stage}`,
      cause: `commit ${short(commit)} is not deployed over commit ${short(last.commit)}, which run ${last.run} deployed last: ${order.cause}`,
      remedy: `To go back, use the workflow rollback. To go on, run the workflow deploy for the newest commit of ${history.branch}.`,
    });
  }
  const follows = `${stage}: commit ${short(commit)} follows commit ${short(last.commit)}, which run ${last.run} deployed last.`;
  return [order.note ?? follows];
}
