/** What CloudFormation does to create, change, read and delete a resource of a type. */
export interface TypeNeeds {
  /** Actions, `*` for any text; those of IAM stand in statements of their own, which name roles. */
  readonly actions: readonly string[];
  /** Services that it hands a role to. */
  readonly passesRolesTo?: readonly string[];
  /** Services whose own role is made with the first resource of an account. */
  readonly serviceLinkedRoles?: readonly string[];
  /** Path of such a role that it hands on. */
  readonly passesServiceLinkedRole?: string;
}

const EC2_TAGS = ['ec2:CreateTags', 'ec2:DeleteTags', 'ec2:Describe*'];
const ELB = ['elasticloadbalancing:Describe*', 'elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];
const ECS = ['ecs:Describe*', 'ecs:List*', 'ecs:TagResource', 'ecs:UntagResource'];
const ALARMS = ['cloudwatch:DeleteAlarms', 'cloudwatch:Describe*', 'cloudwatch:PutMetricAlarm'];
const CLOUDWATCH_TAGS = ['cloudwatch:ListTagsForResource', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'];
const LOGS_READ = ['logs:Describe*', 'logs:List*'];
/** Flow logs are delivered by CloudWatch Logs, to a log group or a bucket. */
const DELIVERY = ['logs:*LogDelivery', 'logs:*ResourcePolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'];
const SNS_READ = ['sns:Get*', 'sns:List*'];
const KMS_USE = ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*'];
const TASKS = ['ecs-tasks.amazonaws.com', 'ecs.amazonaws.com'];

/**
 * By type, what stands in the template of a service or of the recipes in the documentation.
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html (handlers, permissions)
 */
export const NEEDS: Readonly<Record<string, TypeNeeds>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    actions: [
      'application-autoscaling:*Scal*',
      'application-autoscaling:*ScheduledAction*',
      'application-autoscaling:*Tag*',
      ...ALARMS,
    ],
    passesRolesTo: ['application-autoscaling.amazonaws.com'],
    serviceLinkedRoles: ['ecs.application-autoscaling.amazonaws.com'],
    passesServiceLinkedRole: 'ecs.application-autoscaling.amazonaws.com',
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': {
    actions: ['application-autoscaling:*Scal*', 'cloudwatch:GetMetricData', ...ALARMS],
  },
  'AWS::CloudWatch::Alarm': { actions: [...ALARMS, ...CLOUDWATCH_TAGS] },
  'AWS::CloudWatch::CompositeAlarm': {
    actions: ['cloudwatch:PutCompositeAlarm', ...ALARMS, ...CLOUDWATCH_TAGS],
  },
  'AWS::CloudWatch::Dashboard': {
    actions: ['cloudwatch:*Dashboard*', ...CLOUDWATCH_TAGS],
  },
  'AWS::CDK::Metadata': { actions: [] },
  'AWS::DynamoDB::Table': {
    actions: ['dynamodb:*Table*', 'dynamodb:Describe*', 'dynamodb:*TimeToLive', 'dynamodb:*ContinuousBackups'].concat(
      ['dynamodb:*ContributorInsights', 'dynamodb:*KinesisStreamingDestination', 'dynamodb:*ResourcePolicy'],
      ['dynamodb:*Tag*', ...KMS_USE],
    ),
  },
  'AWS::DynamoDB::GlobalTable': {
    actions: ['dynamodb:*Table*', 'dynamodb:Describe*', 'dynamodb:*TimeToLive', 'dynamodb:*ContinuousBackups'].concat(
      ['dynamodb:*ContributorInsights', 'dynamodb:*KinesisStreamingDestination', 'dynamodb:*ResourcePolicy'],
      ['dynamodb:*Tag*', ...KMS_USE],
    ),
    serviceLinkedRoles: ['replication.dynamodb.amazonaws.com'],
  },
  'AWS::EC2::EIP': { actions: ['ec2:*Address', 'ec2:*AddressTransfer', ...EC2_TAGS] },
  'AWS::EC2::FlowLog': {
    actions: ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs', ...DELIVERY, ...EC2_TAGS],
    passesRolesTo: ['vpc-flow-logs.amazonaws.com'],
    serviceLinkedRoles: ['delivery.logs.amazonaws.com'],
  },
  'AWS::EC2::InternetGateway': { actions: ['ec2:*InternetGateway', ...EC2_TAGS] },
  'AWS::EC2::NatGateway': { actions: ['ec2:*NatGateway*', ...EC2_TAGS] },
  'AWS::EC2::Route': { actions: ['ec2:*Route', ...EC2_TAGS] },
  'AWS::EC2::RouteTable': { actions: ['ec2:*RouteTable*', ...EC2_TAGS] },
  'AWS::EC2::SecurityGroup': {
    actions: ['ec2:*SecurityGroup', 'ec2:*SecurityGroup*gress', ...EC2_TAGS],
  },
  'AWS::EC2::SecurityGroupEgress': {
    actions: ['ec2:*SecurityGroupEgress', 'ec2:*SecurityGroupRule*', ...EC2_TAGS],
  },
  'AWS::EC2::SecurityGroupIngress': {
    actions: ['ec2:*SecurityGroupIngress', 'ec2:*SecurityGroupRule*', ...EC2_TAGS],
  },
  'AWS::EC2::Subnet': { actions: ['ec2:*Subnet', 'ec2:*SubnetCidrBlock', 'ec2:*SubnetAttribute', ...EC2_TAGS] },
  'AWS::EC2::SubnetRouteTableAssociation': { actions: ['ec2:*RouteTable*', ...EC2_TAGS] },
  'AWS::EC2::VPC': { actions: ['ec2:*Vpc', 'ec2:*VpcAttribute', 'ec2:ModifyVpcTenancy', ...EC2_TAGS] },
  'AWS::EC2::VPCCidrBlock': { actions: ['ec2:*VpcCidrBlock', ...EC2_TAGS] },
  'AWS::EC2::VPCEndpoint': { actions: ['ec2:*VpcEndpoint', 'ec2:*VpcEndpoints', ...EC2_TAGS] },
  'AWS::EC2::VPCEndpointService': {
    actions: ['ec2:*VpcEndpointService*', 'cloudwatch:*InsightRules', ...EC2_TAGS],
  },
  'AWS::EC2::VPCEndpointServicePermissions': { actions: ['ec2:*VpcEndpointServicePermissions', ...EC2_TAGS] },
  'AWS::EC2::VPCGatewayAttachment': { actions: ['ec2:*InternetGateway', 'ec2:*VpnGateway', ...EC2_TAGS] },
  'AWS::ECS::Cluster': {
    actions: ['ecs:*Cluster', 'ecs:UpdateClusterSettings', 'ecs:PutClusterCapacityProviders', ...ECS],
    serviceLinkedRoles: ['ecs.amazonaws.com'],
  },
  'AWS::ECS::ClusterCapacityProviderAssociations': { actions: ['ecs:PutClusterCapacityProviders', ...ECS] },
  'AWS::ECS::Service': {
    actions: ['ecs:*Service', ...ECS],
    passesRolesTo: TASKS,
    serviceLinkedRoles: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'],
  },
  'AWS::ECS::TaskDefinition': { actions: ['ecs:*TaskDefinition*', ...ECS], passesRolesTo: TASKS },
  'AWS::EFS::AccessPoint': { actions: ['elasticfilesystem:*AccessPoint*', 'elasticfilesystem:*Tag*'] },
  'AWS::EFS::FileSystem': {
    actions: [
      ...['elasticfilesystem:*FileSystem*', 'elasticfilesystem:*Tag*', 'elasticfilesystem:Describe*'],
      ...['elasticfilesystem:Put*', 'elasticfilesystem:*ReplicationConfiguration*', ...KMS_USE],
    ],
    serviceLinkedRoles: ['elasticfilesystem.amazonaws.com', 'backup.amazonaws.com'],
  },
  'AWS::EFS::MountTarget': {
    actions: ['elasticfilesystem:*MountTarget*', 'ec2:*NetworkInterface', ...EC2_TAGS],
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    actions: ['elasticloadbalancing:*Listener', 'elasticloadbalancing:ModifyListenerAttributes', ...ELB],
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    actions: [
      ...['elasticloadbalancing:*LoadBalancer', 'elasticloadbalancing:ModifyLoadBalancerAttributes'],
      ...['elasticloadbalancing:Set*', 'elasticloadbalancing:ModifyCapacityReservation', 'ec2:Describe*', ...ELB],
    ],
    serviceLinkedRoles: ['elasticloadbalancing.amazonaws.com'],
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    actions: [
      ...['elasticloadbalancing:*TargetGroup', 'elasticloadbalancing:ModifyTargetGroupAttributes'],
      ...['elasticloadbalancing:*registerTargets', 'elasticloadbalancing:RegisterTargets', ...ELB],
    ],
  },
  'AWS::Events::Rule': {
    actions: ['events:*Rule', 'events:*Targets', 'events:*Tag*', 'events:ListTargetsByRule'],
    passesRolesTo: ['events.amazonaws.com'],
  },
  'AWS::IAM::Policy': { actions: [] },
  'AWS::IAM::Role': { actions: [] },
  'AWS::KMS::Alias': { actions: ['kms:*Alias', 'kms:ListAliases'] },
  'AWS::KMS::Key': {
    actions: [
      ...['kms:CreateKey', 'kms:Describe*', 'kms:EnableKey*', 'kms:DisableKey*', 'kms:Get*', 'kms:List*'],
      ...['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion', 'kms:*TagResource'],
      ...['kms:UpdateKeyDescription'],
    ],
  },
  // the CDK's function that closes the default security group of a VPC
  'AWS::Lambda::Function': {
    actions: [
      ...['lambda:*Function', 'lambda:*FunctionCode', 'lambda:*FunctionConfiguration', 'lambda:*FunctionConcurrency'],
      ...['lambda:*RuntimeManagementConfig', 'lambda:*FunctionRecursionConfig', 'lambda:*CodeSigningConfig'],
      ...['lambda:*TagResource', 'lambda:ListTags', 'lambda:GetLayerVersion', 'lambda:ListVersionsByFunction'],
      ...['s3:GetObject', 's3:GetObjectVersion', 'ec2:Describe*', 'elasticfilesystem:DescribeMountTargets', ...KMS_USE],
    ],
    passesRolesTo: ['lambda.amazonaws.com'],
  },
  'Custom::VpcRestrictDefaultSG': { actions: ['lambda:InvokeFunction'] },
  'AWS::Logs::LogGroup': {
    actions: [
      ...['logs:*LogGroup', 'logs:*RetentionPolicy', 'logs:*KmsKey', 'logs:*Tag*', 'logs:*DataProtectionPolicy'],
      ...['logs:PutIndexPolicy', 'logs:DeleteIndexPolicy', 'kms:DescribeKey', ...LOGS_READ],
    ],
  },
  'AWS::Logs::MetricFilter': { actions: ['logs:*MetricFilter', ...LOGS_READ] },
  'AWS::Logs::QueryDefinition': { actions: ['logs:*QueryDefinition', ...LOGS_READ] },
  'AWS::Logs::ResourcePolicy': { actions: ['logs:*ResourcePolicy', ...LOGS_READ] },
  'AWS::Route53::RecordSet': {
    actions: ['route53:ChangeResourceRecordSets', 'route53:Get*', 'route53:List*'],
  },
  'AWS::SecretsManager::Secret': {
    actions: [
      ...['secretsmanager:*Secret', 'secretsmanager:GetRandomPassword', 'secretsmanager:*Replicat*'],
      ...['secretsmanager:*TagResource', 'secretsmanager:GetSecretValue', ...KMS_USE],
    ],
  },
  'AWS::SNS::Subscription': {
    actions: ['sns:Subscribe', 'sns:Unsubscribe', 'sns:SetSubscriptionAttributes', ...SNS_READ],
  },
  'AWS::SNS::Topic': {
    actions: [
      ...['sns:CreateTopic', 'sns:DeleteTopic', 'sns:SetTopicAttributes', 'sns:*TagResource', 'sns:Subscribe'],
      ...['sns:Unsubscribe', 'sns:PutDataProtectionPolicy', ...SNS_READ],
    ],
  },
  'AWS::SNS::TopicPolicy': { actions: ['sns:SetTopicAttributes', 'sns:AddPermission', ...SNS_READ] },
  'AWS::SQS::Queue': { actions: ['sqs:*Queue', 'sqs:*QueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListQueueTags'] },
  'AWS::SSM::Parameter': {
    actions: ['ssm:PutParameter', 'ssm:DeleteParameter*', 'ssm:GetParameter*', 'ssm:*TagsToResource'].concat(
      'ssm:RemoveTagsFromResource',
      'ssm:ListTagsForResource',
      'ssm:DescribeParameters',
    ),
  },
};

/** Services whose endpoints lie in one region, whatever region is asked from. */
export const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['route53']);
