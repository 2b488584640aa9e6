import { ContainerInsights, NetworkPreset } from '../../../src/options';
import type { Options } from './synthesis';

/** One part of hardening, which can be turned on by itself. */
export interface Step {
  readonly title: string;
  /** The option as it is written. */
  readonly option: string;
  readonly options: Options;
  readonly costs: string;
  /** What happens to what runs while it is turned on, and what to look at before and after. */
  readonly notes: string;
}

/** The parts of `SecurityLevel.HARDENED`, in the order in which they are turned on in a stage that runs. */
export const STEPS: readonly Step[] = [
  {
    title: 'Protect the load balancer',
    option: '`loadBalancer: { deletionProtection: true }`',
    options: { loadBalancer: { deletionProtection: true } },
    costs: 'nothing',
    notes:
      'First, because the later steps change the network: whatever goes wrong, the load balancer and its addresses stay.',
  },
  {
    title: 'Keep log lines for a year',
    option: '`logs: { retentionDays: 365 }`',
    options: { logs: { retentionDays: 365 } },
    costs: 'storage by the byte',
    notes: 'No task notices. Lines that are there stay as long, too.',
  },
  {
    title: 'Encrypt the log groups',
    option: '`logs: { customerManagedKey: true }`',
    options: { logs: { customerManagedKey: true } },
    costs: 'the key by the month (one more where there are flow logs), requests to KMS',
    notes:
      'No task notices: CloudWatch Logs encrypts what arrives from then on. Older lines keep the key of AWS. Turned off ' +
      'again, the key stays in the account, because lines that it encrypted are read with it: do not delete it before ' +
      'they have expired.',
  },
  {
    title: 'Encrypt the alarm topic',
    option: '`operations: { customerManagedKey: true }`',
    options: { operations: { customerManagedKey: true } },
    costs: 'the key by the month, requests to KMS',
    notes:
      'No task and no subscription notices. Whoever else publishes to the topic needs the key as well: ' +
      '`alarmTopic.grantPublish` of an extension gives both. Prove it afterwards: ' +
      '`aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason test` must reach you.',
  },
  {
    title: 'Log the flows',
    option: '`network: { flowLogs: { retentionDays: 365 } }`',
    options: { network: { flowLogs: { retentionDays: 365 } } },
    costs: 'every flow by the byte: for UDP often more than all else',
    notes:
      'No flow is touched. Before the network is changed, because flow logs show whether clients reach the tasks ' +
      'after it. `traffic: FlowLogTraffic.REJECT` costs a fraction.',
  },
  {
    title: 'Collect Container Insights',
    option: '`operations: { containerInsights: ContainerInsights.ENABLED }`',
    options: { operations: { containerInsights: ContainerInsights.ENABLED } },
    costs: 'metrics by the month',
    notes: 'A setting of the cluster; no task is replaced.',
  },
  {
    title: 'Close the default security group',
    option: '`network: { restrictDefaultSecurityGroup: true }`',
    options: { network: { restrictDefaultSecurityGroup: true } },
    costs: 'some milliseconds of a Lambda function',
    notes:
      'Nothing of this service uses the group; look first whether something that you added to the VPC does: ' +
      '`aws ec2 describe-network-interfaces --filters Name=group-id,Values=GROUP`. A program runs at deployment that may ' +
      'change this one group, so `udp-service impact` calls it broader permissions. Turned off again, the rules come back.',
  },
  {
    title: 'Make the tasks private',
    option: '`network: { preset: NetworkPreset.NAT, loadBalancerInPublicSubnets: true }`',
    options: { network: { preset: NetworkPreset.NAT, loadBalancerInPublicSubnets: true } },
    costs: 'NAT gateways by the hour and by the byte',
    notes:
      'Last, because it is the one that moves something: private subnets and a NAT gateway are added, and ECS replaces ' +
      'the tasks one after the other as in every deployment, draining each first. The source address of what tasks send ' +
      'to the internet becomes that of the NAT gateway: tell whoever admits it by address first. The load balancer stays ' +
      'where it is by `loadBalancerInPublicSubnets`; without that, the one of an internal service moves to the private ' +
      'subnets and loses its addresses. Keep the option beside `SecurityLevel.HARDENED` as long as the stage lives. The way ' +
      'back is the same change in reverse: the tasks are replaced again, then the private subnets go, and the NAT gateway ' +
      'with the address that others may have admitted.',
  },
];

/** Whom the effects are told of: stages as they run before anything is turned on. */
export const RUNNING: readonly (readonly [title: string, options: Options])[] = [
  ['internal', {}],
  ['internet-facing, fixed addresses', { addresses: { elastic: true }, clients: { cidrs: ['203.0.113.0/24'] } }],
];
