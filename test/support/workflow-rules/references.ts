import { expressionsOf, needsOf, type Step, trigger } from '../workflow-model';
import { type Complaint, commandLines, type Rules, references, stepPlace, steps } from './rule';

/** Whatever a workflow refers to exists. */
export const REFERENCE_RULES: Rules = {
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
      for (const line of commandLines(step.run)) {
        for (const [, task] of line.matchAll(TASK)) {
          if (!tasks.includes(task)) {
            yield { where, message: `runs the task ${task}, which does not exist` };
          }
        }
        for (const [, program] of line.matchAll(PROGRAM)) {
          if (!PROGRAMS.includes(program)) {
            yield { where, message: `runs ${program}, which no locked dependency brings` };
          }
        }
      }
    }
  },
};

const EXEC = /\b(?:npx --no-install|pnpm exec|yarn(?: --silent)? run)/.source;
const TASK = new RegExp(
  `(?:${EXEC} projen|\\b(?:npm|pnpm|yarn) run(?! projen\\b)(?! udp-service\\b)(?! cdk\\b)) ([\\w:.]+[\\w:.-]*)`,
  'g',
);
const PROGRAM = /(?:npx --no-install|pnpm exec) ([\w@./-]+)/g;

/** Commands of the direct dependencies of a generated repository. */
const PROGRAMS: readonly string[] = ['projen', 'cdk', 'udp-service', 'biome', 'jest', 'tsc'];

/** What actions write into their outputs, as their action.yml says. */
const ACTION_OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  checkout: ['ref', 'commit'],
  'setup-node': ['cache-hit', 'cache-primary-key', 'cache-matched-key', 'node-version'],
  'upload-artifact': ['artifact-id', 'artifact-url', 'artifact-digest'],
  'download-artifact': ['download-path'],
  'configure-aws-credentials': [
    'aws-account-id',
    'aws-access-key-id',
    'aws-secret-access-key',
    'aws-session-token',
    'aws-expiration',
  ],
};

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

/**
 * A script that writes outputs itself must name each; `udp-service` writes its own. An action writes those of its
 * action.yml, where that is known.
 */
function mayWrite(step: Step | undefined, output: string): boolean {
  if (step?.run === undefined) {
    const [, action = ''] = /([\w-]+)@/.exec(step?.uses ?? '') ?? [];
    return ACTION_OUTPUTS[action]?.includes(output) ?? true;
  }
  if (!step.run.includes('GITHUB_OUTPUT')) return /\budp-service\b|\/deployments\.cjs\b|node "\$TOOL"/.test(step.run);
  return new RegExp(`(^|[^\\w-])${quoted(output)}(=|<<)`, 'm').test(step.run);
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
  const prefixes = [...(step.run ?? '').matchAll(/--prefix ([\w./-]+)/g)].map((match) => match[1]);
  return [
    ...prefixes,
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
