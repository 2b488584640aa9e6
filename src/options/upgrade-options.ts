/**
 * Who brings the repository up to date.
 */
export enum Upgrades {
  /** The workflow `upgrade` opens pull requests: one for the template, one for the CDK, one for other dependencies. */
  WORKFLOW = 'workflow',

  /**
   * Renovate does, by a configuration that the template writes; a workflow completes its pull requests for the template
   * with migrations, synth and impact.
   */
  RENOVATE = 'renovate',

  /** Nobody: `npx projen upgrade` on a workstation. */
  NONE = 'none',
}

/**
 * With what upgrades are pushed and proposed. The token of a job is not enough: what it pushes starts no workflow, and it
 * may not change workflows.
 */
export interface UpgradeCredentialsOptions {
  /**
   * Client ID of a GitHub App that is installed on the repository with write access to contents, pull requests and
   * workflows; for example `Iv23liAbCdEfGhIjKlMn`. Its tokens live for an hour.
   *
   * @default - a token is taken from `tokenSecret`
   */
  readonly appClientId?: string;

  /**
   * Name of the secret with the private key of the GitHub App.
   *
   * @default "UPGRADE_APP_PRIVATE_KEY"
   */
  readonly appPrivateKeySecret?: string;

  /**
   * Name of the secret with a token that has the same access.
   *
   * @default "UPGRADE_TOKEN"
   */
  readonly tokenSecret?: string;

  /**
   * GitHub environment that holds the secret. Only the default branch may use it, so that no other branch can bring a
   * workflow that reads the secret; `npx udp-service github --apply` makes it. No stage may have this environment.
   *
   * @default "upgrade"
   */
  readonly environment?: string;
}

/**
 * How the repository is brought up to date.
 *
 * @see https://github.com/projen-udp-service/projen-udp-service/blob/main/docs/upgrading.md
 */
export interface UpgradeOptions {
  /**
   * Dist-tag of the template, and of the preset where there is one, that is followed: `latest`, or the name of a ring. Never
   * a range, by which the release of one ring would reach all of them.
   *
   * @default "latest"
   */
  readonly channel?: string;

  /**
   * When the workflow looks for upgrades, as a cron expression in UTC.
   *
   * @default - once a week (once a day with `automerge`), at a time that differs from repository to repository
   */
  readonly schedule?: string;

  /**
   * Whether an upgrade of dependencies merges by itself that moves only tools which check the code, reaches nothing that
   * is deployed, and whose checks are green. Upgrades of the template and of the CDK wait for a person, and so does every
   * moved package where the lockfile does not tell the commands of packages (only that of npm does). See docs/upgrading.md.
   *
   * @default false
   */
  readonly automerge?: boolean;

  /**
   * Days for which such a pull request must have stood unchanged, counted from the push that the host recorded.
   *
   * @default 3
   */
  readonly minimumAgeDays?: number;

  /**
   * With what upgrades are pushed and proposed. Without it, an issue asks for it.
   *
   * @default - the secret UPGRADE_TOKEN of the environment `upgrade`
   */
  readonly credentials?: UpgradeCredentialsOptions;
}
