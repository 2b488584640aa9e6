import { loadBalancerZones } from '../../model/alarm-catalogue';
import type { Port, Stage } from '../../model/model';
import { code } from './markdown';

/** A picture of one stage: who sends what to which container, and what the tasks reach. */
export function diagram(stage: Stage): string {
  const ports = stage.ports.map((port, index) => ({ port, id: `port${index}` }));
  const lines = [
    'flowchart LR',
    node('clients', clients(stage)),
    `subgraph vpc[${quoted(vpc(stage))}]`,
    `subgraph nlb[${quoted(loadBalancer(stage))}]`,
    ...ports.map(({ port, id }) => node(id, `listener ${port.port}/${port.protocol}`)),
    'end',
    `subgraph task[${quoted(task(stage))}]`,
    node('application', `application: ${stage.application.containerName}`),
    ...(stage.healthGate ? [node('gate', `health gate: ${stage.healthGate.containerName}`)] : []),
    'end',
    'end',
    node('services', 'ECR, CloudWatch Logs, secrets'),
    ...ports.map(({ id }) => `clients --> ${id}`),
    ...ports.map(({ port, id }) => `${id} -->|${quoted(`${port.containerPort}/${port.protocol}`)}| application`),
    ...healthChecks(stage).map(({ check, target }) => `nlb -.->|${quoted(`health check ${check}`)}| ${target}`),
    ...(stage.healthGate ? [`gate -.->|${quoted('probes')}| application`] : []),
    `task -->|${quoted(wayOut(stage))}| services`,
  ];
  return code('mermaid', lines.join('\n'));
}

function node(id: string, label: string): string {
  return `${id}[${quoted(label)}]`;
}

/** A label of mermaid: quoted, its own quotes as entities. */
function quoted(label: string): string {
  return `"${label.replaceAll('"', '#quot;')}"`;
}

function clients({ clients: { cidrs, prefixLists, securityGroups } }: Stage): string {
  const peers = [...cidrs, ...prefixLists, ...securityGroups];
  const shown = peers.slice(0, 3).join('<br/>');
  const more = peers.length > 3 ? `<br/>and ${peers.length - 3} more` : '';
  return `clients<br/>${peers.length > 0 ? `${shown}${more}` : 'none admitted'}`;
}

function vpc({ network }: Stage): string {
  return network.source === 'created'
    ? `VPC ${network.cidr}, preset ${network.preset}`
    : `VPC ${network.vpcId} (imported)`;
}

function loadBalancer(stage: Stage): string {
  const { scheme, crossZone } = stage.loadBalancer;
  const zones = loadBalancerZones(stage).join(', ');
  return `Network Load Balancer, ${scheme}<br/>zones ${zones}, cross-zone ${crossZone ? 'on' : 'off'}`;
}

function task({ task: { desiredCount, cpu, memoryLimitMiB, architecture } }: Stage): string {
  return `${desiredCount} × Fargate task<br/>${cpu} CPU, ${memoryLimitMiB} MiB, ${architecture}`;
}

/** Each check once: several ports may share one. */
function healthChecks({ ports, healthGate }: Stage): { check: string; target: string }[] {
  const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
  const text = ({ healthCheck: { protocol, port, path } }: Port) => `${protocol} ${port}${path ?? ''}`;
  return [...new Map(ports.map((port) => [text(port), port])).entries()].map(([check, port]) => ({
    check,
    target: gatePorts.has(port.healthCheck.port) ? 'gate' : 'application',
  }));
}

function wayOut({ network }: Stage): string {
  if (network.source === 'imported') return network.assignPublicIp ? 'public addresses' : 'routes of the VPC';
  switch (network.preset) {
    case 'public':
      return 'public addresses';
    case 'nat':
      return network.natGateways === 'one' ? 'one NAT gateway' : 'a NAT gateway a zone';
    case 'isolated':
      return 'VPC endpoints';
  }
}
