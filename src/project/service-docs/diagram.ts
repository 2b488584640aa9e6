import { loadBalancerZones } from '../../model/alarm-catalogue';
import type { Port, Service, Stage } from '../../model/model';

const SHOWN_CLIENTS = 3;

/** A picture of each stage; stages that look the same share one. */
export function diagrams({ stages }: Service) {
  const pictures = new Map<string, { values: ReturnType<typeof picture>; names: string[] }>();
  for (const stage of stages) {
    const values = picture(stage);
    const key = JSON.stringify(values);
    pictures.set(key, { values, names: [...(pictures.get(key)?.names ?? []), stage.name] });
  }
  return [...pictures.values()].map(({ values, names }) => ({ ...values, stages: names.join(', ') }));
}

/** Who sends what to which container, and what the tasks reach. */
function picture(stage: Stage) {
  const { application, clients, healthGate, loadBalancer, network, ports, task } = stage;
  const peers = [...clients.cidrs, ...clients.prefixLists, ...clients.securityGroups];
  return {
    clients: peers.slice(0, SHOWN_CLIENTS).map(label).join('<br/>'),
    moreClients: Math.max(0, peers.length - SHOWN_CLIENTS),
    created: network.source === 'created' && { cidr: network.cidr, preset: network.preset },
    imported: network.source === 'imported' && { vpcId: label(network.vpcId) },
    scheme: loadBalancer.scheme,
    zones: loadBalancerZones(stage).map(label).join(', '),
    crossZone: loadBalancer.crossZone,
    ports: ports.map(({ port, protocol, containerPort }, index) => ({
      id: `port${index}`,
      port,
      protocol,
      containerPort,
    })),
    tasks: task.desiredCount,
    cpu: task.cpu,
    memoryLimitMiB: task.memoryLimitMiB,
    architecture: task.architecture,
    application: label(application.containerName),
    gate: healthGate !== undefined && label(healthGate.containerName),
    healthChecks: healthChecks(stage),
    route: routeToServices(stage),
  };
}

/** Part of a label of mermaid, which stands in quotes: its own quotes are entities. */
function label(text: string): string {
  return text.replaceAll('"', '#quot;');
}

/** Each check once: several ports may share one. */
function healthChecks({ ports, healthGate }: Stage) {
  const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
  const text = ({ healthCheck: { protocol, port, path } }: Port) => label(`${protocol} ${port}${path ?? ''}`);
  return [...new Map(ports.map((port) => [text(port), port])).entries()].map(([check, port]) => ({
    check,
    ofGate: gatePorts.has(port.healthCheck.port),
  }));
}

/** By what the tasks reach the services of AWS. */
function routeToServices({ network }: Stage) {
  const created = network.source === 'created' ? network : undefined;
  return {
    publicAddresses: network.source === 'imported' ? network.assignPublicIp : network.preset === 'public',
    ofVpc: network.source === 'imported' && !network.assignPublicIp,
    oneNatGateway: created?.preset === 'nat' && created.natGateways === 'one',
    natGatewayPerZone: created?.preset === 'nat' && created.natGateways !== 'one',
    endpoints: created?.preset === 'isolated',
  };
}
