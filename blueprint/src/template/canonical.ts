import type {
  Clients,
  Egress,
  GateConfig,
  HealthGate,
  Network,
  Operations,
  Port,
  PrivateLink,
  Stage,
  Zone,
} from './model';

/**
 * The stage with every list whose order means nothing put into the order of its stable names.
 *
 * Without it a reordered option would reorder arrays inside resources, and so replace task definitions for nothing.
 */
export function canonicalStage(stage: Stage): Stage {
  return {
    ...stage,
    ports: sortedBy(stage.ports, (port: Port) => port.name),
    application: {
      ...stage.application,
      environment: sortedKeys(stage.application.environment),
      secrets: sortedKeys(stage.application.secrets),
      writablePaths: sortedBy(stage.application.writablePaths, (path) => path),
    },
    healthGate: stage.healthGate && canonicalGate(stage.healthGate),
    network: canonicalNetwork(stage.network),
    clients: canonicalClients(stage.clients),
    tags: sortedKeys(stage.tags),
    egress: canonicalEgress(stage.egress),
    privateLink: stage.privateLink && canonicalPrivateLink(stage.privateLink),
    operations: canonicalOperations(stage.operations),
  };
}

function canonicalGate(gate: HealthGate): HealthGate {
  const config: GateConfig = { ...gate.config, checks: sortedBy(gate.config.checks, (check) => check.name) };
  return { ...gate, config };
}

function canonicalNetwork(network: Network): Network {
  return network.source === 'created'
    ? {
        ...network,
        zones: sortedBy(network.zones, (zone: Zone) => zone.name),
        endpoints: network.endpoints && sortedBy(network.endpoints, (service) => service),
      }
    : {
        ...network,
        loadBalancerSubnets: sortedBy(network.loadBalancerSubnets, (subnet) => subnet.zone + subnet.subnetId),
        taskSubnets: sortedBy(network.taskSubnets, (subnet) => subnet.zone + subnet.subnetId),
        endpoints: network.endpoints && sortedBy(network.endpoints, (service) => service),
      };
}

function canonicalClients(clients: Clients): Clients {
  return {
    cidrs: sortedBy(clients.cidrs, (cidr) => cidr),
    prefixLists: sortedBy(clients.prefixLists, (prefixList) => prefixList),
    securityGroups: sortedBy(clients.securityGroups, (securityGroup) => securityGroup),
  };
}

function canonicalEgress(egress: Egress): Egress {
  return egress.kind === 'all' ? egress : { ...egress, rules: sortedBy(egress.rules, (rule) => JSON.stringify(rule)) };
}

function canonicalPrivateLink(privateLink: PrivateLink): PrivateLink {
  return { ...privateLink, allowedPrincipals: sortedBy(privateLink.allowedPrincipals, (principal) => principal) };
}

function canonicalOperations(operations: Operations): Operations {
  const { topic } = operations;
  return { ...operations, topic: topic && { ...topic, emails: sortedBy(topic.emails, (email) => email) } };
}

/** Sorted by code unit: the same on every machine, whatever its locale. */
function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));
  return [...items].sort((a, b) => compare(key(a), key(b)));
}

function sortedKeys<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(sortedBy(Object.entries(record), ([key]) => key));
}
