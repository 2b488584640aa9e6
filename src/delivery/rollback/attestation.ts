import type { Attestation } from '../../clients/github/attestations';
import { UserError } from '../../util/user-error';
import type { DeploymentHistory, KeptDeployment } from '../deployments/history';
import { attestJobNameOf, workflowFile } from '../kept';
import type { KeptTar } from './kept-assembly';

/**
 * The build attestation of a kept tar: by it the host says that this very run of our workflow kept these bytes.
 *
 * @throws UserError where there is none
 */
export async function requireAttestation(
  { api, stage }: DeploymentHistory,
  { run, workflow, commit }: KeptDeployment,
  tar: KeptTar,
): Promise<Attestation> {
  const of = { workflow: workflowFile(workflow), commit, run };
  const answer = await api.attestation(tar.file, of);
  if (typeof answer !== 'string') return answer;
  throw new UserError({
    subject: `stage ${stage}`,
    cause: `run ${run} cannot be brought back: its tar (SHA-256 ${tar.digest}) has no valid build attestation of ${of.workflow} at commit ${commit.slice(0, 7)} (${answer}). Where the job '${attestJobNameOf(stage)}' of that run failed, run it again`,
    remedy:
      'Deployments that were kept before workflows.attestations was on have none: name a later one by its run, or turn workflows.attestations off, and the record in the account alone proves what is brought back',
  });
}
