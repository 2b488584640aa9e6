import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from '../run';
import { type Job, needsOf, type Permissions, parseWorkflow, trigger, type Workflow } from '../workflow-model';
import { asText, type ContextData, holds, interpolate, interpolateDeep } from './expressions';
import { GithubSite } from './github-site';
import { ancestorsOf, inOrder, matrixOf } from './job-order';
import { JobRun } from './job-run';
import type { JobRecord, RunWorkflowOptions, WorkflowRecord } from './types';

/**
 * Runs a workflow of a repository the way GitHub does, as far as generated workflows need it: jobs in the order of
 * their needs and matrices, each in a folder of its own, local reusable workflows, `if`, outputs, environment files and
 * job summary. Concurrency, environments and permissions are recorded; the stand-ins refuse what a job's token may not do.
 * What it does not know (containers, services, `shell` other than bash and sh, glob patterns) fails loudly.
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<WorkflowRecord> {
  const root = mkdtempSync(join(tmpdir(), 'workflow-'));
  const site = options.site ?? new GithubSite();
  try {
    return await start(root, site, options);
  } finally {
    rmSync(root, { recursive: true, force: true });
    if (options.site === undefined) site.close();
  }
}

async function start(root: string, site: GithubSite, options: RunWorkflowOptions): Promise<WorkflowRecord> {
  const { origin, ref = 'main', event, payload = {} } = options;
  const git = async (...args: string[]) => (await mustRun('git', ['-C', origin, ...args])).stdout;
  const sha = (await git('rev-parse', `${ref}^{commit}`)).trim();
  const read = async (path: string) => parseWorkflow(await git('show', `${sha}:${path}`));
  const workflow = options.source === undefined ? await read(options.workflow) : parseWorkflow(options.source);
  const runId = site.startRun({ path: options.workflow, event, head_branch: ref, head_sha: sha }, options.fork);
  const github: ContextData = {
    event_name: event,
    event: payload,
    ref: `refs/heads/${ref}`,
    ref_name: ref,
    sha,
    actor: 'octocat',
    run_id: String(runId),
    run_attempt: '1',
    run_number: String(runId),
    repository: 'octo-org/my-service',
    repository_owner: 'octo-org',
    server_url: 'https://github.com',
    api_url: 'https://api.github.com',
    workflow: workflow.name ?? options.workflow,
    token: 'test-token',
    ...options.github,
  };
  const log: string[] = [];
  const print = (text: string) => log.push(text);
  const setting: RunSetting = { ...options, file: options.workflow, root, site, runId, github, read, print };
  const { jobs } = await new WorkflowRun(setting, workflow, inputsOf(workflow, event, options.inputs)).run();
  const failed = Object.values(jobs).some((job) => job.result === 'failure');
  site.endRun(runId, failed ? 'failure' : 'success');
  return { result: failed ? 'failure' : 'success', runId, jobs, log: log.join('') };
}

/** What all jobs of a run share. */
export interface RunSetting extends RunWorkflowOptions {
  readonly root: string;
  /** Path of the workflow whose jobs run: a called one where it is called. */
  readonly file: string;
  readonly site: GithubSite;
  readonly runId: number;
  readonly github: ContextData;
  /** Reads a workflow of the commit. */
  readonly read: (path: string) => Promise<Workflow>;
  readonly print: (text: string) => void;
}

/** What a job needs of the workflow that it stands in. */
export interface JobSetting extends Omit<RunSetting, 'workflow'> {
  readonly workflow: Workflow;
}

class WorkflowRun {
  private readonly records = new Map<string, JobRecord>();

  constructor(
    private readonly setting: RunSetting,
    private readonly workflow: Workflow,
    private readonly inputs: ContextData,
    /** What the caller of a reusable workflow leaves to it. */
    private readonly ceiling?: Permissions,
  ) {}

  async run(): Promise<{ jobs: Readonly<Record<string, JobRecord>>; outputs: Readonly<Record<string, string>> }> {
    for (const id of inOrder(this.workflow.jobs)) {
      await this.runJob(id, this.workflow.jobs[id]);
    }
    const jobs = Object.fromEntries(this.records);
    const declared = trigger(this.workflow, 'workflow_call').outputs ?? {};
    const scope = { context: { ...this.contexts(), jobs }, status: { failed: false, cancelled: false } };
    const outputs = Object.entries(declared).map(([name, { value }]) => [name, interpolate(value, scope)]);
    return { jobs, outputs: Object.fromEntries(outputs) };
  }

