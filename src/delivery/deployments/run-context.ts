import { UserError } from '../../util/user-error';
import { COMMIT } from './record';

/** The run of a workflow that this program is part of, as the host tells it. */
export interface RunContext {
  readonly commit: string;
  readonly run: number;
  readonly attempt: number;
  readonly event: string;
  readonly actor: string;
}

/** @throws UserError where this is no run of a workflow */
export function runContext(env: NodeJS.ProcessEnv): RunContext {
  const { GITHUB_SHA: commit = '', GITHUB_EVENT_NAME: event = '', GITHUB_ACTOR: actor = 'unknown' } = env;
  const [run, attempt] = [env.GITHUB_RUN_ID, env.GITHUB_RUN_ATTEMPT].map(Number);
  if (!COMMIT.test(commit) || !(run > 0) || !(attempt > 0)) {
    throw new UserError({
      subject: 'GITHUB_SHA, GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT',
      cause: 'this is no run of a workflow, and only those are recorded',
      remedy: 'Deployments of a workstation are not.',
    });
  }
  return { commit, run, attempt, event, actor };
}
