import { table } from '../../markdown';
import { loadBalancerZones } from '../../service/alarm-catalogue';
import type { Service, Stage } from '../../service/model';
import { bullets, type Section } from './markdown';

/** Interface endpoints that every isolated network has: ECR twice, and logs. */
const BASE_ENDPOINTS = 3;

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
  ];
  return {
    title: 'Cost drivers',
    blocks: [
      table(
        ['by the hour', ...service.stages.map(({ name }) => name)],
        rows.map(([name, count]) => [name, ...service.stages.map(count)]),
      ),
      'What traffic adds:',
      bullets(
        '**Capacity units of the load balancer**: the greatest of new flows, active flows and bytes counts. A client ' +
          'that takes a new source port for every datagram makes every datagram a new flow, which lasts 120 s: by far ' +
          'the most expensive way to send UDP.',
        '**Data between zones**: paid in both directions where cross-zone is on ' +
          `(${named(service, ({ loadBalancer }) => loadBalancer.crossZone)}).`,
        `**NAT gateways** charge for every byte, also for image pulls (${named(service, hasNat)}).`,
        '**Logs**: by the ingested byte. The gate writes a line a port and minute.',
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

function endpoints({ network, application, healthGate, task }: Stage): string {
  if (network.source === 'imported') return 'those of the VPC';
  if (network.preset !== 'isolated') return '0';
  const probes = healthGate?.config.checks.map(({ probe }) => probe) ?? [];
  const secrets = [
    ...Object.values(application.secrets),
    ...probes.flatMap((probe) => (probe.kind === 'datagram' && probe.radius ? [probe.radius.secret] : [])),
  ];
  const stores = new Set(secrets.map(({ source }) => source)).size;
  return `${BASE_ENDPOINTS + stores + (task.exec ? 1 : 0)} × ${network.zones.length}`;
}
