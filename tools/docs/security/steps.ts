import { ContainerInsights, NetworkPreset } from '../../../src/options';
import type { Options } from './synthesis';

/** One part of hardening, which can be turned on by itself. */
export interface Step {
  /** Name of the template (`tools/documents/security-steps`) that says what happens to what runs, and what to look at. */
  readonly id: string;
  readonly title: string;
  /** The option as it is written. */
  readonly option: string;
  readonly options: Options;
  readonly costs: string;
}

/** The parts of `SecurityLevel.HARDENED`, in the order in which they are turned on in a stage that runs. */
export const STEPS: readonly Step[] = [
  {
    id: 'deletion-protection',
    title: 'Protect the load balancer',
    option: '`loadBalancer: { deletionProtection: true }`',
    options: { loadBalancer: { deletionProtection: true } },
    costs: 'nothing',
  },
  {
    id: 'log-retention',
    title: 'Keep log lines for a year',
    option: '`logs: { retentionDays: 365 }`',
    options: { logs: { retentionDays: 365 } },
    costs: 'storage by the byte',
  },
  {
    id: 'log-key',
    title: 'Encrypt the log groups',
    option: '`logs: { customerManagedKey: true }`',
    options: { logs: { customerManagedKey: true } },
    costs: 'the key by the month (one more where there are flow logs), requests to KMS',
  },
  {
    id: 'topic-key',
    title: 'Encrypt the alarm topic',
    option: '`operations: { customerManagedKey: true }`',
    options: { operations: { customerManagedKey: true } },
    costs: 'the key by the month, requests to KMS',
  },
  {
    id: 'flow-logs',
    title: 'Log the flows',
    option: '`network: { flowLogs: { retentionDays: 365 } }`',
    options: { network: { flowLogs: { retentionDays: 365 } } },
    costs: 'every flow by the byte: for UDP often more than all else',
  },
  {
    id: 'container-insights',
    title: 'Collect Container Insights',
    option: '`operations: { containerInsights: ContainerInsights.ENABLED }`',
    options: { operations: { containerInsights: ContainerInsights.ENABLED } },
    costs: 'metrics by the month',
  },
  {
    id: 'default-group',
    title: 'Close the default security group',
    option: '`network: { restrictDefaultSecurityGroup: true }`',
    options: { network: { restrictDefaultSecurityGroup: true } },
    costs: 'some milliseconds of a Lambda function',
  },
  {
    id: 'private-tasks',
    title: 'Make the tasks private',
    option: '`network: { preset: NetworkPreset.NAT, loadBalancerInPublicSubnets: true }`',
    options: { network: { preset: NetworkPreset.NAT, loadBalancerInPublicSubnets: true } },
    costs: 'NAT gateways by the hour and by the byte',
  },
];

/** Whom the effects are told of: stages as they run before anything is turned on. */
export const RUNNING: readonly (readonly [title: string, options: Options])[] = [
  ['internal', {}],
  ['internet-facing, fixed addresses', { addresses: { elastic: true }, clients: { cidrs: ['203.0.113.0/24'] } }],
];
