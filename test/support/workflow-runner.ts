import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cleanEnv } from './packed';
import { mustRun, run } from './run';
import {
  asText,
  type ContextData,
  holds,
  interpolate,
  interpolateDeep,
  type StatusSoFar,
} from './workflow-expressions';
import { type Job, needsOf, parseWorkflow, type Scalars, type Step, trigger, type Workflow } from './workflow-model';

/** What a stand-in for an action gets. */
export interface ActionCall {
  /** Inputs as the workflow gives them. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Checkout of the job. */
  readonly workspace: string;
  /** Folder that all jobs of the run share, for artifacts. */
  readonly shared: string;
  /** Bare repository that the run belongs to. */
  readonly origin: string;
  readonly github: ContextData;
  readonly env: NodeJS.ProcessEnv;
  /** Adds to the environment of the steps that follow. */
  readonly exportEnv: (variables: Readonly<Record<string, string>>) => void;
}

/** Stands in for an action; what it returns are the step's outputs, what it throws fails the step. */
export type ActionStandIn = (call: ActionCall) => Promise<Readonly<Record<string, string>> | undefined>;

/** How a workflow is run. */
export interface RunWorkflowOptions {
  /** Path of the workflow in the repository. */
  readonly workflow: string;
  /** Bare repository on disk. */
  readonly origin: string;
  /** Branch, tag or commit that the run belongs to. @default 'main' */
  readonly ref?: string;
  readonly event: 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule' | 'merge_group' | 'workflow_call';
  /** Inputs of a dispatch or call. @default - the declared defaults */
  readonly inputs?: Readonly<Record<string, string | boolean>>;
  /** `github.event`. @default {} */
  readonly payload?: ContextData;
  /** Further members of `github`. @default - the repository octo-org/my-service */
  readonly github?: ContextData;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Stand-ins by `owner/repo`; an action without one fails the run. */
  readonly actions: Readonly<Record<string, ActionStandIn>>;
  /** Environment of every step beyond the workflow's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Folders in front of PATH, with stand-ins for programs of the runner. */
  readonly path?: readonly string[];
  /** Folder for artifacts, to be kept between runs. @default - one of this run */
  readonly shared?: string;
  /** Milliseconds a step may take. @default 300000 */
  readonly stepTimeout?: number;
}

export type Outcome = 'success' | 'failure' | 'skipped';

export interface StepRecord {
  readonly name: string;
  readonly id?: string;
  readonly outcome: Outcome;
  readonly output: string;
}

export interface JobRecord {
  readonly id: string;
  readonly result: Outcome;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRecord[];
  /** What the steps wrote into the job summary. */
  readonly summary: string;
  readonly environment?: string;
}

export interface WorkflowRecord {
  readonly result: 'success' | 'failure';
  readonly jobs: Readonly<Record<string, JobRecord>>;
  /** Everything that was printed, for a failing test's message. */
  readonly log: string;
}

