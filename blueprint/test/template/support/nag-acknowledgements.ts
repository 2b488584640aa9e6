import type { Stage } from '../../../src/template/model';

/** A finding of cdk-nag that is meant. */
export interface Acknowledgement {
  /** Rule, with what it found in brackets where it finds several things in one resource. */
  readonly id: RegExp;
  /** Construct paths, without the name of the stage. */
  readonly path: RegExp;
  readonly reason: string;
  /** Stages for which it is meant. @default - all */
  readonly when?: (stage: Stage) => boolean;
}

/**
 * What the stacks of this kind of service do on purpose.
 *
 * What an extension adds is acknowledged in `src/extensions.ts`, beside what is added:
 * `Validations.of(construct).acknowledge({ id: 'AwsSolutions-S1', reason: '…' })`.
 */
export const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = [
  {
    id: /^AwsSolutions-ECS2$/,
    path: /^service\/Task\/Definition\//,
    reason:
      'The environment holds plain settings that templates and pull requests may show. What must stay secret is given ' +
      'as `secrets`, which ECS reads when a task starts.',
  },
  {
    id: /^AwsSolutions-ECS4$/,
    path: /^service\/Cluster\//,
    reason:
      'Container Insights costs by the metric and knows nothing about UDP. The metrics of the load balancer and of the ' +
      'health gate tell how the service fares. `operations.containerInsights` turns it on.',
    when: ({ operations }) => operations.containerInsights === 'disabled',
  },
  {
    id: /^(AwsSolutions-ELB2|NIST\.800\.53\.R5-ELBLoggingEnabled)$/,
    path: /^service\/LoadBalancer\/Nlb\//,
    reason: 'A Network Load Balancer writes access logs for TLS listeners alone; for UDP and TCP there are none.',
  },
  {
    id: /^NIST\.800\.53\.R5-ELBv2ACMCertificateRequired$/,
    path: /^service\/LoadBalancer\/Nlb\/Listener-/,
    reason:
      'A listener of UDP cannot have a certificate, and one of TCP passes what the application encrypts on to it. ' +
      'Whether a datagram is encrypted is up to its protocol.',
  },
  {
    id: /^NIST\.800\.53\.R5-ELBDeletionProtectionEnabled$/,
    path: /^service\/LoadBalancer\/Nlb\//,
    reason: 'The stage does not serve production. `loadBalancer.deletionProtection` turns it on.',
    when: ({ loadBalancer }) => !loadBalancer.deletionProtection,
  },
  {
    id: /^(AwsSolutions-VPC7|NIST\.800\.53\.R5-VPCFlowLogsEnabled)$/,
    path: /^network\/Network\/Vpc\//,
    reason:
      'Flow logs hold the addresses of clients and cost by the byte: a service turns them on where it needs them.',
    when: ({ network }) => network.source === 'created' && network.flowLogs === undefined,
  },
  {
    id: /^NIST\.800\.53\.R5-VPCDefaultSecurityGroupClosed$/,
    path: /^network\/Network\/Vpc\//,
    reason:
      'Nothing uses the default security group. CloudFormation cannot close it; a custom resource does with ' +
      '`network.restrictDefaultSecurityGroup`.',
    when: ({ network }) => network.source === 'created' && !network.restrictDefaultSecurityGroup,
  },
  {
    id: /^NIST\.800\.53\.R5-VPCNoUnrestrictedRouteToIGW$/,
    path: /^network\/Network\/Public-/,
    reason:
      'It is what makes a subnet public: for an internet-facing load balancer, for NAT gateways, and for tasks in a ' +
      'network that has nothing else. Security groups say who comes in.',
  },
  {
    id: /^NIST\.800\.53\.R5-CloudWatchLogGroupEncrypted$/,
    path: /^(service\/Task\/Logs|network\/FlowLogs)\//,
    reason:
      'CloudWatch Logs encrypts every log group by a key of AWS. A key of your own costs by the month; ' +
      '`logs.customerManagedKey` creates one.',
    when: ({ logs, existing }) => !logs.customerManagedKey && existing.logKeyArn === undefined,
  },
  {
    id: /^NIST\.800\.53\.R5-SNSEncryptedKMS$/,
    path: /^service\/AlarmTopic\//,
    reason:
      'Alarms cannot use a topic that a key of AWS encrypts, and a key of your own costs by the month; ' +
      '`operations.customerManagedKey` creates one.',
    when: ({ operations, existing }) => !operations.topic?.customerManagedKey && existing.topicKeyArn === undefined,
  },
  {
    id: /^NIST\.800\.53\.R5-IAMNoInlinePolicy$/,
    path: /^(service\/(Task\/Roles|SmokeTest)|network\/FlowLogs|deploy-role)\//,
    reason:
      'The policy belongs to this one role and lives and dies with it; as a managed policy it could be attached to ' +
      'others.',
  },
  {
    id: /^(AwsSolutions-EC23|NIST\.800\.53\.R5-EC2Restricted(CommonPorts|SSH))$/,
    path: /^network\/Network\/EndpointSecurityGroup\//,
    reason: 'It admits the CIDR block of the VPC by reference, which the rule cannot read, on port 443 alone.',
  },
  {
    id: /^AwsSolutions-EC23$/,
    path: /^service\/Traffic\/FromClients\//,
    reason: 'The options of the stage say that its clients are anywhere.',
    when: ({ clients }) => clients.cidrs.includes('0.0.0.0/0'),
  },
  {
    id: /^NIST\.800\.53\.R5-EC2RestrictedSSH$/,
    path: /^service\/Traffic\/FromClients\/icmp-3-/,
    reason: 'It admits ICMP type 3 (a datagram was too large), whose number the rule takes for a port.',
    when: ({ clients }) => clients.cidrs.includes('0.0.0.0/0'),
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    path: /^service\/(Task\/Roles|SmokeTest)\/ExecutionRole\/DefaultPolicy\//,
    reason: '`ecr:GetAuthorizationToken` knows no resource; pulling is allowed from the named repositories alone.',
  },
  {
    id: /^AwsSolutions-IAM5\[Resource::(\*|arn:.*:log-group:<TaskLogsExec\w+>:\*)\]$/,
    path: /^service\/Task\/Roles\/TaskRole\/DefaultPolicy\//,
    reason:
      'ECS Exec is on: the actions of its channel know no resource, and its sessions are written to the streams of one ' +
      'log group.',
    when: ({ task }) => task.exec,
  },
];
