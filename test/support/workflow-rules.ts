import {
  expressionsIn,
  expressionsOf,
  needsOf,
  type Reference,
  referencesIn,
  type Step,
  trigger,
  triggers,
  usesWithComments,
  type Workflow,
} from './workflow-model';

/** What a rule looks at. */
export interface RuleInput {
  readonly content: string;
  readonly workflow: Workflow;
  /** Files of the repository; rules about files say nothing without them. */
  readonly files?: readonly string[];
  /** Names of the repository's projen tasks; without them task names are not checked. */
  readonly tasks?: readonly string[];
  /** Releases that may be used by tag, because GitHub guarantees that the tag cannot move: `owner/repo@v1.2.3`. */
  readonly immutableReleases?: readonly string[];
}

/** A place in the workflow and what is wrong with it. */
export interface Complaint {
  readonly where: string;
  readonly message: string;
}

type Rule = (input: RuleInput) => Iterable<Complaint>;

/** Our own rules: what the linters of others do not know or do not know yet. */
export const WORKFLOW_RULES: Readonly<Record<string, Rule>> = {
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
      } else if (!/^v?\d+(\.\d+)*(-[\w.]+)?$/.test(comment) && !uses.startsWith('docker://')) {
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
      if (step.uses?.startsWith('actions/checkout@') && kept) {
        yield { where, message: 'leaves its token in .git/config: set persist-credentials to false' };
      }
    }
  },

  *'pull-request-target'({ workflow }) {
    if (triggers(workflow).includes('pull_request_target')) {
      yield { where: 'on', message: 'runs with secrets on code of a fork: use pull_request' };
    }
  },

  *injection({ workflow }) {
    for (const { step, where } of steps(workflow)) {
      const script = step.uses?.startsWith('actions/github-script@') ? step.with?.script : step.run;
      for (const reference of expressionsIn(String(script ?? '')).flatMap(referencesIn)) {
        if (!isHarmless(reference)) {
          const name = reference.join('.');
          yield { where, message: `puts \${{ ${name} }} into a script, where its text runs as code: pass it by env` };
        }
      }
    }
  },

  *'step-reference'({ workflow }) {
    for (const [jobId, job] of Object.entries(workflow.jobs)) {
      const list = job.steps ?? [];
      const known = (upTo: number) => list.slice(0, upTo).flatMap(({ id }) => id ?? []);
      const { steps: _, ...rest } = job;
      yield* missingSteps(`jobs.${jobId}`, rest, known(list.length), list);
      for (const [index, step] of list.entries()) {
        yield* missingSteps(stepPlace(jobId, step, index), step, known(index), list);
      }
    }
  },

  *'needs-reference'({ workflow }) {
    for (const [id, job] of Object.entries(workflow.jobs)) {
      for (const needed of needsOf(job)) {
        if (!workflow.jobs[needed]) {
          yield { where: `jobs.${id}`, message: `needs the job ${needed}, which does not exist` };
        }
      }
      for (const [context, needed, part, output] of references(job)) {
        if (context !== 'needs' || needed === undefined || needed === '*') {
          continue;
        }
        const other = workflow.jobs[needed];
        if (!needsOf(job).includes(needed)) {
          yield { where: `jobs.${id}`, message: `reads needs.${needed}, which is not in its needs` };
        } else if (
          part === 'outputs' &&
          output !== undefined &&
          other?.uses === undefined &&
          !other?.outputs?.[output]
        ) {
          yield {
            where: `jobs.${id}`,
            message: `reads needs.${needed}.outputs.${output}, which that job does not set`,
          };
        }
      }
    }
  },

  *'input-reference'({ workflow }) {
    const declared = (key: 'inputs' | 'secrets', events: readonly string[]) =>
      events.flatMap((event) => Object.keys(trigger(workflow, event)[key] ?? {}));
    const inputs = declared('inputs', ['workflow_dispatch', 'workflow_call']);
    for (const path of references(workflow)) {
      const name = path[0] === 'inputs' ? path[1] : path.join('.').match(/^github\.event\.inputs\.([^.]+)/)?.[1];
      if (name !== undefined && !inputs.includes(name)) {
        yield { where: path.join('.'), message: 'is an input that no trigger declares' };
      }
    }
  },

  *'matrix-reference'({ workflow }) {
    for (const [id, job] of Object.entries(workflow.jobs)) {
      const matrix = job.strategy?.matrix;
      if (typeof matrix === 'string') {
        continue; // computed at run time
      }
      const include = (matrix?.include ?? []) as readonly object[] | string;
      const keys = [...Object.keys(matrix ?? {}), ...(typeof include === 'string' ? [] : include.flatMap(Object.keys))];
      for (const path of references(job)) {
        if (path[0] === 'matrix' && path[1] !== undefined && !keys.includes(path[1]) && typeof include !== 'string') {
          yield { where: `jobs.${id}`, message: `reads ${path.join('.')}, which its matrix does not have` };
        }
      }
    }
  },

  *'file-reference'({ workflow, files }) {
    if (!files) {
      return;
    }
    const exists = (path: string) => {
      const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
      return plain === '' || plain === '.' || files.some((file) => file === plain || file.startsWith(`${plain}/`));
    };
    for (const { step, where } of steps(workflow)) {
      for (const path of filesUsedBy(step)) {
        if (!/[$*{]/.test(path) && !exists(path)) {
          yield { where, message: `uses ${path}, which the repository does not have` };
        }
      }
    }
  },

  *'task-reference'({ workflow, tasks }) {
    if (!tasks) {
      return;
    }
    for (const { step, where } of steps(workflow)) {
      for (const [, task] of (step.run ?? '').matchAll(
        /\b(?:npx(?: --no-install)? projen|npm run|pnpm run|yarn(?: run)?) ([\w:.-]+)/g,
      )) {
        if (!task.startsWith('-') && task !== 'install' && !tasks.includes(task)) {
          yield { where, message: `runs the task ${task}, which does not exist` };
        }
      }
    }
  },
};