/**
 * Runs a workflow of a repository the way GitHub does, as far as generated workflows need it: jobs in the order of
 * their needs and matrices, each in a folder of its own, `if`, outputs, environment files and job summary. What it does
 * not know (containers, services, `shell` other than bash and sh, glob patterns) fails loudly. A job that calls a reusable
 * workflow is not supported; run that workflow by itself.
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<WorkflowRecord> {
  const root = mkdtempSync(join(tmpdir(), 'workflow-'));
  try {
    return await new WorkflowRun(root, options).run();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

class WorkflowRun {
  private readonly records = new Map<string, JobRecord>();
  private readonly log: string[] = [];
  private readonly shared: string;
  private workflow!: Workflow;
  private github!: ContextData;

  constructor(
    private readonly root: string,
    private readonly options: RunWorkflowOptions,
  ) {
    this.shared = options.shared ?? join(root, 'shared');
    mkdirSync(this.shared, { recursive: true });
  }

  async run(): Promise<WorkflowRecord> {
    const { origin, ref = 'main', event, payload = {} } = this.options;
    const git = async (...args: string[]) => (await mustRun('git', ['-C', origin, ...args])).stdout;
    const sha = (await git('rev-parse', `${ref}^{commit}`)).trim();
    this.workflow = parseWorkflow(await git('show', `${sha}:${this.options.workflow}`));
    this.github = {
      event_name: event,
      event: payload,
      ref: `refs/heads/${ref}`,
      ref_name: ref,
      sha,
      actor: 'octocat',
      run_id: '1',
      run_attempt: '1',
      run_number: '1',
      repository: 'octo-org/my-service',
      repository_owner: 'octo-org',
      server_url: 'https://github.com',
      api_url: 'https://api.github.com',
      workflow: this.workflow.name ?? this.options.workflow,
      token: 'test-token',
      ...this.options.github,
    };
    for (const id of inOrder(this.workflow.jobs)) {
      await this.runJob(id, this.workflow.jobs[id]);
    }
    const jobs = Object.fromEntries(this.records);
    const failed = Object.values(jobs).some((job) => job.result === 'failure');
    return { result: failed ? 'failure' : 'success', jobs, log: this.log.join('') };
  }

  private async runJob(id: string, job: Job): Promise<void> {
    if (job.uses !== undefined) {
      throw new Error(`The job ${id} calls a reusable workflow: run that workflow by itself`);
    }
    const needs = Object.fromEntries(needsOf(job).map((needed) => [needed, this.records.get(needed)]));
    const before = Object.values(needs);
    const status = { failed: before.some((record) => record?.result === 'failure'), cancelled: false };
    const context = {
      ...this.contexts(),
      needs: Object.fromEntries(
        Object.entries(needs).map(([name, record]) => [name, { result: record?.result, outputs: record?.outputs }]),
      ),
    };
    // A skipped job counts as one that did not succeed, unless the condition asks for the status itself.
    const blocked =
      before.some((record) => record?.result !== 'success') &&
      !/\b(always|failure|cancelled)\s*\(/.test(String(job.if ?? ''));
    if (blocked || !holds(job.if, { context, status })) {
      this.records.set(id, { id, result: 'skipped', outputs: {}, steps: [], summary: '' });
      this.log.push(`\n##[job ${id}] skipped\n`);
      return;
    }
    const combinations = matrixOf(job, (value) => interpolateDeep(value, { context, status }));
    const results: JobRecord[] = [];
    for (const matrix of combinations) {
      results.push(await new JobRun(this, id, job, { ...context, matrix }).run());
    }
    const failed = results.some((record) => record.result === 'failure');
    this.records.set(id, {
      ...results[results.length - 1],
      result: failed ? 'failure' : 'success',
      outputs: Object.assign({}, ...results.map((record) => record.outputs)),
      steps: results.flatMap((record) => record.steps),
      summary: results.map((record) => record.summary).join(''),
    });
  }

  /** Contexts that are the same in every job. */
  private contexts(): ContextData {
    const declared = trigger(this.workflow, this.options.event).inputs ?? {};
    const defaults = Object.fromEntries(
      Object.entries(declared).map(([name, input]) => [name, input.default ?? (input.type === 'boolean' ? false : '')]),
    );
    for (const name of Object.keys(this.options.inputs ?? {})) {
      if (!(name in declared)) {
        throw new Error(`The trigger ${this.options.event} declares no input ${name}`);
      }
    }
    return {
      github: this.github,
      inputs: { ...defaults, ...this.options.inputs },
      vars: this.options.vars ?? {},
      secrets: { GITHUB_TOKEN: 'test-token', ...this.options.secrets },
      runner: { os: 'Linux', arch: 'X64', temp: join(this.root, 'temp'), environment: 'github-hosted' },
      strategy: {},
    };
  }

  /** What a job needs of its run. */
  get setting() {
    return { ...this.options, root: this.root, shared: this.shared, github: this.github, workflow: this.workflow };
  }

  print(text: string): void {
    this.log.push(text);
  }
}

class JobRun {
  private readonly folder: string;
  private readonly workspace: string;
  private readonly steps: Record<string, { outputs: Record<string, string>; outcome: Outcome; conclusion: Outcome }> =
    {};
  private readonly records: StepRecord[] = [];
  private readonly added: Record<string, string> = {};
  private readonly addedPath: string[] = [];
  private failed = false;

  constructor(
    private readonly owner: WorkflowRun,
    private readonly id: string,
    private readonly job: Job,
    private readonly context: ContextData,
  ) {
    this.folder = mkdtempSync(join(owner.setting.root, `${id}-`));
    this.workspace = join(this.folder, 'workspace');
    mkdirSync(this.workspace);
    mkdirSync(join(this.folder, 'temp'));
  }

