import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { WorkflowsOptions } from '../../../src';
import type { Attestation } from '../../../src/clients/github/attestations';
import { githubCli } from '../../../src/clients/github/cli';
import { DeploymentHistory } from '../../../src/delivery/deployments/history';
import { digestOf } from '../../../src/delivery/digest';
import { artifactOf, KEPT_TAR, RECORD } from '../../../src/delivery/kept';
import { type AwsTarget, EmulatedAws } from '../../support/emulated-aws';
import { FastAws } from '../../support/fast-aws';
import { type RunResult, run } from '../../support/run';
import { synthesize } from '../../support/synthesized';
import { GithubSite } from '../../support/workflow-runner';
import type { AttestationEntry, JobEntry, RunEntry } from '../../support/workflow-runner/github-site';

const ROOT = resolve(__dirname, '../../..');
const TARGET: AwsTarget = { account: '111111111111', region: 'eu-west-1' };
const BUCKET = `cdk-hnb659fds-assets-${TARGET.account}-${TARGET.region}`;
/** Numeric ID of the repository, as the stand-in for GitHub tells it. */
const OURS = 789012;

/** The operations on the deployments of a stage. */
type Operation = 'choose' | 'fetch' | 'begin' | 'record';

/** The command of the package, and the script of an ejected repository. */
export type Program = 'udp-service' | 'ejected script';

const COMMANDS: Readonly<Record<Program, Readonly<Record<Operation, readonly string[]>>>> = {
  'udp-service': {
    choose: ['lib/cli/main.js', 'rollback', 'prod', '--choose'],
    fetch: ['lib/cli/main.js', 'rollback', 'prod'],
    begin: ['lib/cli/main.js', 'deployments', 'begin', 'prod'],
    record: ['lib/cli/main.js', 'deployments', 'record', 'prod'],
  },
  'ejected script': {
    choose: ['blueprint/ejected/deployments.cjs', 'choose', 'prod'],
    fetch: ['blueprint/ejected/deployments.cjs', 'fetch', 'prod'],
    begin: ['blueprint/ejected/deployments.cjs', 'begin', 'prod'],
    record: ['blueprint/ejected/deployments.cjs', 'record', 'prod'],
  },
};

/** What a run and its kept assembly are; everything else is as a deployment of ours has it. */
export interface Kept {
  readonly run: number;
  readonly commit: string;
  readonly cpu?: string;
  /** The commit that the assembly itself names. */
  readonly claims?: string;
  readonly runs?: Partial<RunEntry>;
  readonly job?: Partial<JobEntry>;
  readonly expired?: boolean;
  /** Whether there is a file behind the artifact, for those that are never downloaded. @default true */
  readonly file?: boolean;
}

