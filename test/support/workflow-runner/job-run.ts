import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { cleanEnv } from '../packed';
import { run } from '../run';
import { tokenOf } from '../trust-policy';
import type { Job, Scalars, Step } from '../workflow-model';
import { parseCommandFile } from './command-files';
import { asText, type ContextData, holds, interpolate, interpolateDeep, type StatusSoFar } from './expressions';
import { REPOSITORY_ID } from './github-site';
import type { ActionCall, JobRecord, Outcome, StepRecord, TokenPermissions } from './types';
import type { JobSetting } from './workflow-run';

/** Numeric ID of the organisation, part of an identity's claims. */
const OWNER_ID = 123456;

/** A job summary holds a mebibyte a step; GitHub drops one that is larger. */
const SUMMARY_LIMIT = 1024 * 1024;

/** One job, in a folder of its own. */
export class JobRun {
  private readonly folder: string;
  private readonly workspace: string;
  private readonly steps: Record<string, { outputs: Record<string, string>; outcome: Outcome; conclusion: Outcome }> =
    {};
  private readonly records: StepRecord[] = [];
  private readonly added: Record<string, string> = {};
  private readonly addedPath: string[] = [];
  private failed = false;

  constructor(
    private readonly setting: JobSetting,
    private readonly id: string,
    private readonly job: Job,
    private readonly context: ContextData,
  ) {
    this.folder = mkdtempSync(join(setting.root, `${id}-`));
    this.workspace = join(this.folder, 'workspace');
    mkdirSync(this.workspace);
    mkdirSync(join(this.folder, 'temp'));
  }

