import { canonical, isObject, type Json, type JsonObject } from '../../../../util/json';
import { readYaml } from '../../../../util/strict-yaml';
import { isKnown, judgeAction, type KnownActions } from './actions';
import { isPrivileged, moreThan, type Privileges, privilegesOf } from './privileges';

/** What trusted code knows of the workflows of a repository. */
export interface KnownWorkflows extends KnownActions {
  /** Branch that pull requests aim at. */
  readonly base: string;
}

const WORKFLOW_KEYS = new Set(['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'concurrency', 'jobs']);
const JOB_KEYS = new Set(
  'name needs runs-on permissions environment concurrency outputs env defaults if steps timeout-minutes strategy continue-on-error container services uses with secrets'.split(
    ' ',
  ),
);
const STEP_KEYS = new Set(
  'id name if uses with run shell env working-directory continue-on-error timeout-minutes'.split(' '),
);

/** Machines of GitHub. */
const HOSTED = /^ubuntu-\d\d\.04(?:-arm)?$/;

/** Events that run the workflow of the default branch, or of a branch that somebody with write access chooses. */
const FROM_DEFAULT = new Set(['schedule', 'workflow_dispatch', 'workflow_run', 'repository_dispatch']);

/** Workflow and job that hold what the job had that left the patch. */
const UPGRADE = { path: '.github/workflows/upgrade.yml', job: 'upgrade' } as const;

/**
 * Why a workflow is not taken: it starts by something else, can do more, or runs another action than the one of the base;
 * or a job that can do more than read, and that a branch starts by itself, is not as it is in the base.
 */
export function judgeWorkflow(path: string, text: string | undefined, known: KnownWorkflows): string[] {
  if (text === undefined) return [];
  const old = read(known.texts.get(path));
  if (old === undefined) return ['it is a workflow that the base has not'];
  let fresh: JsonObject | undefined;
  try {
    fresh = read(text);
  } catch (error) {
    return [`it cannot be read (${(error as Error).message})`];
  }
  if (fresh === undefined) return ['it holds no workflow'];
  const harmless = harmlessIn(known);
  const jobs = Object.entries(isObject(fresh.jobs) ? fresh.jobs : {});
  return [
    ...unknownKeys('the workflow', fresh, WORKFLOW_KEYS),
    ...judgeTriggers(old, fresh),
    ...moreThan(privilegesOf(fresh, {}), [privilegesOf(old, {}), harmless]).map((what) => `the workflow ${what}`),
    ...jobs.flatMap(([id, job]) => judgeJob(id, job, { path, old, fresh: fresh as JsonObject, harmless, known })),
    ...judgeStarted(old, fresh, harmless, known),
  ];
}

interface Surroundings {
  readonly path: string;
  readonly old: JsonObject;
  readonly fresh: JsonObject;
  readonly harmless: Privileges;
  readonly known: KnownWorkflows;
}

function judgeJob(id: string, job: Json, { path, old, fresh, harmless, known }: Surroundings): string[] {
  const say = (what: string) => `the job "${id}" ${what}`;
  if (!isObject(job)) return [say('is no object')];
  const before = jobsOf(old)[id];
  const allowed = [...(before === undefined ? [] : [privilegesOf(old, before)]), harmless];
  const fixed = ['environment', 'container', 'services', 'uses', 'secrets'].filter(
    (key) => job[key] !== undefined && canonical(job[key]) !== canonical(before?.[key]),
  );
  // an environment holds what somebody has to approve
  const isFreed = before?.environment !== undefined && job.environment === undefined;
  const steps = Array.isArray(job.steps) ? job.steps : [];
  const scripts = new Set(stepsOf(before).map((step) => String(step.run ?? '')));
  const runners = new Set(Object.values(jobsOf(old)).map((one) => canonical(one['runs-on'])));
  return [
    ...unknownKeys(`the job "${id}"`, job, JOB_KEYS),
    // what a job like that of the base reads without naming it is looked at where the two are compared
    ...(before !== undefined && canonical(before) === canonical(job)
      ? []
      : moreThan(privilegesOf(fresh, job), allowed).map(say)),
    ...fixed.map((key) => say(`has another "${key}"`)),
    ...(isFreed ? [say('has no "environment" any more')] : []),
    ...(job.uses !== undefined || runners.has(canonical(job['runs-on'])) || HOSTED.test(String(job['runs-on']))
      ? []
      : [say('runs on another machine')]),
    ...steps.flatMap((step, index) =>
      isObject(step)
        ? [
            ...unknownKeys(`step ${index + 1} of the job "${id}"`, step, STEP_KEYS),
            ...(String(step.run ?? '').includes('${{') && !scripts.has(String(step.run))
              ? [say('puts an expression into a script')]
              : []),
            ...(step.uses === undefined ? [] : causeOf(judgeAction(String(step.uses), path, known)).map(say)),
          ]
        : [say('has a step that is no object')],
    ),
  ];
}

function judgeTriggers(old: JsonObject, fresh: JsonObject): string[] {
  const [before, after] = [triggersOf(old), triggersOf(fresh)];
  return [...after]
    .filter(([event, how]) => before.get(event) !== how)
    .map(([event]) =>
      before.has(event) ? `it starts otherwise by ${event}` : `it starts by ${event}, by which it did not`,
    );
}

/** What a workflow does no longer: by what it started, and its jobs. Nothing is gained by it, and something may be missed. */
export function lostIn(before: string, after: string): string[] {
  const [old, fresh] = [read(before) ?? {}, read(after) ?? {}];
  const events = [...triggersOf(old).keys()].filter((event) => !triggersOf(fresh).has(event));
  const jobs = Object.keys(jobsOf(old)).filter((id) => jobsOf(fresh)[id] === undefined);
  return [
    ...events.map((event) => `it starts no longer by ${event}`),
    ...jobs.map((id) => `it has no longer the job "${id}"`),
  ];
}

function causeOf(cause: string | undefined): string[] {
  return cause === undefined ? [] : [cause];
}

function triggersOf(workflow: JsonObject): Map<string, string> {
  const { on } = workflow;
  if (typeof on === 'string') return new Map([[on, canonical({})]]);
  if (Array.isArray(on)) return new Map(on.map((event) => [String(event), canonical({})]));
  return new Map(Object.entries(isObject(on) ? on : {}).map(([event, how]) => [event, canonical(how ?? {})]));
}

/**
 * A pull request runs its own workflow: a job that can do more than the one which left the patch has to be the one of the
 * base, and so has everything around the jobs.
 */
function judgeStarted(old: JsonObject, fresh: JsonObject, harmless: Privileges, known: KnownWorkflows): string[] {
  const events = [...triggersOf(fresh)].filter(([event, how]) => {
    if (FROM_DEFAULT.has(event)) return false;
    return event !== 'push' || how !== canonical({ branches: [known.base] });
  });
  if (events.length === 0) return [];
  const by = events.map(([event]) => event).join(' and ');
  const jobs = Object.entries(jobsOf(fresh)).filter(([, job]) => isPrivileged(privilegesOf(fresh, job), harmless));
  const changed = jobs
    .filter(([id, job]) => comparable(job, known) !== comparable(jobsOf(old)[id] ?? null, known))
    .map(
      ([id]) =>
        `the job "${id}" can do more than read, is started by ${by} before anybody has looked, and is not as it is in the base`,
    );
  const around = ({ jobs: _jobs, name: _name, on: _on, ...rest }: JsonObject) => canonical(rest);
  const isAround = jobs.length > 0 && around(old) !== around(fresh);
  return [...changed, ...(isAround ? ['what it sets for all of its jobs is not as it is in the base'] : [])];
}

/** A job without the commits of known actions. */
function comparable(job: Json, known: KnownWorkflows): string {
  if (!isObject(job) || !Array.isArray(job.steps)) return canonical(job);
  const steps = job.steps.map((step) =>
    isObject(step) && typeof step.uses === 'string' && isKnown(step.uses, known)
      ? { ...step, uses: step.uses.replace(/@.*$/, '') }
      : step,
  );
  return canonical({ ...job, steps });
}

/** What the job could do that left the patch: nothing is gained by having as much. */
function harmlessIn({ texts }: KnownWorkflows): Privileges {
  const workflow = read(texts.get(UPGRADE.path));
  const job = workflow && jobsOf(workflow)[UPGRADE.job];
  const reading: Privileges = {
    permissions: new Map([['contents', 'read']]),
    secrets: new Set(),
    anySecret: false,
  };
  if (workflow === undefined || job === undefined) return reading;
  const own = privilegesOf(workflow, job);
  // one whose own workflow gives it more than to read is no measure
  const isMore = own.anySecret || own.environment !== undefined || [...own.permissions.values()].includes('write');
  return isMore ? reading : { ...own, permissions: new Map([...own.permissions, ...reading.permissions]) };
}

function jobsOf(workflow: JsonObject): Record<string, JsonObject> {
  const entries = Object.entries(isObject(workflow.jobs) ? workflow.jobs : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, JsonObject] => isObject(entry[1])));
}

function stepsOf(job: JsonObject | undefined): JsonObject[] {
  return Array.isArray(job?.steps) ? job.steps.filter(isObject) : [];
}

function unknownKeys(what: string, value: JsonObject, known: ReadonlySet<string>): string[] {
  const unknown = Object.keys(value).filter((key) => !known.has(key));
  return unknown.map((key) => `${what} has the key ${JSON.stringify(key.slice(0, 40))}`);
}

function read(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  const value = readYaml(text);
  return isObject(value) ? value : undefined;
}