  private async runJob(id: string, job: Job): Promise<void> {
    const needs = Object.fromEntries(needsOf(job).map((needed) => [needed, this.records.get(needed)]));
    const results = [...ancestorsOf(this.workflow.jobs, id)].map((needed) => this.records.get(needed)?.result);
    const status = { failed: results.includes('failure'), cancelled: false };
    const context = {
      ...this.contexts(),
      needs: Object.fromEntries(
        Object.entries(needs).map(([name, record]) => [name, { result: record?.result, outputs: record?.outputs }]),
      ),
    };
    const scope = { context, status };
    // A skipped job counts as one that did not succeed, unless the condition asks for the status itself.
    const blocked =
      Object.values(needs).some((record) => record?.result !== 'success') &&
      !/\b(always|failure|cancelled)\s*\(/.test(String(job.if ?? ''));
    // what stands for all combinations of a matrix knows none of its values
    const name = interpolate(job.name ?? id, { context: { ...context, matrix: {} }, status });
    if (blocked || !holds(job.if, scope)) {
      this.records.set(id, { id, name, result: 'skipped', outputs: {}, steps: [], summary: '' });
      this.setting.print(`\n##[job ${id}] skipped\n`);
      return;
    }
    if (job.uses !== undefined) {
      this.records.set(id, await this.call(id, name, job, scope));
      return;
    }
    const permissions = job.permissions ?? this.workflow.permissions;
    exceeds(id, permissions, this.ceiling);
    const runs: JobRecord[] = [];
    for (const matrix of matrixOf(job, (value) => interpolateDeep(value, scope))) {
      const setting = { ...this.setting, workflow: this.workflow };
      runs.push(await new JobRun(setting, id, { ...job, permissions }, { ...context, matrix }).run());
    }
    this.records.set(id, {
      ...runs[runs.length - 1],
      result: runs.some((record) => record.result === 'failure') ? 'failure' : 'success',
      outputs: Object.assign({}, ...runs.map((record) => record.outputs)),
      steps: runs.flatMap((record) => record.steps),
      summary: runs.map((record) => record.summary).join(''),
    });
  }

  /** A job that is a reusable workflow of the same repository. */
  private async call(
    id: string,
    name: string,
    job: Job,
    scope: Parameters<typeof interpolateDeep>[1],
  ): Promise<JobRecord> {
    if (!job.uses?.startsWith('./')) {
      throw new Error(`The job ${id} calls ${job.uses}, which is not of this repository`);
    }
    const workflow = await this.setting.read(job.uses.slice(2));
    const given = interpolateDeep(job.with ?? {}, scope) as Record<string, string | boolean>;
    const permissions = job.permissions ?? this.workflow.permissions;
    this.setting.print(`\n##[job ${id}] calls ${job.uses}\n`);
    const inputs = inputsOf(workflow, 'workflow_call', given);
    const setting = { ...this.setting, file: job.uses.slice(2) };
    const called = await new WorkflowRun(setting, workflow, inputs, permissions).run();
    const jobs = Object.values(called.jobs);
    return {
      id,
      name,
      result: jobs.some(({ result }) => result === 'failure') ? 'failure' : 'success',
      outputs: called.outputs,
      steps: jobs.flatMap(({ steps }) => steps),
      summary: jobs.map(({ summary }) => summary).join(''),
      permissions,
    };
  }

  /** Contexts that are the same in every job. */
  private contexts(): ContextData {
    const { github, vars = {}, secrets, root, fork } = this.setting;
    return {
      github,
      inputs: this.inputs,
      vars,
      secrets: { GITHUB_TOKEN: 'test-token', ...(fork ? {} : secrets) },
      runner: { os: 'Linux', arch: 'X64', temp: join(root, 'temp'), environment: 'github-hosted' },
      strategy: {},
    };
  }
}

function inputsOf(workflow: Workflow, event: string, given: RunWorkflowOptions['inputs'] = {}): ContextData {
  const declared = trigger(workflow, event).inputs ?? {};
  for (const [name, value] of Object.entries(given)) {
    if (!(name in declared)) {
      throw new Error(`The trigger ${event} declares no input ${name}`);
    }
    const { type, options = [] } = declared[name];
    if (type === 'choice' && !options.includes(asText(value))) {
      throw new Error(`The input ${name} of ${event} is one of ${options.join(', ')}, and not ${asText(value)}`);
    }
  }
  for (const [name, { required, default: standard }] of Object.entries(declared)) {
    if (required && standard === undefined && given[name] === undefined) {
      throw new Error(`The trigger ${event} requires the input ${name}`);
    }
  }
  const defaults = Object.entries(declared).map(([name, { default: standard, type, options }]) => [
    name,
    standard ?? (type === 'boolean' ? false : type === 'choice' ? options?.[0] : ''),
  ]);
  return { ...Object.fromEntries(defaults), ...given };
}

/** GitHub refuses a called workflow that wants more than its caller has. */
function exceeds(id: string, wanted: Permissions | undefined, ceiling: Permissions | undefined): void {
  if (typeof wanted !== 'object' || typeof ceiling !== 'object') return;
  for (const [name, level] of Object.entries(wanted)) {
    const has = ceiling[name];
    if (level !== 'none' && has !== level && has !== 'write') {
      throw new Error(`The job ${id} wants ${name}: ${level}, and its caller has ${name}: ${has ?? 'none'}`);
    }
  }
}