  async run(): Promise<JobRecord> {
    const environment = this.job.environment;
    const name = typeof environment === 'object' ? environment.name : environment;
    this.owner.print(`\n##[job ${this.id}] ${name ? `environment ${interpolate(name, this.scope())}` : ''}\n`);
    for (const [index, step] of (this.job.steps ?? []).entries()) {
      await this.runStep(step, index);
    }
    const url = typeof environment === 'object' ? environment.url : undefined;
    const outputs = interpolateDeep(this.job.outputs ?? {}, this.scope()) as Record<string, unknown>;
    return {
      id: this.id,
      result: this.failed && this.job['continue-on-error'] !== true ? 'failure' : 'success',
      outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, asText(value)])),
      steps: this.records,
      summary: this.file('summary'),
      ...(name
        ? { environment: `${interpolate(name, this.scope())}${url ? ` ${interpolate(url, this.scope())}` : ''}` }
        : {}),
    };
  }

  private async runStep(step: Step, index: number): Promise<void> {
    const name = step.name ?? step.id ?? step.uses ?? `step ${index + 1}`;
    let outcome: Outcome = 'skipped';
    let output = '';
    let outputs: Record<string, string> = {};
    if (holds(step.if, this.scope(step))) {
      this.owner.print(`##[step ${name}]\n`);
      for (const kind of ['output', 'env', 'path']) {
        writeFileSync(join(this.folder, kind), '');
      }
      try {
        const result = step.uses === undefined ? await this.runScript(step) : await this.runAction(step, step.uses);
        outcome = result.ok ? 'success' : 'failure';
        output = result.output;
        outputs = { ...parseCommandFile(this.file('output')), ...result.outputs };
      } catch (error) {
        outcome = 'failure';
        output = String(error);
      }
      Object.assign(this.added, parseCommandFile(this.file('env')));
      this.addedPath.unshift(...this.file('path').split('\n').filter(Boolean));
      this.owner.print(output);
    }
    const tolerated =
      step['continue-on-error'] !== undefined && interpolateDeep(step['continue-on-error'], this.scope(step)) === true;
    this.failed ||= outcome === 'failure' && !tolerated;
    this.records.push({ name, id: step.id, outcome, output });
    if (step.id) {
      this.steps[step.id] = { outputs, outcome, conclusion: outcome === 'failure' && tolerated ? 'success' : outcome };
    }
  }

  private async runScript(step: Step) {
    const shell = step.shell ?? this.job.defaults?.run?.shell ?? this.owner.setting.workflow.defaults?.run?.shell;
    const commands: Record<string, readonly string[]> = {
      default: ['bash', '-e'],
      bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
      sh: ['sh', '-e'],
    };
    const command = commands[shell ?? 'default'];
    if (!command) {
      throw new Error(`The shell ${shell} is not one that the test runner knows`);
    }
    const script = join(this.folder, 'temp', 'script.sh');
    writeFileSync(script, interpolate(step.run ?? '', this.scope(step)));
    const folder = step['working-directory'] ?? this.job.defaults?.run?.['working-directory'] ?? '.';
    const { code, output } = await run(command[0], [...command.slice(1), script], {
      cwd: join(this.workspace, interpolate(folder, this.scope(step))),
      env: this.env(step),
      timeout: this.owner.setting.stepTimeout ?? 300_000,
    });
    return { ok: code === 0, output, outputs: {} };
  }

  private async runAction(step: Step, uses: string) {
    const standIn = this.owner.setting.actions[uses.split('@')[0]];
    if (!standIn) {
      throw new Error(`The action ${uses} has no stand-in`);
    }
    const inputs = interpolateDeep(step.with ?? {}, this.scope(step)) as Record<string, unknown>;
    const { shared, origin, github } = this.owner.setting;
    const outputs = await standIn({
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, asText(value)])),
      workspace: this.workspace,
      shared,
      origin,
      github,
      env: this.env(step),
      exportEnv: (variables) => Object.assign(this.added, variables),
    });
    return { ok: true, output: '', outputs: outputs ?? {} };
  }

  private scope(step?: Step): { context: ContextData; status: StatusSoFar; workspace: string } {
    const context = {
      ...this.context,
      github: { ...this.owner.setting.github, workspace: this.workspace, job: this.id },
      steps: this.steps,
      job: { status: this.failed ? 'failure' : 'success' },
    };
    const status = { failed: this.failed, cancelled: false };
    const scope = { context: { ...context, env: {} }, status, workspace: this.workspace };
    return { context: { ...context, env: this.workflowEnv(scope, step) }, status, workspace: this.workspace };
  }

  /** The `env` context: workflow, job, environment files, step; each may refer to those before it. */
  private workflowEnv(
    scope: { context: ContextData; status: StatusSoFar; workspace: string },
    step?: Step,
  ): Record<string, string> {
    const env: Record<string, string> = {};
    const add = (values: Scalars | undefined) => {
      const resolved = interpolateDeep(values ?? {}, { ...scope, context: { ...scope.context, env: { ...env } } });
      for (const [name, value] of Object.entries(resolved as Scalars)) {
        env[name] = asText(value);
      }
    };
    add(this.owner.setting.workflow.env);
    add(this.job.env);
    Object.assign(env, this.added);
    add(step?.env);
    return env;
  }

  private env(step: Step): NodeJS.ProcessEnv {
    const { github, env, path = [] } = this.owner.setting;
    const inherited = cleanEnv(env);
    const file = (kind: string) => join(this.folder, kind);
    return {
      ...inherited,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      ...Object.fromEntries(
        Object.entries(github)
          .filter(([name, value]) => typeof value === 'string' && name !== 'token')
          .map(([name, value]) => [`GITHUB_${name.toUpperCase()}`, String(value)]),
      ),
      GITHUB_WORKSPACE: this.workspace,
      GITHUB_JOB: this.id,
      GITHUB_OUTPUT: file('output'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      GITHUB_STEP_SUMMARY: file('summary'),
      RUNNER_TEMP: join(this.folder, 'temp'),
      ...(this.scope(step).context.env as Record<string, string>),
      PATH: [...this.addedPath, ...path, inherited.PATH].join(delimiter),
    };
  }

  private file(kind: string): string {
    const path = join(this.folder, kind);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }
}

