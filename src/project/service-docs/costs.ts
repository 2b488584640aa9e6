import { alarmsOf, gatedPorts, loadBalancerZones } from '../../model/alarm-catalogue';
import type { Service, Stage } from '../../model/model';
import { table } from '../../util/markdown';
import { bullets, type Section } from './markdown';

/** VPC endpoints that are routes and cost nothing. */
const GATEWAY_ENDPOINTS: readonly string[] = ['s3', 'dynamodb'];

/** Metrics that the health gate writes of each port. */
const GATE_METRICS = 9;

/** What is paid for by the hour, counted for each stage, and what traffic adds. Prices change: they are not here. */
export function costsSection(service: Service): Section {
  const rows: [string, (stage: Stage) => string][] = [
    ['load balancers', () => '1'],
    ['public IPv4 addresses', publicAddresses],
    ['Fargate vCPU', ({ task }) => String((task.desiredCount * task.cpu) / 1024)],
    ['Fargate memory (GiB)', ({ task }) => String((task.desiredCount * task.memoryLimitMiB) / 1024)],
    ['Fargate architecture', ({ task }) => task.architecture],
    ['NAT gateways', natGateways],
    ['interface endpoints × zones', endpoints],
    ['KMS keys', keys],
    ['alarms', (stage) => String(alarmsOf(stage).length)],
    ['custom metrics (of the health gate)', (stage) => String(gatedPorts(stage).length * GATE_METRICS)],
  ];
  return {
    title: 'Cost drivers',
    blocks: [
      table(
        ['by the hour', ...service.stages.map(({ name }) => name)],
        rows.map(([name, count]) => [name, ...service.stages.map(count)]),
      ),
      'These are the tasks at rest; those that autoscaling adds come on top. What traffic adds:',
      bullets(
        '**Capacity units of the load balancer**: the greatest of new flows, active flows and bytes counts. A client ' +
          'that takes a new source port for every datagram makes every datagram a new flow, which lasts 120 s: by far ' +
          'the most expensive way to send UDP.',
        '**Data between zones**: paid in both directions where cross-zone is on ' +
          `(${named(service, ({ loadBalancer }) => loadBalancer.crossZone)}).`,
        `**NAT gateways** charge for every byte, also for image pulls (${named(service, hasNat)}).`,
        '**Logs**: by the ingested byte. The gate writes a line a port and minute. Flow logs are by far the most ' +
          `(${named(service, hasFlowLogs)}).`,
        `**Container Insights** is billed by metric (${named(service, hasInsights)}).`,
        '**Addresses** that are retained but attached to nothing cost as much as attached ones.',
      ),
    ],
  };
}

function named({ stages }: Service, has: (stage: Stage) => boolean): string {
  const names = stages.filter(has).map(({ name }) => name);
  return names.length > 0 ? `here: ${names.join(', ')}` : 'no stage here';
}

/** Those of an internet-facing load balancer, of the tasks, and of the NAT gateways. */
function publicAddresses(stage: Stage): string {
  const { network, loadBalancer, task } = stage;
  const balancer = loadBalancer.scheme === 'internet-facing' ? loadBalancerZones(stage).length : 0;
  const publicTasks = network.source === 'created' ? network.preset === 'public' : network.assignPublicIp;
  return String(balancer + (publicTasks ? task.desiredCount : 0) + natGatewayCount(stage));
}

function natGateways(stage: Stage): string {
  return stage.network.source === 'imported' ? 'those of the VPC' : String(natGatewayCount(stage));
}

function natGatewayCount({ network }: Stage): number {
  if (network.source === 'imported' || network.preset !== 'nat') return 0;
  return network.natGateways === 'one' ? 1 : network.zones.length;
}

function hasNat(stage: Stage): boolean {
  return natGatewayCount(stage) > 0;
}

function hasFlowLogs({ network }: Stage): boolean {
  return network.source === 'created' && network.flowLogs !== undefined;
}

function hasInsights({ operations }: Stage): boolean {
  return operations.containerInsights !== 'disabled';
}

/** Those that the stacks create: of log groups, of flow logs in a stack of their own, of the topic. */
function keys({ logs, network, operations }: Stage): string {
  const flows = network.source === 'created' && network.flowLogs?.destination.kind === 'logs';
  const ofLogs = logs.customerManagedKey ? (flows ? 2 : 1) : 0;
  return String(ofLogs + (operations.topic?.customerManagedKey ? 1 : 0));
}

function endpoints({ network }: Stage): string {
  if (network.source === 'imported') return 'those of the VPC';
  const paid = (network.endpoints ?? []).filter((service) => !GATEWAY_ENDPOINTS.includes(service));
  return paid.length === 0 ? '0' : `${paid.length} × ${network.zones.length}`;
}
