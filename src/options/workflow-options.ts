import type { ActionsOptions } from './action-options';
import type { ContainerRegistryOptions } from './registry-options';

/**
 * A kind of runner.
 */
export interface RunnerOptions {
  /**
   * Labels that the runner must have, for example `['self-hosted', 'linux', 'ARM64']`.
   */
  readonly labels: string[];

  /**
   * Runner group that it must belong to.
   *
   * @default - any
   */
  readonly group?: string;
}

/**
 * Where jobs run. A runner needs bash, git, curl, jq, the GitHub CLI and the AWS CLI, as GitHub's own runners have them.
 */
export interface RunnersOptions {
  /**
   * Runner of every job for which the architecture does not matter.
   *
   * @default - GitHub's `ubuntu-24.04`
   */
  readonly standard?: RunnerOptions;

  /**
   * Runner that builds images for ARM64 tasks.
   *
   * @default - GitHub's `ubuntu-24.04-arm`; none where `standard` is given
   */
  readonly arm64?: RunnerOptions;

  /**
   * Runner that builds images for X86_64 tasks.
   *
   * @default - GitHub's `ubuntu-24.04`; none where `standard` is given
   */
  readonly x64?: RunnerOptions;

  /**
   * Whether the runners have Docker. Without it no stage may build its image from a directory.
   *
   * @default true
   */
  readonly docker?: boolean;
}

/**
 * Who is told of a deployment or a rollback that failed, beside those whom GitHub tells by itself.
 */
export interface NotificationsOptions {
  /**
   * Name of a secret with the address of a webhook that takes `{"text": "…"}`: Slack, Mattermost, Google Chat and others.
   *
   * @default - nobody
   */
  readonly webhookSecret?: string;
}

/**
 * The workflows of GitHub Actions.
 *
 * @see https://github.com/projen-udp-service/projen-udp-service/blob/main/docs/workflows.md
 */
export interface WorkflowsOptions {
  /**
   * The branch that is deployed and that pull requests aim at.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * Host of GitHub: `github.com`, a tenant of GitHub Enterprise Cloud with data residency (`acme.ghe.com`), or a GitHub
   * Enterprise Server (`github.example.com`).
   *
   * @default "github.com"
   */
  readonly githubHost?: string;

  /**
   * Release of Node.js in the workflows: a major version or an exact one, 20 or newer.
   *
   * @default "24"
   */
  readonly nodeVersion?: string;

  /**
   * Address of a mirror of nodejs.org/dist, where runners cannot reach that.
   *
   * @default - GitHub's copies, else nodejs.org
   */
  readonly nodeMirror?: string;

  /**
   * Where jobs run.
   *
   * @default - GitHub's own runners
   */
  readonly runners?: RunnersOptions;

  /**
   * Minutes after which a job is cancelled, by workflow: 5 to 360 on GitHub's runners, 5 to 7200 on others. Jobs with a role
   * ask for credentials that live as long, so `deploy`, `rollback` and `diff` may take 720 (IAM), and `drift` 60 (AWS ends
   * the session of a role that another role has assumed after an hour). A longer time than before needs
   * `npx udp-service trust <stage>` once more.
   *
   * @default - build 30, diff 30, deploy 60, rollback 60, drift 20, upgrade 45
   */
  readonly timeouts?: Record<string, number>;

  /**
   * Where actions come from, and which commit of them.
   *
   * @default - from their authors, at the commits that the template pins
   */
  readonly actions?: ActionsOptions;

  /**
   * Registries that images are built from and that ask who pulls.
   *
   * @default - none
   */
  readonly containerRegistries?: ContainerRegistryOptions[];

  /**
   * Stages by wave: the stages of a wave are deployed side by side, the waves one after the other. Every stage stands in
   * exactly one of them.
   *
   * @default - each stage is a wave of its own, in the order of `stages`
   */
  readonly waves?: string[][];

  /**
   * Days for which the assembly of a successful deployment is kept, so that `rollback` can bring it back: 1 to 90 for
   * public repositories, to 400 for others, and no more than the organisation allows. What it takes of the artifact
   * storage, docs/operating.md says.
   *
   * @default 90
   */
  readonly keepDeploymentsDays?: number;

  /**
   * Whether each deployment that ended well is attested on GitHub, and `rollback` takes back none that is not: the build
   * attestation names repository, workflow, commit and run, beside the record in the account of the stage, which is
   * demanded all the same. GitHub has attestations for public repositories of every plan and for private ones on
   * Enterprise Cloud, not on a GitHub Enterprise Server, where this is refused. Deployments that were kept before this was
   * on have no attestation, so they cannot be brought back while it is on.
   *
   * @default false
   * @see https://docs.github.com/en/actions/concepts/security/artifact-attestations
   */
  readonly attestations?: boolean;

  /**
   * When drift is looked for, as a cron expression in UTC.
   *
   * @default - once a working day, in the night, at a time of the repository's own
   */
  readonly driftSchedule?: string;

  /**
   * Who is told of failures.
   *
   * @default - those whom GitHub tells by itself
   */
  readonly notifications?: NotificationsOptions;
}