  async run(): Promise<JobRecord> {
    const environment = this.environment();
    this.setting.print(`\n##[job ${this.id}] ${environment ? `environment ${environment.name}` : ''}\n`);
    if (environment && this.setting.refused?.includes(environment.name)) {
      this.failed = true;
      this.setting.print(`##[error] ${environment.name} refuses the deployment\n`);
    } else {
      for (const [index, step] of (this.job.steps ?? []).entries()) {
        await this.runStep(step, index);
      }
    }
    const scope = this.scope();
    const outputs = interpolateDeep(this.job.outputs ?? {}, scope) as Record<string, unknown>;
    const { concurrency, permissions, 'runs-on': runsOn } = this.job;
    const name = interpolate(this.job.name ?? this.id, scope);
    const result = this.failed && this.job['continue-on-error'] !== true ? 'failure' : 'success';
    this.setting.site.endJob({
      run_id: this.setting.runId,
      run_attempt: Number(this.setting.github.run_attempt),
      name,
      conclusion: result,
      completed_at: new Date().toISOString(),
      steps: this.records.map(({ name: step, outcome }) => ({ name: step, conclusion: outcome })),
    });
    return {
      id: this.id,
      name,
      result,
      outputs: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, asText(value)])),
      steps: this.records,
      summary: this.file('summary'),
      permissions,
      environment: this.environment(),
      concurrency:
        concurrency === undefined
          ? undefined
          : {
              group: interpolate(typeof concurrency === 'object' ? concurrency.group : concurrency, scope),
              cancelInProgress:
                typeof concurrency === 'object' && interpolateDeep(concurrency['cancel-in-progress'], scope) === true,
            },
      runsOn,
    };
  }

  private environment(): JobRecord['environment'] {
    const { environment } = this.job;
    if (environment === undefined) return undefined;
    const { name, url, deployment = true } = typeof environment === 'object' ? environment : { name: environment };
    const scope = this.scope();
    return { name: interpolate(name, scope), url: url && interpolate(url, scope), deployment };
  }

  /** What the token of the job may do; that of a pull request from a fork only reads. */
  private permissions(): TokenPermissions {
    const { permissions } = this.job;
    if (typeof permissions !== 'object') return {};
    return Object.fromEntries(
      Object.entries(permissions).map(([name, level]) => {
        const forked = this.setting.fork && level === 'write' ? (name === 'id-token' ? 'none' : 'read') : level;
        return [name, forked as TokenPermissions[string]];
      }),
    );
  }

  /** What the job's identity says of it, with the numbers of the repository in its subject. */
  private claims(): ActionCall['claims'] {
    const { github, file } = this.setting;
    const { name } = this.environment() ?? {};
    const [owner, repository] = String(github.repository).split('/');
    const isPull = github.event_name === 'pull_request';
    const context = name !== undefined ? `environment:${name}` : isPull ? 'pull_request' : `ref:${github.ref}`;
    const numbers = { ownerId: OWNER_ID, repositoryId: REPOSITORY_ID, immutable: true };
    const run = { owner, repository, ...numbers, context, workflow: basename(file), ref: String(github.ref) };
    return { iss: 'https://token.actions.githubusercontent.com', ...tokenOf(run) };
  }

  private async runStep(step: Step, index: number): Promise<void> {
    const name = step.name ?? step.id ?? step.uses ?? `step ${index + 1}`;
    let outcome: Outcome = 'skipped';
    let output = '';
    let outputs: Record<string, string> = {};
    if (holds(step.if, this.scope(step))) {
      this.setting.print(`##[step ${name}]\n`);
      for (const kind of ['output', 'env', 'path']) {
        writeFileSync(join(this.folder, kind), '');
      }
      const summarised = this.file('summary').length;
      try {
        const result = step.uses === undefined ? await this.runScript(step) : await this.runAction(step, step.uses);
        outcome = result.ok ? 'success' : 'failure';
        output = result.output;
        outputs = { ...parseCommandFile(this.file('output')), ...result.outputs };
      } catch (error) {
        outcome = 'failure';
        output = String(error);
      }
      if (this.file('summary').length - summarised > SUMMARY_LIMIT) {
        throw new Error(`The step ${name} writes a job summary of more than a mebibyte`);
      }
      Object.assign(this.added, parseCommandFile(this.file('env')));
      this.addedPath.unshift(...this.file('path').split('\n').filter(Boolean));
      this.setting.print(output);
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
    const shell = step.shell ?? this.job.defaults?.run?.shell ?? this.setting.workflow.defaults?.run?.shell;
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
      timeout: this.setting.stepTimeout ?? 300_000,
    });
    return { ok: code === 0, output, outputs: {} };
  }

  private async runAction(step: Step, uses: string) {
    const standIn = this.setting.actions[uses.split('@')[0]];
    if (!standIn) {
      throw new Error(`The action ${uses} has no stand-in`);
    }
    const inputs = interpolateDeep(step.with ?? {}, this.scope(step)) as Record<string, unknown>;
    const { site, runId, origin, github } = this.setting;
    const outputs = await standIn({
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, asText(value)])),
      workspace: this.workspace,
      site,
      runId,
      origin,
      github,
      permissions: this.permissions(),
      claims: this.claims(),
      env: this.env(step),
      exportEnv: (variables) => Object.assign(this.added, variables),
    });
    return { ok: true, output: '', outputs: outputs ?? {} };
  }

  private scope(step?: Step): { context: ContextData; status: StatusSoFar; workspace: string } {
    const context = {
      ...this.context,
      github: { ...this.setting.github, workspace: this.workspace, job: this.id },
      runner: { ...(this.context.runner as ContextData), temp: join(this.folder, 'temp') },
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
    add(this.setting.workflow.env);
    add(this.job.env);
    Object.assign(env, this.added);
    add(step?.env);
    return env;
  }

  private env(step: Step): NodeJS.ProcessEnv {
    const { github, env, path = [], site } = this.setting;
    const inherited = cleanEnv(env);
    const file = (kind: string) => join(this.folder, kind);
    return {
      ...inherited,
      ...site.env(),
      GH_STUB_ORIGIN: this.setting.origin,
      GH_STUB_JOB: JSON.stringify({ permissions: this.permissions(), run: this.setting.runId }),
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
      PATH: [...this.addedPath, ...path, ...site.path, inherited.PATH].join(delimiter),
    };
  }

  private file(kind: string): string {
    const path = join(this.folder, kind);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }
}
