import type { Stage } from '../../../model/model';
import type { Checks } from '../../../service/resolve/checks';
import { LONGEST_CHAINED_SESSION, LONGEST_SESSION } from '../../../service/resolve/sessions';
import type { TimedWorkflow } from './model';

/** What each workflow reads AWS with, where a stage has such a role. */
const ROLE = {
  deploy: 'deployRoleArn',
  rollback: 'deployRoleArn',
  drift: 'driftRoleArn',
  diff: 'diffRoleArn',
} as const satisfies Partial<Record<TimedWorkflow, keyof Stage>>;

/** Refuses jobs that would outlive the longest credentials that they can have. */
export function checkSessions(
  timeouts: Readonly<Record<TimedWorkflow, number>>,
  stages: readonly Stage[],
  checks: Checks,
): void {
  for (const [workflow, role] of Object.entries(ROLE) as [keyof typeof ROLE, (typeof ROLE)[keyof typeof ROLE]][]) {
    const minutes = timeouts[workflow];
    if (stages.every((stage) => stage[role] === undefined)) continue;
    if (workflow === 'drift' && minutes > LONGEST_CHAINED_SESSION) {
      checks.refuse(
        workflow,
        minutes,
        `the job reads with the lookup role of the CDK, which its own role assumes, and AWS ends such a session after ${LONGEST_CHAINED_SESSION} minutes (role chaining)`,
        `Give at most ${LONGEST_CHAINED_SESSION}.`,
      );
    } else if (minutes > LONGEST_SESSION) {
      checks.refuse(
        workflow,
        minutes,
        `the job would outlive its credentials: IAM lets a role be assumed for ${LONGEST_SESSION} minutes at most`,
        `Give at most ${LONGEST_SESSION}.`,
      );
    }
  }
}
