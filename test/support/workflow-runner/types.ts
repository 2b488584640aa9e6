import type { Permissions, Scalar } from '../workflow-model';
import type { ContextData } from './expressions';
import type { GithubSite } from './github-site';

/** What a stand-in for an action gets. */
export interface ActionCall {
  /** Inputs as the workflow gives them. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Checkout of the job. */
  readonly workspace: string;
  /** What outlives the run: artifacts among it. */
  readonly site: GithubSite;
  readonly runId: number;
  /** Bare repository that the run belongs to. */
  readonly origin: string;
  readonly github: ContextData;
  /** What the job's token may do. */
  readonly permissions: TokenPermissions;
  /** What the job's identity says of it. */
  readonly claims: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** Adds to the environment of the steps that follow. */
  readonly exportEnv: (variables: Readonly<Record<string, string>>) => void;
}

/** Stands in for an action; what it returns are the step's outputs, what it throws fails the step. */
export type ActionStandIn = (call: ActionCall) => Promise<Readonly<Record<string, string>> | undefined>;

/** Permissions of a job's token by their name; one that is not there is refused. */
export type TokenPermissions = Readonly<Record<string, 'read' | 'write' | 'none'>>;

/** How a workflow is run. */
export interface RunWorkflowOptions {
  /** Path of the workflow in the repository. */
  readonly workflow: string;
  /** Text of the workflow, where it is one of another repository that a ruleset requires. @default - what lies at the path */
  readonly source?: string;
  /** Bare repository on disk. */
  readonly origin: string;
  /** Branch, tag or commit that the run belongs to. @default 'main' */
  readonly ref?: string;
  readonly event:
    | 'push'
    | 'pull_request'
    | 'workflow_dispatch'
    | 'workflow_run'
    | 'schedule'
    | 'merge_group'
    | 'workflow_call';
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
  /** Folders in front of PATH and of the stand-ins for programs of the runner. */
  readonly path?: readonly string[];
  /** What outlives the run. @default - one of this run */
  readonly site?: GithubSite;
  /** Whether a pull request comes from a fork: its token only reads, and it has no identity and no secrets. @default false */
  readonly fork?: boolean;
  /** Environments whose approval is refused. @default - every environment lets its jobs pass */
  readonly refused?: readonly string[];
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
  readonly name: string;
  readonly result: Outcome;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRecord[];
  /** What the steps wrote into the job summary. */
  readonly summary: string;
  readonly permissions?: Permissions;
  readonly environment?: { readonly name: string; readonly url?: string; readonly deployment: boolean };
  readonly concurrency?: { readonly group: string; readonly cancelInProgress: boolean };
  readonly runsOn?: Scalar | readonly Scalar[];
}

export interface WorkflowRecord {
  readonly result: 'success' | 'failure';
  /** ID of the run in its site. */
  readonly runId: number;
  readonly jobs: Readonly<Record<string, JobRecord>>;
  /** Everything that was printed, for a failing test's message. */
  readonly log: string;
}
