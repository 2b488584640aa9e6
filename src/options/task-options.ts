/**
 * CPU architecture of the tasks.
 */
export enum Architecture {
  /** Graviton: a fifth cheaper. */
  ARM64 = 'ARM64',
  /** Intel and AMD. */
  X86_64 = 'X86_64',
}

/**
 * Size and number of the tasks.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
 */
export interface TaskOptions {
  /**
   * CPU units of a task; 1024 are one vCPU.
   *
   * @default 256
   */
  readonly cpu?: number;

  /**
   * Memory of a task in MiB; Fargate accepts certain pairs with `cpu`.
   *
   * @default - the smallest that Fargate accepts with `cpu`
   */
  readonly memoryLimitMiB?: number;

  /**
   * CPU architecture; must be stated for an existing image, because a mismatch ends in `exec format error`.
   *
   * @default Architecture.ARM64
   */
  readonly architecture?: Architecture;

  /**
   * Number of tasks. With autoscaling it is where `capacity.minTasks` begins from, and no part of the template.
   *
   * @default - one a zone of the load balancer; two where fixed addresses meet a load balancer without cross-zone
   */
  readonly desiredCount?: number;

  /**
   * Whether ECS Exec may open a shell in a task. Makes the root file system writable.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly exec?: boolean;
}

/**
 * How a new task definition replaces the old one.
 */
export interface RolloutOptions {
  /**
   * Lower limit of running tasks during a deployment, in percent of the desired count.
   *
   * @default 100
   */
  readonly minHealthyPercent?: number;

  /**
   * Upper limit of running tasks during a deployment, in percent of the desired count.
   *
   * @default 200
   */
  readonly maxHealthyPercent?: number;

  /**
   * Whether a deployment that cannot become healthy is stopped and rolled back.
   *
   * @default true
   */
  readonly circuitBreaker?: boolean;

  /**
   * Seconds after a task's start in which ECS ignores the load balancer's verdict. New targets stay `initial` for up to
   * two minutes.
   *
   * @default 120
   */
  readonly healthCheckGracePeriodSeconds?: number;
}

/**
 * What happens to log lines when the log driver's buffer is full.
 */
export enum LogMode {
  /** Lines are dropped; the application never waits. */
  NON_BLOCKING = 'non-blocking',
  /** The application waits until the lines are taken. */
  BLOCKING = 'blocking',
}

/**
 * The log groups of the service.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export interface LogsOptions {
  /**
   * Days for which lines are kept; one of the values that CloudWatch Logs accepts.
   *
   * @default - 365 with SecurityLevel.HARDENED; else 90 in production stages, 30 otherwise
   */
  readonly retentionDays?: number;

  /**
   * Whether a customer managed key of KMS encrypts the log groups, those of flow logs too. It is created for this stage,
   * rotated every year and kept when the stack goes, because the lines cannot be read without it.
   *
   * @default - true with SecurityLevel.HARDENED, unless `existing.logKeyArn` is given
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly customerManagedKey?: boolean;

  /**
   * What happens to log lines when the log driver's buffer is full.
   *
   * @default LogMode.NON_BLOCKING
   */
  readonly mode?: LogMode;

  /**
   * Buffer of the non-blocking mode in MiB.
   *
   * @default 25
   */
  readonly maxBufferSizeMiB?: number;
}