// --- what the rules share

function* steps(workflow: Workflow): Iterable<{ step: Step; where: string }> {
  for (const [id, job] of Object.entries(workflow.jobs)) {
    for (const [index, step] of (job.steps ?? []).entries()) {
      yield { step, where: stepPlace(id, step, index) };
    }
  }
}

function stepPlace(job: string, step: Step, index: number): string {
  return `jobs.${job}.steps.${step.id ?? step.name ?? index}`;
}

function references(value: unknown): readonly Reference[] {
  return expressionsOf(value).flatMap(referencesIn);
}

/** Text that only GitHub itself writes, in a form that no shell reads as code. */
function isHarmless(reference: Reference): boolean {
  return /^(runner\.(os|arch|temp|tool_cache)|github\.(action_path|api_url|job|repository_id|repository_owner_id|run_attempt|run_id|run_number|server_url|sha|workspace)|job\.status|steps\.[^.]+\.(outcome|conclusion)|needs\.[^.]+\.result)$/.test(
    reference.join('.'),
  );
}

function* missingSteps(
  where: string,
  value: object,
  known: readonly string[],
  all: readonly Step[],
): Iterable<Complaint> {
  for (const [context, id, part, output] of references(value)) {
    if (context !== 'steps' || id === undefined || id === '*') {
      continue;
    }
    if (!known.includes(id)) {
      yield { where, message: `reads steps.${id}, but no earlier step of the job has that id` };
    } else if (
      part === 'outputs' &&
      output !== undefined &&
      !mayWrite(
        all.find((step) => step.id === id),
        output,
      )
    ) {
      yield { where, message: `reads steps.${id}.outputs.${output}, which that step does not write` };
    }
  }
}

/** A script that writes outputs itself must name each; what an action or another program writes is not known here. */
function mayWrite(step: Step | undefined, output: string): boolean {
  const script = step?.run;
  return !script?.includes('GITHUB_OUTPUT') || new RegExp(`(^|[^\\w-])${quoted(output)}(=|<<)`, 'm').test(script);
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function filesUsedBy(step: Step): readonly string[] {
  const inputs = ['node-version-file', 'cache-dependency-path'].flatMap((name) => step.with?.[name] ?? []).map(String);
  const interpreters =
    /(?:^|[\s;&|(])(?:node|bash|sh|python3|tsx|ts-node|source|cat)\s+((?:--?[\w-]+\s+)*)([\w./-]+\.[a-z]+)/gm;
  const inRoot = step['working-directory'] === undefined;
  const scripts = inRoot ? [...(step.run ?? '').matchAll(interpreters)].map((match) => match[2]) : [];
  const hashed = expressionsOf(step).flatMap((text) =>
    [...text.matchAll(/hashFiles\('([^']+)'/g)].map((match) => match[1]),
  );
  return [
    ...(step.uses?.startsWith('./') ? [step.uses] : []),
    ...(step['working-directory'] ? [step['working-directory']] : []),
    ...inputs,
    ...hashed,
    ...scripts.filter((path) => !madeByTheRun(path)),
  ];
}

/** Folders that earlier commands of a job make; absolute paths are not the repository's. */
function madeByTheRun(path: string): boolean {
  return path.startsWith('/') || /^(\.\/)?(cdk\.out|dist|node_modules|\.\.)/.test(path) || !path.includes('/');
}
