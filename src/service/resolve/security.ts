import {
  ContainerInsights,
  type NetworkOptions,
  NetworkPreset,
  type OperationsOptions,
  SecurityLevel,
  type StageOptions,
} from '../../options';
import type { Checks } from './checks';

/** Days for which Security Hub wants log lines to be kept: CloudWatch.16. */
const YEAR_DAYS = 365;

/**
 * The options of a stage with what its security level turns on. Options that are given stand; where one of them falls
 * short of the level, or where the level does not reach, a warning says so.
 */
export function withSecurityLevel(stage: StageOptions, checks: Checks): StageOptions {
  if (stage.security !== SecurityLevel.HARDENED) return stage;
  const { existing } = stage;
  const hardened: StageOptions = {
    ...stage,
    network: hardenedNetwork(stage.network ?? {}),
    loadBalancer: withDefaults(stage.loadBalancer, { deletionProtection: true }),
    logs: withDefaults(stage.logs, {
      retentionDays: YEAR_DAYS,
      customerManagedKey: existing?.logKeyArn === undefined || undefined,
    }),
    operations: withDefaults(stage.operations, {
      containerInsights: ContainerInsights.ENABLED,
      customerManagedKey: (hasOwnTopic(stage.operations ?? {}) && existing?.topicKeyArn === undefined) || undefined,
    }),
  };
  for (const [option, value, shortfall] of shortfalls(hardened)) checks.warn(option, value, shortfall);
  return hardened;
}

function hardenedNetwork(network: NetworkOptions): NetworkOptions {
  if (network.vpcId !== undefined) return network;
  const { flowLogs = {} } = network;
  return withDefaults(
    {
      ...network,
      flowLogs:
        flowLogs.bucketArn === undefined && flowLogs.enabled !== false
          ? withDefaults(flowLogs, { retentionDays: YEAR_DAYS })
          : flowLogs,
    },
    { preset: NetworkPreset.NAT, restrictDefaultSecurityGroup: true },
  );
}

function hasOwnTopic({ topicArn, alarms, deploymentEvents }: OperationsOptions): boolean {
  return topicArn === undefined && (alarms?.enabled !== false || deploymentEvents !== false);
}

type Shortfall = readonly [option: string, value: unknown, text: string];

/** What keeps a stage from what its level says. */
function shortfalls({ network, loadBalancer, logs, operations, existing }: StageOptions): Shortfall[] {
  const days = logs?.retentionDays ?? 0;
  const found: (Shortfall | false)[] = [
    network?.preset === NetworkPreset.PUBLIC && [
      'network.preset',
      network.preset,
      'the stage is hardened, yet its tasks have public addresses (ECS.2)',
    ],
    network?.assignPublicIp === true && [
      'network.assignPublicIp',
      true,
      'the stage is hardened, yet its tasks have public addresses (ECS.2)',
    ],
    network?.flowLogs?.enabled === false && [
      'network.flowLogs.enabled',
      false,
      'the stage is hardened, yet nobody sees who sends to its VPC (EC2.6)',
    ],
    network?.restrictDefaultSecurityGroup === false && [
      'network.restrictDefaultSecurityGroup',
      false,
      'the stage is hardened, yet the default security group of its VPC has rules (EC2.2)',
    ],
    network?.vpcId !== undefined && [
      'network.vpcId',
      network.vpcId,
      'the stage is hardened, but nothing in an existing VPC is looked at or changed: its flow logs (EC2.6) and its default security group (EC2.2) are up to its owner',
    ],
    loadBalancer?.deletionProtection === false && [
      'loadBalancer.deletionProtection',
      false,
      'the stage is hardened, yet the load balancer can be deleted (ELB.6)',
    ],
    days < YEAR_DAYS && [
      'logs.retentionDays',
      days,
      `the stage is hardened, yet log lines are kept for less than ${YEAR_DAYS} days (CloudWatch.16)`,
    ],
    logs?.customerManagedKey === false &&
      existing?.logKeyArn === undefined && [
        'logs.customerManagedKey',
        false,
        'the stage is hardened, yet its log groups are encrypted by a key of AWS',
      ],
    operations?.topicArn !== undefined && [
      'operations.topicArn',
      operations.topicArn,
      'the stage is hardened, but an existing topic is not looked at: its encryption (SNS.1) and its policy are up to its owner',
    ],
    operations?.customerManagedKey === false &&
      existing?.topicKeyArn === undefined && [
        'operations.customerManagedKey',
        false,
        'the stage is hardened, yet its alarm topic is not encrypted by KMS (SNS.1)',
      ],
    operations?.containerInsights === ContainerInsights.DISABLED && [
      'operations.containerInsights',
      operations.containerInsights,
      'the stage is hardened, yet its cluster collects no Container Insights (ECS.12)',
    ],
    existing?.clusterName !== undefined && [
      'existing.clusterName',
      existing.clusterName,
      'the stage is hardened, but an existing cluster is not looked at: its Container Insights (ECS.12) are up to its owner',
    ],
  ];
  return found.filter((one) => one !== false);
}

/** Options that are given, with defaults for those that are not. */
function withDefaults<T extends object>(given: T | undefined, defaults: Partial<T>): T {
  const stated = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(stated) } as T;
}