/** A repository of a service with one stage, its history, its GitHub and its account. */
export class Deployments {
  public static async create(): Promise<Deployments> {
    const [aws, fast] = await Promise.all([EmulatedAws.start(), FastAws.start()]);
    const world = new Deployments(aws, fast);
    await aws.call(TARGET, 's3', 'create_bucket', {
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: TARGET.region },
    });
    world.commitHistory();
    return world;
  }

  /** Commits of the default branch, the oldest first. */
  public readonly main: string[] = [];
  /** A commit of a topic branch, which a tag calls `main`. */
  public topic = '';
  public site = new GithubSite();
  public readonly folder = mkdtempSync(join(tmpdir(), 'deployments-test-'));

  private constructor(
    private readonly aws: EmulatedAws,
    private readonly fast: FastAws,
  ) {
    mkdirSync(join(this.folder, 'src/template'), { recursive: true });
    this.define();
  }

  /** Writes what is known of the service, by these options of its workflows. */
  public define(workflows?: WorkflowsOptions): void {
    const definition = synthesize({ name: 'dns', workflows, stages: [{ name: 'prod', ...TARGET }] })[
      'src/template/service.ts'
    ];
    writeFileSync(join(this.folder, 'src/template/service.ts'), String(definition));
  }

  public async remove(): Promise<void> {
    await this.aws.stop();
    this.fast.stop();
    this.site.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Forgets runs and records. */
  public async reset(): Promise<void> {
    this.site.close();
    this.site = new GithubSite();
    const Objects = (await this.keys()).map((Key) => ({ Key }));
    if (Objects.length > 0) await this.s3('delete_objects', { Delete: { Objects } });
    rmSync(join(this.folder, 'cdk.out'), { recursive: true, force: true });
    rmSync(join(this.folder, 'cdk.out.tgz'), { force: true });
  }

  /** Calls a program in the repository, as a step of a run of a commit. */
  public call(
    program: Program,
    operation: Operation,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<RunResult> {
    const [script, ...command] = COMMANDS[program][operation];
    return run(process.execPath, [join(ROOT, script), ...command, ...args], {
      cwd: this.folder,
      env: {
        ...this.aws.env(undefined, TARGET.region),
        ...this.siteEnv(),
        GH_REPO: 'octo-org/my-service',
        PATH: [...this.fast.path, ...this.site.path, process.env.PATH].join(delimiter),
        ...env,
      },
    });
  }

  /** The environment of a run. */
  public runEnv(run: number, commit: string, event = 'push', attempt = 1): NodeJS.ProcessEnv {
    return {
      GITHUB_SHA: commit,
      GITHUB_RUN_ID: String(run),
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_EVENT_NAME: event,
      GITHUB_ACTOR: 'octocat',
    };
  }

  /** Adds a run that deployed and what it kept. */
  public keep(...all: readonly Kept[]): void {
    this.site.change((state) => {
      for (const { run, commit, runs, job, expired = false } of all) {
        const created = new Date(Date.UTC(2026, 9, 1) + run * 60_000).toISOString();
        const entry: RunEntry = {
          id: run,
          path: '.github/workflows/deploy.yml',
          event: 'push',
          head_branch: 'main',
          head_sha: commit,
          created_at: created,
          actor: { login: 'octocat' },
          repository: { id: OURS },
          head_repository: { id: OURS },
          status: 'completed',
          conclusion: 'success',
          ...runs,
        };
        state.runs.push(entry);
        state.jobs.push({
          run_id: run,
          run_attempt: 1,
          name: 'Deploy prod',
          conclusion: 'success',
          completed_at: created,
          steps: ['Deploy', 'Keep what was deployed'].map((name) => ({ name, conclusion: 'success' })),
          ...job,
        });
        state.artifacts.push({
          id: run,
          name: artifactOf('prod'),
          expired,
          created_at: created,
          expires_at: '2027-01-01T00:00:00Z',
          workflow_run: {
            id: run,
            repository_id: OURS,
            head_repository_id: entry.head_repository.id,
            head_branch: entry.head_branch,
            head_sha: commit,
          },
        });
      }
    });
    for (const kept of all.filter(({ file = true }) => file)) this.pack(kept);
  }

  /** Lets GitHub attest what a run kept; `changed` is what differs from how our workflow does it. */
  public async attest(run: number, commit: string, changed: Partial<AttestationEntry> = {}): Promise<void> {
    const digest = `sha256:${await digestOf(this.tarOf(run))}`;
    const workflow = '.github/workflows/deploy.yml';
    const of = { repository: 'octo-org/my-service', workflow, ref: 'refs/heads/main', commit, run, attempt: 1 };
    this.site.change((state) => state.attestations.push({ name: 'deployed-prod.tgz', digest, ...of, ...changed }));
  }

  /** Records what a run kept, with the real command. */
  public async record(run: number, commit: string, args: readonly string[] = []): Promise<void> {
    execFileSync('cp', [this.tarOf(run), join(this.folder, 'cdk.out.tgz')]);
    const { code, output } = await this.call('udp-service', 'record', args, this.runEnv(run, commit));
    if (code !== 0) throw new Error(output);
  }

  /** Why the deployment of a run may not be brought back. */
  public async refusal(run: number): Promise<string> {
    const answer = await (await this.history()).ofRun(run);
    return typeof answer === 'string' ? answer : `taken: ${answer.run}`;
  }

  /** The attestation of what a run keeps, or why there is none. */
  public async attestation(run: number, commit: string): Promise<Attestation | string> {
    const { api } = await this.history();
    return api.attestation(this.tarOf(run), { workflow: '.github/workflows/deploy.yml', commit, run });
  }

  /** The tar that a run keeps, as the host has it. */
  public tarOf(run: number): string {
    return this.site.keptFile(run, artifactOf('prod'), KEPT_TAR);
  }

  public async read(key: string): Promise<Record<string, unknown>> {
    const folder = mkdtempSync(join(tmpdir(), 'record-'));
    try {
      const text = execFileSync('aws', ['s3', 'cp', `s3://${BUCKET}/${key}`, '-'], {
        env: this.aws.env(await this.aws.assumeAccount(TARGET.account), TARGET.region),
      });
      return JSON.parse(text.toString()) as Record<string, unknown>;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  public async write(key: string, content: object | string): Promise<void> {
    await this.s3('put_object', { Key: key, Body: typeof content === 'string' ? content : JSON.stringify(content) });
  }

  public async keys(): Promise<string[]> {
    const { Contents = [] } = await this.s3<{ Contents?: { Key: string }[] }>('list_objects_v2', {});
    return Contents.map(({ Key }) => Key);
  }

  /** Packs an assembly whose template differs by its CPU units. */
  private pack({ run, commit, cpu = '256', claims = commit }: Kept): void {
    const assembly = join(this.folder, `assembly-${run}`, 'cdk.out');
    mkdirSync(assembly, { recursive: true });
    const properties = { templateFile: 'prod-service.template.json' };
    const artifacts = { 'prod-service': { type: 'aws:cloudformation:stack', properties } };
    const container = { Name: 'app', Image: `example.com/dns:${run}` };
    const task = {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { Cpu: cpu, ContainerDefinitions: [container] },
    };
    const files = {
      'manifest.json': { version: '55.0.0', artifacts },
      'prod-service.template.json': { Resources: { Task: task } },
      [RECORD]: { commit: claims, run, createdAt: '' },
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(assembly, name), JSON.stringify(content));
    }
    const tar = this.tarOf(run);
    mkdirSync(join(tar, '..'), { recursive: true });
    execFileSync('tar', ['--create', '--gzip', '--file', tar, 'cdk.out'], { cwd: join(assembly, '..') });
    rmSync(join(assembly, '..'), { recursive: true });
  }

  private history(): Promise<DeploymentHistory> {
    const names: NodeJS.ProcessEnv = { ...this.siteEnv(), PATH: [...this.site.path, process.env.PATH].join(delimiter) };
    return DeploymentHistory.open(githubCli('github.com', names), 'octo-org/my-service', 'prod');
  }

  private siteEnv(): NodeJS.ProcessEnv {
    return { ...this.site.env(), GH_STUB_ORIGIN: join(this.folder, 'origin'), GH_TOKEN: 'test-token' };
  }

  private s3<T>(operation: string, args: Record<string, unknown>): Promise<T> {
    return this.aws.call<T>(TARGET, 's3', operation, { Bucket: BUCKET, ...args });
  }

  private commitHistory(): void {
    const origin = join(this.folder, 'origin');
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', origin, ...identity, ...args])
        .toString()
        .trim();
    const commit = (subject: string) => {
      git('commit', '--quiet', '--allow-empty', '--message', subject);
      return git('rev-parse', 'HEAD');
    };
    mkdirSync(origin);
    git('init', '--quiet', '--initial-branch=main');
    for (const number of [0, 1, 2, 3, 4]) this.main.push(commit(`Change ${number} <b>|::set-output name=x::`));
    git('checkout', '--quiet', '-b', 'topic', this.main[1]);
    this.topic = commit('Change what nobody reviewed');
    git('tag', 'main', this.topic);
    git('checkout', '--quiet', 'refs/heads/main');
  }
}
