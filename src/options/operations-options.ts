import type { Alarm } from '../model/model';

export { Alarm } from '../model/model';

/**
 * What CloudWatch Container Insights collects; it is billed by metric.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContainerInsights.html
 */
export enum ContainerInsights {
  /** Nothing. */
  DISABLED = 'disabled',
  /** Metrics by cluster and service. */
  ENABLED = 'enabled',
  /** Metrics by task and container, too. */
  ENHANCED = 'enhanced',
}

/**
 * Alarms.
 */
export interface AlarmsOptions {
  /**
   * Whether there are alarms.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Alarms that this service does without.
   *
   * @default - none
   */
  readonly without?: Alarm[];

  /**
   * Whether a deployment during which tasks stay unhealthy, or get traffic although unhealthy, is rolled back. It lasts
   * some minutes longer, because ECS watches the alarms for a while at its end.
   *
   * @default - true in production stages
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
   */
  readonly rollback?: boolean;

  /**
   * Average CPU utilization of the tasks in percent, above which `Alarm.CPU` fires.
   *
   * @default - 80 in production stages, 90 otherwise
   */
  readonly cpuPercent?: number;

  /**
   * Highest memory utilization of a task in percent, above which `Alarm.MEMORY` fires.
   *
   * @default - 80 in production stages, 90 otherwise
   */
  readonly memoryPercent?: number;

  /**
   * Datagrams that a port may drop in a minute, over all tasks, before `Alarm.DROPPED_DATAGRAMS` fires.
   *
   * @default 0
   */
  readonly droppedDatagramsPerMinute?: number;

  /**
   * Load balancer capacity units, averaged over an hour, above which `Alarm.CONSUMED_LCUS` fires. One unit is 400 new UDP
   * flows a second, 50000 active ones or 1 GB an hour.
   *
   * @default 10
   * @see https://aws.amazon.com/elasticloadbalancing/pricing/
   */
  readonly consumedLcus?: number;

  /**
   * Flows of clients that the security group may stop in five minutes before `Alarm.BLOCKED_INBOUND` fires.
   *
   * @default - that alarm does not exist: on the internet it is the rule
   */
  readonly blockedInboundFlows?: number;

  /**
   * Minutes without a new flow after which `Alarm.NO_TRAFFIC` fires, 5 to 1440, a multiple of 5.
   *
   * @default - that alarm does not exist: nobody may send at night
   */
  readonly noTrafficMinutes?: number;
}

/**
 * What the people on call look at.
 */
export interface OperationsOptions {
  /**
   * Alarms.
   *
   * @default - see the members
   */
  readonly alarms?: AlarmsOptions;

  /**
   * ARN of an existing SNS topic of the stage's region to which alarms and deployment events go, or `ssm:` and the name of
   * a parameter that holds it. Its policy must let `cloudwatch.amazonaws.com` and `events.amazonaws.com` publish, and so
   * must the key's where it is encrypted.
   *
   * @default - a topic is created
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly topicArn?: string;

  /**
   * Whether a customer managed key of KMS encrypts the created topic. It is created for this stage and rotated every year.
   *
   * @default - true with SecurityLevel.HARDENED, unless `topicArn` or `existing.topicKeyArn` is given
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
   */
  readonly customerManagedKey?: boolean;

  /**
   * E-mail addresses that are subscribed to the topic; each is asked to confirm.
   *
   * @default - none
   */
  readonly emails?: string[];

  /**
   * Whether there is a dashboard.
   *
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Whether there are saved queries of CloudWatch Logs Insights.
   *
   * @default true
   */
  readonly savedQueries?: boolean;

  /**
   * Whether the topic is told of deployments that failed and of tasks that could not be placed or do not start.
   *
   * @default true
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
   */
  readonly deploymentEvents?: boolean;

  /**
   * Whether the topic is told of deployments that succeeded, too.
   *
   * @default false
   */
  readonly completedDeployments?: boolean;

  /**
   * What Container Insights collects; no alarm and no scaling needs it.
   *
   * @default - ContainerInsights.ENABLED with SecurityLevel.HARDENED, ContainerInsights.DISABLED otherwise
   */
  readonly containerInsights?: ContainerInsights;
}
