import type { Task } from '../../../model/model';
import type { Upgrades } from '../../../options';
import type { PackageManager, PackageManagerRelease } from '../../../package-managers';
import type { ActionName, ActionReference } from '../actions';

/**
 * What the workflows are made from: plain data with every default filled in. What concerns one stage alone (its
 * environment, approval, role) stands in the service.
 */
export interface WorkflowSettings {
  /** The branch that is deployed and that pull requests aim at. */
  readonly branch: string;
  readonly host: GitHubHost;
  readonly node: { readonly version: string; readonly mirror?: string };
  readonly packageManager: PackageManager;
  /** Release that workflows install; absent where Node.js brings it. */
  readonly packageManagerRelease?: PackageManagerRelease;
  readonly runners: Runners;
  /** Minutes after which a job is cancelled. */
  readonly timeouts: Readonly<Record<TimedWorkflow, number>>;
  readonly actions: Readonly<Record<ActionName, ActionReference>>;
  /** Tokens of npm registries: each the name of an environment variable and of the secret that fills it. */
  readonly npmTokens: readonly string[];
  readonly containerRegistries: readonly ContainerRegistry[];
  /** Names of the stages by wave. */
  readonly waves: readonly (readonly string[])[];
  readonly notifications: { readonly webhookSecret?: string };
  /** Days for which deployed assemblies are kept. */
  readonly keepDeploymentsDays: number;
  /** Whether they are attested, and a rollback demands that. */
  readonly attestations: boolean;
  /** Cron expression. */
  readonly driftSchedule: string;
  readonly upgrades: UpgradeSettings;
}

/** How the repository is brought up to date. */
export interface UpgradeSettings {
  readonly by: Upgrades;
  /** Dist-tag that is followed. */
  readonly channel: string;
  /** Cron expression. */
  readonly schedule: string;
  /** Days after which what needs nobody merges; absent where nothing merges by itself. */
  readonly mergeAfterDays?: number;
  /** GitHub environment that holds the secret of the credentials. */
  readonly environment: string;
  readonly credentials:
    | { readonly kind: 'token'; readonly secret: string }
    | { readonly kind: 'app'; readonly clientId: string; readonly privateKeySecret: string };
}

export type TimedWorkflow = 'build' | 'diff' | 'deploy' | 'rollback' | 'drift' | 'upgrade';

export interface GitHubHost {
  readonly name: string;
  /** `cloud`: github.com; `residency`: a tenant of ghe.com; `server`: GitHub Enterprise Server. */
  readonly kind: 'cloud' | 'residency' | 'server';
  readonly url: string;
  readonly apiUrl: string;
}

export interface Runner {
  readonly labels: readonly string[];
  readonly group?: string;
}

export interface Runners {
  readonly standard: Runner;
  /** Runners that build images, by the architecture of the tasks; absent where no stage needs one. */
  readonly byArchitecture: Readonly<Partial<Record<Task['architecture'], Runner>>>;
  readonly docker: boolean;
}

/** A registry that images are built from. */
export type ContainerRegistry =
  | { readonly host: string; readonly kind: 'password'; readonly username?: string; readonly passwordSecret: string }
  | { readonly host: string; readonly kind: 'ecr'; readonly region: string; readonly roleArn: string };

/** Name that stands for the job's own token instead of a secret. */
export const JOB_TOKEN = 'GITHUB_TOKEN';

/** The expression of a secret, or of the job's own token. */
export function secret(name: string): string {
  return name === JOB_TOKEN ? '${{ github.token }}' : `\${{ secrets.${name} }}`;
}
