/**
 * Which flows are logged.
 */
export enum FlowLogTraffic {
  /** All. */
  ALL = 'ALL',
  /** Those that security groups and network ACLs admit. */
  ACCEPT = 'ACCEPT',
  /** Those that are blocked. */
  REJECT = 'REJECT',
}

/**
 * Flow logs of the created VPC: the only log of who sends UDP, because a load balancer's access logs know TLS alone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 */
export interface FlowLogOptions {
  /**
   * Whether there are flow logs.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Which flows are logged; they are paid for by volume.
   *
   * @default FlowLogTraffic.ALL
   */
  readonly traffic?: FlowLogTraffic;

  /**
   * ARN of an existing S3 bucket, with a prefix behind a slash if wanted, or `ssm:` and the name of a parameter that holds
   * the ARN alone. The bucket's policy must let `delivery.logs.amazonaws.com` write.
   *
   * @default - a log group in CloudWatch Logs
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
   */
  readonly bucketArn?: string;

  /**
   * Days for which the log group keeps the flows.
   *
   * @default - 365 with SecurityLevel.HARDENED, 14 otherwise
   */
  readonly retentionDays?: number;
}