/** Job IDs so that each comes after those that it needs. */
function inOrder(jobs: Readonly<Record<string, Job>>): readonly string[] {
  const order: string[] = [];
  const visit = (id: string, from: readonly string[]) => {
    if (from.includes(id)) {
      throw new Error(`The jobs ${[...from, id].join(' -> ')} need each other`);
    }
    if (!jobs[id]) {
      throw new Error(`The job ${from.at(-1)} needs ${id}, which does not exist`);
    }
    if (!order.includes(id)) {
      needsOf(jobs[id]).forEach((needed) => {
        visit(needed, [...from, id]);
      });
      order.push(id);
    }
  };
  Object.keys(jobs).forEach((id) => {
    visit(id, []);
  });
  return order;
}

/** The combinations of a matrix; one empty combination without. */
function matrixOf(job: Job, resolve: (value: unknown) => unknown): readonly ContextData[] {
  if (job.strategy?.matrix === undefined) {
    return [{}];
  }
  const { include = [], exclude = [], ...axes } = resolve(job.strategy.matrix) as Record<string, ContextData[]>;
  const entries = Object.entries(axes) as [string, unknown[]][];
  let combinations: ContextData[] = entries.length > 0 ? [{}] : [];
  for (const [name, values] of entries) {
    combinations = combinations.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value })));
  }
  const matches = (combination: ContextData, part: ContextData) =>
    Object.entries(part).every(([key, value]) => combination[key] === value);
  combinations = combinations.filter((combination) => !exclude.some((part) => matches(combination, part)));
  for (const extra of include) {
    const shared = Object.fromEntries(Object.entries(extra).filter(([key]) => key in axes));
    const extended = combinations.filter(
      (combination) => Object.keys(shared).length > 0 && matches(combination, shared),
    );
    if (extended.length > 0) {
      combinations = combinations.map((combination) =>
        extended.includes(combination) ? { ...combination, ...extra } : combination,
      );
    } else {
      combinations.push(extra);
    }
  }
  return combinations;
}

/** `name=value` lines and `name<<END` blocks of an environment file. */
export function parseCommandFile(content: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = content.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const block = lines[i].match(/^([^=<]+)<<(.+)$/);
    if (block) {
      const end = lines.indexOf(block[2], i + 1);
      if (end < 0) {
        throw new Error(`The block ${block[1]} has no end line ${block[2]}`);
      }
      values[block[1]] = lines.slice(i + 1, end).join('\n');
      i = end;
    } else if (lines[i].includes('=')) {
      values[lines[i].slice(0, lines[i].indexOf('='))] = lines[i].slice(lines[i].indexOf('=') + 1);
    } else if (lines[i] !== '') {
      throw new Error(`Not a line of an environment file: ${lines[i]}`);
    }
  }
  return values;
}
