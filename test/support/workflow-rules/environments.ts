import { triggers } from '../workflow-model';
import { type Rules, steps } from './rule';

/** Events in which somebody else chose what the run is about. */
const PULL_REQUEST = ['pull_request', 'pull_request_target'];

/** What a run that has ended says of itself, and what its author chose. */
const FOREIGN = /github\.event\.workflow_run\.(head_|pull_requests)/;

/** Where secrets lie, and which runs reach them. */
export const ENVIRONMENT_RULES: Rules = {
  /** An environment that the default branch alone may use does not admit `refs/pull/N/merge`: the job would always fail. */
  *'pull-request-environment'({ workflow }) {
    if (!triggers(workflow).some((event) => PULL_REQUEST.includes(event))) return;
    for (const [id, { environment }] of Object.entries(workflow.jobs)) {
      if (environment !== undefined) {
        yield { where: `jobs.${id}`, message: 'names an environment, which no pull request may use' };
      }
    }
  },

  /** A run of the default branch that takes code from the run which started it gives that code the branch's rights. */
  *'workflow-run-code'({ workflow }) {
    if (!triggers(workflow).includes('workflow_run')) return;
    for (const { step, where } of steps(workflow)) {
      const chosen = Object.values(step.with ?? {}).some((value) => FOREIGN.test(String(value)));
      if (/checkout@/.test(step.uses ?? '') && chosen) {
        yield { where, message: 'checks out what the other run was about: take the default branch' };
      }
    }
  },

  /** Runs of forks end as well, and they may bear any name. */
  *'workflow-run-repository'({ workflow }) {
    if (!triggers(workflow).includes('workflow_run')) return;
    for (const [id, job] of Object.entries(workflow.jobs)) {
      const condition = String(job.if ?? '');
      for (const needed of ['head_repository.full_name == github.repository', 'workflow_run.path ==']) {
        if (!condition.includes(needed)) {
          yield { where: `jobs.${id}`, message: `does not ask whose run it was (${needed})` };
        }
      }
    }
  },

  /** What makes a token that pushes lies in an environment, not where every branch with a workflow of its own reads it. */
  *'push-token-environment'({ workflow }) {
    for (const { step, where, job } of steps(workflow)) {
      const values = [...Object.entries(step.env ?? {}), ...Object.entries(step.with ?? {})];
      const pushes = values.some(
        ([name, value]) => /^(UPGRADE_TOKEN|private-key)$/.test(name) && /\bsecrets\./.test(String(value)),
      );
      if (pushes && workflow.jobs[job].environment === undefined) {
        yield { where, message: 'has a secret that pushes, and its job names no environment' };
      }
    }
  },
};
