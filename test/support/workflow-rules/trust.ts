import { type Job, type Permissions, triggers, usesWithComments } from '../workflow-model';
import { type Rules, steps } from './rule';

/** Who may do what, and whose code it is that does it. */
export const TRUST_RULES: Rules = {
  *'pinned-action'({ content, immutableReleases = [] }) {
    for (const { uses, comment } of usesWithComments(content)) {
      if (uses.startsWith('./') || immutableReleases.includes(uses)) {
        continue;
      }
      if (
        uses.startsWith('docker://')
          ? !/@sha256:[0-9a-f]{64}$/.test(uses)
          : !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses)
      ) {
        yield { where: uses, message: 'is neither a full commit SHA (or digest) nor a known immutable release' };
      } else if (!/^v?\d+(\.\d+)*(-\w+)?$/.test(comment) && !uses.startsWith('docker://')) {
        yield { where: uses, message: `names no version in a comment behind it, but "${comment}"` };
      }
    }
  },

  *'workflow-permissions'({ workflow }) {
    if (JSON.stringify(workflow.permissions) !== '{}') {
      yield { where: 'permissions', message: 'at the top level must be {}: what a job needs stands at the job' };
    }
  },

  *'job-permissions'({ workflow }) {
    for (const [id, job] of Object.entries(workflow.jobs)) {
      if (job.permissions === undefined || typeof job.permissions === 'string') {
        yield { where: `jobs.${id}`, message: 'does not list its permissions' };
      }
    }
  },

  /** On a pull request the repository's own code is that of its author. */
  *'pull-request-writes'({ workflow }) {
    if (!triggers(workflow).includes('pull_request')) {
      return;
    }
    for (const [id, job] of Object.entries(workflow.jobs)) {
      const written = writes(job.permissions);
      if (written.length > 0 && runsTheRepository(job)) {
        const may = written.join(', ');
        yield { where: `jobs.${id}`, message: `may write (${may}) and runs code of the pull request: use two jobs` };
      }
    }
  },

  *'job-timeout'({ workflow }) {
    for (const [id, job] of Object.entries(workflow.jobs)) {
      if (job.uses === undefined && typeof job['timeout-minutes'] !== 'number') {
        yield { where: `jobs.${id}`, message: 'has no timeout-minutes; the default is six hours' };
      }
    }
  },

  *'checkout-credentials'({ workflow }) {
    for (const { step, where } of steps(workflow)) {
      const kept = String(step.with?.['persist-credentials'] ?? true) !== 'false';
      if (/^[\w.-]+\/([\w.-]*-)?checkout@/.test(step.uses ?? '') && kept) {
        yield { where, message: 'leaves its token in .git/config: set persist-credentials to false' };
      }
    }
  },

  *'pull-request-target'({ workflow }) {
    if (triggers(workflow).includes('pull_request_target')) {
      yield { where: 'on', message: 'runs with secrets on code of a fork: use pull_request' };
    }
  },

  /** A secret that stands at a job is in the environment of every program that the job starts. */
  *'secret-scope'({ workflow }) {
    for (const [id, job] of Object.entries(workflow.jobs)) {
      for (const [name, value] of [...Object.entries(workflow.env ?? {}), ...Object.entries(job.env ?? {})]) {
        if (/\$\{\{.*\b(secrets|github\.token)\b/.test(String(value))) {
          yield {
            where: `jobs.${id}`,
            message: `gives the secret ${name} to every step: give it to those that need it`,
          };
        }
      }
    }
  },
};

/** What a token may write, but for the identity, which is no right in GitHub. */
function writes(permissions: Permissions | undefined): readonly string[] {
  if (typeof permissions !== 'object') return permissions === 'write-all' ? ['everything'] : [];
  return Object.entries(permissions).flatMap(([scope, level]) =>
    level === 'write' && scope !== 'id-token' ? scope : [],
  );
}

/** Whether a job brings the repository and starts anything of it or of its dependencies. */
function runsTheRepository({ steps: list = [] }: Job): boolean {
  return list.some(({ uses, run }) =>
    uses === undefined ? /\b(npm|npx|pnpm|yarn|node)\b/.test(run ?? '') : uses.startsWith('./'),
  );
}
