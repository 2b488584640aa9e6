import { alarmsOf, gatedPorts, loadBalancerZones } from '../../model/alarm-catalogue';
import type { Service, Stage } from '../../model/model';

/** VPC endpoints that are routes and cost nothing. */
const GATEWAY_ENDPOINTS: readonly string[] = ['s3', 'dynamodb'];

/** Metrics that the health gate writes of each port. */
const GATE_METRICS = 9;

/** What is paid for by the hour, counted for each stage, and what traffic adds. Prices change: they are not here. */
export function costs({ stages }: Service) {
  const named = (has: (stage: Stage) => boolean) =>
    stages
      .filter(has)
      .map(({ name }) => name)
      .join(', ');
  return {
    stages: stages.map(hourly),
    crossZone: named(({ loadBalancer }) => loadBalancer.crossZone),
    nat: named((stage) => natGateways(stage) > 0),
    flowLogs: named(({ network }) => network.source === 'created' && network.flowLogs !== undefined),
    insights: named(({ operations }) => operations.containerInsights !== 'disabled'),
  };
}

function hourly(stage: Stage) {
  const { network, task } = stage;
  return {
    publicAddresses: publicAddresses(stage),
    vcpu: (task.desiredCount * task.cpu) / 1024,
    memoryGiB: (task.desiredCount * task.memoryLimitMiB) / 1024,
    architecture: task.architecture,
    imported: network.source === 'imported',
    natGateways: natGateways(stage),
    endpoints: paidEndpoints(stage),
    zones: network.source === 'created' && network.zones.length,
    keys: keys(stage),
    alarmCount: alarmsOf(stage).length,
    gateMetrics: gatedPorts(stage).length * GATE_METRICS,
  };
}

/** Those of an internet-facing load balancer, of the tasks, and of the NAT gateways. */
function publicAddresses(stage: Stage): number {
  const { network, loadBalancer, task } = stage;
  const balancer = loadBalancer.scheme === 'internet-facing' ? loadBalancerZones(stage).length : 0;
  const publicTasks = network.source === 'created' ? network.preset === 'public' : network.assignPublicIp;
  return balancer + (publicTasks ? task.desiredCount : 0) + natGateways(stage);
}

/** Those that the stacks create. */
function natGateways({ network }: Stage): number {
  if (network.source === 'imported' || network.preset !== 'nat') return 0;
  return network.natGateways === 'one' ? 1 : network.zones.length;
}

/** Those that the stacks create: of log groups, of flow logs in a stack of their own, of the topic. */
function keys({ logs, network, operations }: Stage): number {
  const flows = network.source === 'created' && network.flowLogs?.destination.kind === 'logs';
  const ofLogs = logs.customerManagedKey ? (flows ? 2 : 1) : 0;
  return ofLogs + (operations.topic?.customerManagedKey ? 1 : 0);
}

function paidEndpoints({ network }: Stage): number {
  if (network.source === 'imported') return 0;
  return (network.endpoints ?? []).filter((service) => !GATEWAY_ENDPOINTS.includes(service)).length;
}
