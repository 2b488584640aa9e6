import { existsSync } from 'node:fs';
import { UserError } from '../../util/user-error';
import { digestOf } from '../digest';
import type { CommitDetails } from './api';
import type { BroughtBack } from './begin';
import { type DeploymentRecord, recordKey } from './record';
import type { RunContext } from './run-context';
import type { RecordStore } from './store';

/** A deployment that ended well. */
export interface Finished {
  readonly service: string;
  readonly stage: string;
  readonly context: RunContext;
  readonly store: RecordStore;
  /** The tar that is kept. */
  readonly tar: string;
  readonly image: string;
  readonly commit?: CommitDetails;
  readonly back?: BroughtBack;
  readonly now: () => Date;
}

/**
 * Records the digest of what was deployed, by which a rollback proves it.
 *
 * @throws UserError where the tar is not there
 */
export async function recordDeployment(finished: Finished): Promise<DeploymentRecord> {
  const { service, stage, context, store, tar, image, commit, back, now } = finished;
  if (!existsSync(tar)) {
    throw new UserError({
      subject: tar,
      cause: `is not there, so what was deployed to ${stage} cannot be recorded`,
      remedy: 'Name the tar of the assembly.',
    });
  }
  const record: DeploymentRecord = {
    service,
    stage,
    commit: back?.commit ?? context.commit,
    run: context.run,
    attempt: context.attempt,
    ...(back && { rollbackOf: back.run }),
    time: now().toISOString(),
    digest: await digestOf(tar),
    author: commit?.author ?? 'unknown',
    actor: context.actor,
    image,
  };
  await store.put(recordKey(record), `${JSON.stringify(record)}\n`);
  return record;
}
