import type { GitHub } from '../../clients/github/cli';
import { UserError } from '../../util/user-error';
import {
  artifactOf,
  DEPLOY_STEP,
  DEPLOYING_WORKFLOWS,
  type DeployingWorkflow,
  jobNameOf,
  KEEP_STEP,
  workflowFile,
} from '../kept';
import { type Artifact, type Job, RepositoryApi, type Run } from './api';

/** A deployment of a stage that ended well, and whose assembly is kept. */
export interface KeptDeployment {
  /** The run that deployed it. */
  readonly run: number;
  readonly workflow: DeployingWorkflow;
  /** The commit that the run belongs to; of a rollback it is not that of the assembly. */
  readonly commit: string;
  readonly deployedAt: string;
  readonly keptUntil: string;
  /** Who started the run. */
  readonly actor: string;
}

/** A job that changed a stage: its deployment itself went well, whatever came after it. */
export interface StageJob {
  readonly run: Run;
  readonly workflow: DeployingWorkflow;
  readonly job: Job;
}

/** Events that start our workflows. */
const EVENTS: readonly string[] = ['push', 'workflow_dispatch'];

/**
 * What GitHub knows of the deployments of a stage. Nothing is believed that a run itself can write: its name, the names
 * and contents of its artifacts, the name of its branch.
 */
export class DeploymentHistory {
  /** @throws UserError where the repository or its default branch cannot be read */
  public static async open(github: GitHub, repository: string, stage: string): Promise<DeploymentHistory> {
    const api = new RepositoryApi(github, repository);
    const known = await api.repository();
    const head = known && (await api.head(known.default_branch));
    if (known === undefined || head === undefined) {
      throw new UserError({
        subject: repository,
        cause: `${known === undefined ? 'the repository' : `its branch ${known.default_branch}`} cannot be read`,
        remedy: "Check the name and the permissions of the token ('contents: read' and 'actions: read').",
      });
    }
    return new DeploymentHistory(api, stage, known.id, known.default_branch, head);
  }

  private constructor(
    public readonly api: RepositoryApi,
    public readonly stage: string,
    private readonly repositoryId: number,
    public readonly branch: string,
    /** The newest commit of the default branch. */
    public readonly head: string,
  ) {}

  /** Whether a commit is part of the default branch. */
  public async isOnBranch(commit: string): Promise<boolean> {
    const relation = await this.api.relation(this.head, commit);
    return relation === 'behind' || relation === 'identical';
  }

  /** Deployments of the stage that are kept, the newest artifacts first. */
  public async *kept(isWanted: (commit: string) => boolean = () => true): AsyncGenerator<KeptDeployment> {
    const artifacts: Artifact[] = [];
    for await (const artifact of this.api.artifacts(artifactOf(this.stage))) {
      if (this.mayBeOurs(artifact) && isWanted(artifact.workflow_run?.head_sha ?? '')) artifacts.push(artifact);
    }
    artifacts.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
    const runs = [...new Set(artifacts.flatMap(({ workflow_run: run }) => run?.id ?? []))];
    for (const run of runs) {
      const found = await this.ofRun(run);
      if (typeof found !== 'string') yield found;
    }
  }

  /** The kept deployment of a run, or why it has none that may be brought back. */
  public async ofRun(id: number): Promise<KeptDeployment | string> {
    const run = await this.api.run(id);
    if (run === undefined) return 'the repository has no such run';
    const workflow = await this.workflowOf(run);
    if (!isWorkflow(workflow)) return workflow;
    const job = await this.successOf(id, workflow);
    if (job === undefined) return `no job '${jobNameOf(workflow, this.stage)}' of it ended well`;
    const artifact = await this.artifactOf(id);
    if (artifact === undefined) return `its artifact ${artifactOf(this.stage)} is not there any more`;
    return {
      run: id,
      workflow,
      commit: run.head_sha,
      deployedAt: job.completed_at ?? artifact.created_at,
      keptUntil: artifact.expires_at,
      actor: run.actor?.login ?? 'unknown',
    };
  }

  /** Jobs that changed the stage, of the newest runs first. */
  public async *changes(): AsyncGenerator<StageJob> {
    for await (const { run, workflow } of this.runs()) {
      const reason = await this.workflowOf(run);
      if (!isWorkflow(reason)) continue;
      const jobs = await this.jobsOf(run.id, workflow);
      const job = jobs.find((one) => hasPassed(one, DEPLOY_STEP));
      if (job !== undefined) yield { run, workflow, job };
    }
  }

  /** The workflow of ours that a run is of, or why it is none that may have deployed. */
  private async workflowOf(run: Run): Promise<DeployingWorkflow | string> {
    // the API appends the ref on some hosts
    const path = run.path.replace(/@.*$/, '');
    const workflow = DEPLOYING_WORKFLOWS.find((one) => workflowFile(one) === path);
    if (workflow === undefined) return `it ran ${path}, which deploys nothing`;
    if (run.repository?.id !== this.repositoryId || run.head_repository?.id !== this.repositoryId) {
      return 'its code is of another repository';
    }
    if (!EVENTS.includes(run.event)) return `it was started by ${run.event}`;
    if (!(await this.isOnBranch(run.head_sha))) {
      return `its commit ${run.head_sha.slice(0, 7)} is no part of the branch ${this.branch}`;
    }
    return workflow;
  }

  /** Runs of both workflows, the newest first. */
  private async *runs(): AsyncGenerator<{ readonly run: Run; readonly workflow: DeployingWorkflow }> {
    const heads = [];
    for (const workflow of DEPLOYING_WORKFLOWS) {
      const all = this.api.runs(`${workflow}.yml`);
      heads.push({ workflow, all, next: await all.next() });
    }
    for (;;) {
      const open = heads.filter(({ next }) => next.done !== true);
      if (open.length === 0) return;
      const newest = open.reduce((a, b) => (a.next.value.created_at >= b.next.value.created_at ? a : b));
      yield { run: newest.next.value, workflow: newest.workflow };
      newest.next = await newest.all.next();
    }
  }

  private async successOf(run: number, workflow: DeployingWorkflow): Promise<Job | undefined> {
    return (await this.jobsOf(run, workflow)).find((job) => job.conclusion === 'success' && hasPassed(job, KEEP_STEP));
  }

  /** The jobs of the stage in a run, the last attempt first. */
  private async jobsOf(run: number, workflow: DeployingWorkflow): Promise<Job[]> {
    const name = jobNameOf(workflow, this.stage);
    const jobs: Job[] = [];
    for await (const job of this.api.jobs(run)) if (job.name === name) jobs.push(job);
    return jobs.sort((a, b) => (b.run_attempt ?? 1) - (a.run_attempt ?? 1));
  }

  private async artifactOf(run: number): Promise<Artifact | undefined> {
    for await (const artifact of this.api.artifactsOf(run)) {
      if (artifact.name === artifactOf(this.stage) && !artifact.expired) return artifact;
    }
    return undefined;
  }

  /** Sorts out what needs no further question. */
  private mayBeOurs({ name, expired, workflow_run: run }: Artifact): boolean {
    if (name !== artifactOf(this.stage) || expired || !run) return false;
    return [run.repository_id, run.head_repository_id].every((id) => id === undefined || id === this.repositoryId);
  }
}

function isWorkflow(answer: string): answer is DeployingWorkflow {
  return DEPLOYING_WORKFLOWS.some((workflow) => workflow === answer);
}

function hasPassed({ steps = [] }: Job, step: string): boolean {
  return steps.some(({ name, conclusion }) => name === step && conclusion === 'success');
}
