/**
 * The npm registry of one scope.
 */
export interface NpmScopeOptions {
  /**
   * The scope, for example `@acme`.
   */
  readonly scope: string;

  /**
   * Address of the registry, for example `https://npm.pkg.github.com`.
   */
  readonly registry: string;

  /**
   * Name of the environment variable with the token, which is also the name of the secret in GitHub that fills it.
   * `GITHUB_TOKEN` stands for the job's own token (GitHub Packages).
   *
   * @default - the registry asks for none
   */
  readonly token?: string;
}

/**
 * Where packages come from. It stands in the managed `.npmrc` (`.yarnrc.yml` for Yarn Berry), where a token is only ever
 * a reference to an environment variable.
 */
export interface NpmRegistryOptions {
  /**
   * Address of the registry of every package without a scope of its own.
   *
   * @default - the public registry
   */
  readonly registry?: string;

  /**
   * Name of the environment variable with the token of `registry`, which is also the name of the secret in GitHub that
   * fills it.
   *
   * @default - the registry asks for none
   */
  readonly token?: string;

  /**
   * Registries of single scopes.
   *
   * @default - none
   */
  readonly scopes?: NpmScopeOptions[];
}

/**
 * A registry that images are built from and that asks who pulls.
 */
export interface ContainerRegistryOptions {
  /**
   * Host of the registry, for example `ghcr.io` or `111122223333.dkr.ecr.eu-west-1.amazonaws.com`.
   */
  readonly host: string;

  /**
   * Name of the user. For a registry other than Amazon ECR.
   *
   * @default - the user who started the workflow
   */
  readonly username?: string;

  /**
   * Name of the secret with the password; `GITHUB_TOKEN` stands for the job's own token. For a registry other than
   * Amazon ECR.
   *
   * @default - none: Amazon ECR gives passwords by role
   */
  readonly passwordSecret?: string;

  /**
   * ARN of the role that may pull. For Amazon ECR, whose passwords last twelve hours.
   *
   * @default - none: other registries take user and password
   */
  readonly roleArn?: string;
}
