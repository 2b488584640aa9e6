/**
 * Existing resources that are used instead of new ones. They are used as they are: nothing is looked up, and nothing is
 * added to them. Each value may be `ssm:` and the name of a parameter, which CloudFormation reads at deployment.
 */
export interface ExistingOptions {
  /**
   * Name of an existing ECS cluster.
   *
   * @default - a cluster is created
   */
  readonly clusterName?: string;

  /**
   * ARN of an existing task role. It must trust `ecs-tasks.amazonaws.com`, and allow what the application does and, with
   * ECS Exec, the actions `ssmmessages:CreateControlChannel`, `CreateDataChannel`, `OpenControlChannel` and
   * `OpenDataChannel`.
   *
   * @default - a role is created
   */
  readonly taskRoleArn?: string;

  /**
   * ARN of an existing execution role. It must trust `ecs-tasks.amazonaws.com`, and allow to pull the images from ECR, to
   * write the log groups (`logs:CreateLogStream`, `logs:PutLogEvents`) and to read the secrets.
   *
   * @default - a role is created
   */
  readonly executionRoleArn?: string;

  /**
   * ARN of an existing KMS key that encrypts the log groups; its policy must let CloudWatch Logs of the region use it.
   *
   * @default - the log groups are encrypted by a key of AWS, or by the key that `logs.customerManagedKey` creates
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logKeyArn?: string;

  /**
   * ARN of an existing KMS key that encrypts the created alarm topic; its policy must let `cloudwatch.amazonaws.com` and
   * `events.amazonaws.com` use it (`kms:Decrypt`, `kms:GenerateDataKey*`).
   *
   * @default - the topic is not encrypted by KMS, or by the key that `operations.customerManagedKey` creates
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  readonly topicKeyArn?: string;
}

/**
 * What every IAM role of the stacks has, those of extensions too.
 */
export interface RolesOptions {
  /**
   * Name or ARN of the managed policy that bounds every role's permissions, or `ssm:` and the name of a parameter that
   * holds the ARN.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: string;

  /**
   * Path, for example `/services/`. Changing it replaces the roles.
   *
   * @default - "/"
   */
  readonly path?: string;

  /**
   * What the names of roles begin with, at most 24 characters. Changing it replaces the roles.
   *
   * @default - CloudFormation names the roles
   */
  readonly namePrefix?: string;
}
