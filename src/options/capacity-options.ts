/**
 * How many tasks run, and on what.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export interface CapacityOptions {
  /**
   * Whether the number of tasks follows the load. The template then holds no desired count: a deployment leaves the
   * number as autoscaling has set it. Without, `task.desiredCount` is what runs, and every deployment restores it.
   *
   * @default - true; false where `task.desiredCount` is 0
   */
  readonly autoscaling?: boolean;

  /**
   * Tasks that always run. Only with autoscaling.
   *
   * @default - `task.desiredCount`
   */
  readonly minTasks?: number;

  /**
   * Tasks that run at most. Only with autoscaling.
   *
   * @default - four times `minTasks` in production stages, otherwise twice
   */
  readonly maxTasks?: number;

  /**
   * CPU utilization in percent, averaged over the tasks, that autoscaling holds. Flows stay on the task they are on, so
   * new tasks help late: leave room. Only with autoscaling.
   *
   * @default 60
   */
  readonly cpuTargetPercent?: number;

  /**
   * Whether autoscaling adds tasks by packets, too: what limits a UDP service is often not its CPU. Only with
   * autoscaling.
   *
   * @default - true with a UDP or TCP_UDP port
   */
  readonly scaleOnPackets?: boolean;

  /**
   * Packets per second (in the peak of a minute, both directions, health checks included) that one task shall carry. The
   * default is a careful start and no measurement: load-test the service and give its own figure. Only with autoscaling.
   *
   * @default - 20 for each CPU unit: 5120 with 256 CPU units
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
   */
  readonly packetsPerSecondPerTask?: number;

  /**
   * Seconds between two additions of tasks. A new target takes up to two minutes until it gets traffic. Only with
   * autoscaling.
   *
   * @default 120
   */
  readonly scaleOutCooldownSeconds?: number;

  /**
   * Seconds between two removals of tasks. Only with autoscaling.
   *
   * @default 300
   */
  readonly scaleInCooldownSeconds?: number;

  /**
   * Fargate Spot for the tasks above an on-demand base. A Spot task is taken away with two minutes' notice, which is
   * hardly more than a load balancer needs to leave it alone.
   *
   * @default - none: every task is on-demand
   */
  readonly spot?: SpotOptions;
}

/**
 * Fargate Spot above an on-demand base.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
 */
export interface SpotOptions {
  /**
   * Whether Spot is used; a stage says `false` where the common options use it.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Tasks that are on-demand before the first one is Spot, at least 1.
   *
   * @default - `minTasks`: only what autoscaling adds is Spot
   */
  readonly onDemandBase?: number;

  /**
   * Weight of on-demand above the base, 0 to 1000.
   *
   * @default 0
   */
  readonly onDemandWeight?: number;

  /**
   * Weight of Spot above the base, 1 to 1000.
   *
   * @default 1
   */
  readonly spotWeight?: number;
}
