import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_LISTENERS, nlbGuide } from '../references';
import { type Container, declaresPort } from '../template/task';
import type { Topology } from '../template/topology';

/** Protocols of target groups that a listener may forward to. */
const FORWARDS: Readonly<Record<string, readonly string[]>> = {
  TCP: ['TCP', 'TCP_UDP'],
  TLS: ['TCP', 'TLS'],
  UDP: ['UDP', 'TCP_UDP'],
  TCP_UDP: ['TCP_UDP'],
};

function* mismatches(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, protocol, listeners } of topology.targetGroups) {
    for (const listener of listeners) {
      if (typeof listener.protocol !== 'string' || typeof protocol !== 'string') continue;
      const accepted = FORWARDS[listener.protocol];
      if (!accepted || accepted.includes(protocol)) continue;
      yield {
        level: 'error',
        resource: listener.resource,
        message: `The listener takes ${listener.protocol} and target group ${resource.logicalId} takes ${protocol}; it may forward to ${accepted.join(' or ')}.`,
      };
    }
  }
  for (const { resource, attachments, task } of topology.services) {
    for (const { containerName, containerPort, targetGroup } of attachments) {
      const container = task?.container(containerName);
      if (container === undefined || container === 'unknown' || typeof containerPort !== 'number') continue;
      const wrong = wrongTransport(container, containerPort, targetGroup.protocol);
      if (wrong === undefined) continue;
      yield {
        level: 'warning',
        resource,
        message: `Container ${String(containerName)} maps port ${containerPort} as ${wrong}, and target group ${targetGroup.resource.logicalId} takes ${String(targetGroup.protocol)}.`,
      };
    }
  }
}

function wrongTransport(container: Container, port: number, protocol: unknown): 'tcp' | 'udp' | undefined {
  const [right, wrong] = protocol === 'UDP' ? (['udp', 'tcp'] as const) : (['tcp', 'udp'] as const);
  if (protocol !== 'UDP' && protocol !== 'TCP' && protocol !== 'TLS') return undefined;
  return declaresPort(container, port, right) === false && declaresPort(container, port, wrong) === true
    ? wrong
    : undefined;
}

const ONE_PROTOCOL = 'One protocol of a port makes its listener, its target group, its mapping and its rules.';

export const pitfall = {
  id: 'P20',
  theme: 'Ports and protocols',
  title: 'The deployment fails on listener and target group',
  cause:
    'The protocols of the listener, its target group and the mapping do not fit, and the CDK does not compare them.',
  remedy: 'Give the listener, its target group and the port mapping the same protocol.',
  references: [nlbGuide('load-balancer-target-groups'), NLB_LISTENERS],
  coverage: [
    { kind: 'impossible', why: ONE_PROTOCOL },
    {
      kind: 'template',
      finds: 'listeners, target groups and mappings whose protocols do not fit',
      check: mismatches,
    },
  ],
} satisfies Pitfall;
