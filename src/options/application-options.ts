/**
 * A value that ECS reads when a task starts and hands to the application as an environment variable. Nothing is looked
 * up and no value ever stands in a template. Give one of `secretsManagerArn`, `ssmParameterName`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export interface SecretOptions {
  /**
   * ARN of a Secrets Manager secret, with or without its six random characters.
   *
   * @default - the value comes from `ssmParameterName`
   */
  readonly secretsManagerArn?: string;

  /**
   * Key whose value is taken from a JSON secret of Secrets Manager.
   *
   * @default - the whole secret
   */
  readonly jsonField?: string;

  /**
   * Name of an SSM parameter in the account and region of the stage, for example `/dns/token`.
   *
   * @default - the value comes from `secretsManagerArn`
   */
  readonly ssmParameterName?: string;

  /**
   * ARN of the KMS key that encrypts the value, or `ssm:` and the name of a parameter that holds the ARN. The execution
   * role may then decrypt with it, but only what the store of the secret asks for.
   *
   * @default - the value is encrypted by a key of AWS
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html#task-execution-secrets
   */
  readonly keyArn?: string;
}

/**
 * One IAM policy statement of the task role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface PolicyStatementOptions {
  /**
   * `Allow` or `Deny`.
   *
   * @default "Allow"
   */
  readonly effect?: string;

  /**
   * Actions, for example `dynamodb:GetItem`.
   */
  readonly actions: string[];

  /**
   * ARNs of the resources.
   */
  readonly resources: string[];
}

/**
 * The application container.
 */
export interface ApplicationOptions {
  /**
   * Name of the container in the task definition.
   *
   * @default "app"
   */
  readonly containerName?: string;

  /**
   * Environment variables. A value that is or holds a credential is refused, by its own form or by the name of its
   * variable (P51): pass it through `secrets`. A value that only looks like one is accepted with a reason in
   * `acceptedFindings`.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * Secrets by the name of their environment variable. The execution role may read exactly these.
   *
   * @default - none
   */
  readonly secrets?: Record<string, SecretOptions>;

  /**
   * Command that replaces the image's own. A credential in it is refused (P51).
   *
   * @default - the image's `CMD`
   */
  readonly command?: string[];

  /**
   * User (and group) the container runs as, for example `10001:10001`.
   *
   * @default - the image's `USER`; of an image that is built here, that of its Dockerfile stands in the task definition
   */
  readonly user?: string;

  /**
   * Linux capabilities that the container does without, by their names without `CAP_`, or `ALL`. An image that starts as
   * root and changes to another user needs some: nginx needs `CHOWN`, `SETUID` and `SETGID`, whatever its ports. Fargate
   * gives a container those of Docker and adds none but `SYS_PTRACE`.
   *
   * @default - `['ALL']` for an image that is built here, none for an existing image
   * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html
   */
  readonly dropCapabilities?: string[];

  /**
   * What the application may do in AWS: statements of the task role.
   *
   * @default - nothing
   */
  readonly taskRoleStatements?: PolicyStatementOptions[];

  /**
   * Whether the root file system is read-only. ECS Exec needs it writable.
   *
   * @default - true, unless `task.exec` is on
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly readonlyRootFilesystem?: boolean;

  /**
   * Absolute paths that stay writable under the read-only root: an empty volume each.
   *
   * @default - none
   */
  readonly writablePaths?: string[];

  /**
   * Seconds between SIGTERM and SIGKILL (2 to 120).
   *
   * @default 60
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
   */
  readonly stopTimeoutSeconds?: number;
}
