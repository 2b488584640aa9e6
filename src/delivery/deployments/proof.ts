import { UserError } from '../../util/user-error';
import { type DeploymentRecord, NoRecord, readDeployment, runPrefix } from './record';
import type { RecordStore } from './store';

/** The records of the attempts of a run, the last attempt first; what is none is told and counts for nothing. */
export async function recordsOf(
  store: RecordStore,
  service: string,
  stage: string,
  run: number,
): Promise<{ readonly records: readonly DeploymentRecord[]; readonly refused: readonly string[] }> {
  const records: DeploymentRecord[] = [];
  const refused: string[] = [];
  for (const key of await store.list(runPrefix(service, stage, run))) {
    try {
      const record = readDeployment((await store.get(key)) ?? '', service, stage);
      if (record.run !== run) throw new NoRecord(`it is of run ${record.run}`);
      records.push(record);
    } catch (error) {
      if (!(error instanceof NoRecord)) throw error;
      refused.push(`${store.place}/${key}: ${error.reason}`);
    }
  }
  return { records: records.sort((a, b) => b.attempt - a.attempt), refused };
}

/**
 * The record that proves a digest.
 *
 * @throws UserError where none does
 */
export async function prove(
  store: RecordStore,
  of: { readonly service: string; readonly stage: string; readonly run: number },
  digest: string,
): Promise<DeploymentRecord> {
  const { service, stage, run } = of;
  const { records, refused } = await recordsOf(store, service, stage, run);
  const proof = records.find((record) => record.digest === digest);
  if (proof !== undefined) return proof;
  const place = `${store.place}/${runPrefix(service, stage, run)}*`;
  const found = records.map((record) => `${record.digest} (attempt ${record.attempt})`).join(', ');
  const cause =
    records.length > 0
      ? `its artifact has the SHA-256 ${digest}, and recorded is ${found}: the artifact was exchanged, or a later attempt did not end well`
      : `nothing is recorded of it at ${place}${refused.length > 0 ? ` that can be used (${refused.join('; ')})` : ''}`;
  throw new UserError({
    subject: `stage ${stage}`,
    cause: `run ${run} cannot be brought back: ${cause}`,
    remedy: 'Name another deployment by its run, or revert the commit and let the workflow deploy.',
  });
}
