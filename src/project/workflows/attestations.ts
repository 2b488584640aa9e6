import { github } from 'projen';
import { attestedNameOf, attestJobNameOf } from '../../delivery/kept';
import type { Stage } from '../../model/model';
import { digestFrom } from './digests';
import type { ServiceJob } from './service-workflow';
import type { WorkflowSettings } from './settings';

const { JobPermission } = github.workflows;

/** Output of the job of a stage: the SHA-256 of what it has kept and recorded. */
const KEPT_DIGEST = 'kept_sha256';

const ATTEST_MINUTES = 10;

export function attestJobId({ name }: Stage): string {
  return `attest-${name}`;
}

/** What the job of a stage tells the one that attests. */
export function attestationOutputs({ attestations }: WorkflowSettings): Pick<ServiceJob, 'outputs'> {
  return attestations ? { outputs: { [KEPT_DIGEST]: { stepId: 'record_deployment', outputName: 'digest' } } } : {};
}

/** What a job needs that verifies attestations. */
export function attestationPermissions({ attestations }: WorkflowSettings): github.workflows.JobPermissions {
  return attestations ? { attestations: JobPermission.READ } : {};
}

/**
 * A job of its own, which runs nothing of the repository or of its dependencies: what may write attestations could attest
 * anything in the name of the workflow.
 *
 * @param deployingJob the one that has kept what is attested
 */
export function attestJob(stage: Stage, deployingJob: string, { actions }: WorkflowSettings): ServiceJob {
  return {
    name: attestJobNameOf(stage.name),
    needs: [deployingJob],
    // without a function of the status it would be skipped where an earlier stage was skipped
    if: `!cancelled() && needs.${deployingJob}.result == 'success'`,
    permissions: { idToken: JobPermission.WRITE, attestations: JobPermission.WRITE },
    timeoutMinutes: ATTEST_MINUTES,
    steps: [
      {
        id: 'attest',
        name: 'Attest what was deployed',
        uses: actions.attest.uses,
        with: {
          'subject-name': attestedNameOf(stage.name),
          'subject-digest': `sha256:${digestFrom(deployingJob, KEPT_DIGEST)}`,
        },
      },
    ],
  };
}
