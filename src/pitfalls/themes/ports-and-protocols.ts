import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, ECS_NLB, issue, NLB_LISTENERS, NLB_TARGET_GROUP_ATTRIBUTES, nlbGuide } from '../references';
import { type Container, declaresPort } from '../template/task';
import { listensOn, type Topology } from '../template/topology';
import { asBoolean, asString, isUnknown, resourceOf } from '../template/value';
import { optionRule } from './options';

/** ECS takes no more target groups a service. */
const MAX_TARGET_GROUPS = 5;

function* unmapped(topology: Topology, mappedElsewhere: boolean): Iterable<TemplateViolation> {
  for (const { resource, attachments, task } of topology.services) {
    for (const { containerName, containerPort } of attachments) {
      const container = task === undefined ? 'unknown' : task.container(containerName);
      if (container === 'unknown' || typeof containerPort !== 'number') continue;
      if (container !== undefined && declaresPort(container, containerPort) !== false) continue;
      const others = task?.declaring(containerPort) ?? 'unknown';
      if (others === 'unknown' || others.length > 0 !== mappedElsewhere) continue;
      const missing =
        container === undefined ? 'is not in the task definition' : `has no mapping for port ${containerPort}`;
      yield {
        level: 'error',
        resource,
        message: mappedElsewhere
          ? `Container ${String(containerName)} is registered for port ${containerPort}, which container ${others.map(({ name }) => String(name)).join(', ')} maps.`
          : `Container ${String(containerName)} ${missing}, and no other container maps port ${containerPort}.`,
      };
    }
  }
}

function* sharedListeners(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource: loadBalancer, listeners } of topology.loadBalancers) {
    for (const [index, { resource, port, protocol }] of listeners.entries()) {
      const other = listeners.slice(0, index).find((candidate) => typeof port === 'number' && candidate.port === port);
      if (!other || resource.present !== true || other.resource.present !== true) continue;
      yield {
        level: 'error',
        resource,
        message:
          `Port ${port} of ${loadBalancer.logicalId} has two listeners, ${String(other.protocol)} in ` +
          `${other.resource.logicalId} and ${String(protocol)} here; a port takes one.`,
      };
    }
  }
}

function* doubleMappings(topology: Topology): Iterable<TemplateViolation> {
  const tasks = new Map(topology.services.map(({ task }) => [task?.resource, task]));
  for (const task of tasks.values()) {
    for (const { name, mappings } of task?.containers ?? []) {
      const ports = mappings === 'unknown' ? [] : mappings.map(({ containerPort }) => containerPort);
      for (const port of new Set(ports.filter((candidate, index) => ports.indexOf(candidate) < index))) {
        if (typeof port !== 'number' || !task) continue;
        yield {
          level: 'error',
          resource: task.resource,
          message: `Container ${String(name)} maps port ${port} more than once; ECS refuses that for a service with a load balancer.`,
        };
      }
    }
  }
}

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

function* forbiddenAttributes(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, protocol, attribute } of topology.udpTargetGroups) {
    const forbidden = [
      ['preserve_client_ip.enabled', false],
      ['target_health_state.unhealthy.connection_termination.enabled', true],
    ] as const;
    for (const [key, value] of forbidden) {
      if (asBoolean(attribute(key)) !== value) continue;
      yield {
        level: 'error',
        resource,
        message: `${key} is ${value}, which a ${String(protocol)} target group refuses.`,
      };
    }
  }
}

function* halfDualStack(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, listeners } of topology.udpLoadBalancers) {
    const type = asString(resource.property('IpAddressType'));
    if (typeof type !== 'string' || !type.startsWith('dualstack')) continue;
    const prefix = asString(resource.property('EnablePrefixForIpv6SourceNat')) ?? 'off';
    if (prefix === 'off') {
      yield {
        level: 'error',
        resource,
        message: `The load balancer is ${type} with a UDP listener and without a prefix for IPv6 source NAT.`,
      };
    }
    const targets = listeners
      .filter((listener) => listensOn(listener, 'udp') === true)
      .flatMap((listener) => listener.targets.map(resourceOf));
    for (const { resource: group } of topology.udpTargetGroups.filter((candidate) =>
      targets.includes(candidate.resource),
    )) {
      const family = asString(group.property('IpAddressType')) ?? 'ipv4';
      if (isUnknown(family) || family === 'ipv6') continue;
      yield {
        level: 'error',
        resource: group,
        message: `The target group is ${family}; a UDP listener of the ${type} load balancer ${resource.logicalId} takes IPv6 targets only.`,
      };
    }
  }
}

function* tooMany(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, attachments } of topology.services) {
    const count = new Set(attachments.map(({ targetGroup }) => targetGroup.resource)).size;
    if (count <= MAX_TARGET_GROUPS) continue;
    yield {
      level: 'error',
      resource,
      message: `The service has ${count} target groups; ECS takes ${MAX_TARGET_GROUPS}.`,
    };
  }
}

const NAMED_TARGET =
  'The target is always named by container, port and protocol; no option takes a default target or an index.';
const ONE_PROTOCOL = 'One protocol of a port makes its listener, its target group, its mapping and its rules.';

export const portPitfalls: readonly Pitfall[] = [
  {
    id: 'P4',
    title: '“Container … has no mapping for port undefined and protocol tcp”',
    cause: 'The default target of a service assumes TCP, so a container with UDP alone has no mapping that fits.',
    remedy: 'Name the container, its port and the protocol in loadBalancerTarget, and map that port.',
    references: [issue('aws/aws-cdk', 20887), issue('aws/aws-cdk', 23026), issue('aws/aws-cdk', 11535)],
    coverage: [
      { kind: 'impossible', why: NAMED_TARGET },
      {
        kind: 'template',
        finds: 'targets whose port no container maps',
        check: (topology) => unmapped(topology, false),
      },
    ],
  },
  {
    id: 'P18',
    title: 'A port must serve TCP and UDP, and its second listener never appears',
    cause: 'A port of a load balancer has one listener.',
    remedy: 'Use one listener and one target group with TCP_UDP.',
    references: [NLB_LISTENERS, issue('kubernetes-sigs/aws-load-balancer-controller', 4405)],
    coverage: [
      optionRule('two ports with one listener port', function* ({ ports }) {
        for (const [index, port] of ports.entries()) {
          const other = ports.slice(0, index).find((candidate) => candidate.port === port.port);
          if (!other) continue;
          yield {
            level: 'error',
            option: `ports[${port.name}].port`,
            message: `${port.port} is also the listener port of ports[${other.name}]; a port has one listener.`,
            remedy: 'Use one port with protocol TCP_UDP, or another number.',
          };
        }
      }),
      { kind: 'template', finds: 'two listeners on one port', check: sharedListeners },
    ],
  },
  {
    id: 'P19',
    title: '“Container port 53 is used in more than one port mapping”',
    cause:
      'ECS refuses a container port that is mapped twice once the service has a load balancer, also where the protocols differ.',
    remedy: 'Map the port once; a TCP_UDP target group carries both over it.',
    references: [issue('aws/amazon-ecs-agent', 3428), issue('terraform-aws-modules/terraform-aws-ecs', 89)],
    coverage: [
      optionRule(
        'one container port for two protocols, or for a port and the health gate',
        function* ({ ports, healthGate }) {
          for (const [index, port] of ports.entries()) {
            const other = ports.slice(0, index).find((candidate) => candidate.containerPort === port.containerPort);
            if (other && other.protocol !== port.protocol) {
              yield {
                level: 'error',
                option: `ports[${port.name}].containerPort`,
                message: `${port.containerPort} is ${port.protocol} here and ${other.protocol} in ports[${other.name}]; ECS takes one mapping a container port.`,
                remedy: 'Use one port with protocol TCP_UDP, or another container port.',
              };
            }
          }
          const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
          for (const { name, containerPort } of ports.filter((port) => gatePorts.has(port.containerPort))) {
            yield {
              level: 'error',
              option: `ports[${name}].containerPort`,
              message: `${containerPort} is also a port of the health gate, which shares the task's network.`,
              remedy: 'Give the health check another port.',
            };
          }
        },
      ),
      { kind: 'template', finds: 'containers that map a port twice', check: doubleMappings },
    ],
  },
  {
    id: 'P20',
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
  },
  {
    id: 'P21',
    title: 'A target group attribute is rejected',
    cause: 'Client addresses are always preserved for UDP, and flows to unhealthy targets cannot be cut.',
    remedy: 'Remove the attribute.',
    references: [
      NLB_TARGET_GROUP_ATTRIBUTES,
      cloudFormation('aws-properties-elasticloadbalancingv2-targetgroup-targetgroupattribute'),
    ],
    coverage: [
      { kind: 'impossible', why: 'No option sets these attributes.' },
      { kind: 'template', finds: 'attributes that UDP target groups refuse', check: forbiddenAttributes },
    ],
  },
  {
    id: 'P22',
    title: 'A UDP listener of a dual-stack load balancer is rejected',
    cause: 'It needs a prefix for IPv6 source NAT, an IPv6 target group and IPv6 subnets, all of them.',
    remedy: 'Set all three, or stay with IPv4.',
    references: [NLB_LISTENERS, nlbGuide('create-listener')],
    coverage: [
      { kind: 'impossible', why: 'The load balancer is IPv4; dual-stack is refused.' },
      {
        kind: 'template',
        finds: 'dual-stack load balancers with a UDP listener without prefix or with IPv4 targets',
        check: halfDualStack,
      },
    ],
  },
  {
    id: 'P45',
    title: 'A service needs more than five ports',
    cause: 'An ECS service takes five target groups.',
    remedy: 'Use at most five ports a service; split a larger one into two.',
    references: [ECS_NLB, nlbGuide('load-balancer-limits')],
    coverage: [
      optionRule('more than five ports', function* ({ ports }) {
        if (ports.length > MAX_TARGET_GROUPS) {
          yield {
            level: 'error',
            option: 'ports',
            message: `${ports.length} ports need as many target groups; ECS takes ${MAX_TARGET_GROUPS} a service.`,
          };
        }
      }),
      { kind: 'template', finds: 'services with more than five target groups', check: tooMany },
    ],
  },
  {
    id: 'P48',
    title: 'The wrong container is registered',
    cause: 'The default container is the first essential one that was added, which may be a sidecar.',
    remedy: 'Name the container that maps the port.',
    references: [issue('aws/aws-cdk', 20887), ECS_NLB],
    coverage: [
      { kind: 'impossible', why: NAMED_TARGET },
      {
        kind: 'template',
        finds: 'targets whose port another container maps',
        check: (topology) => unmapped(topology, true),
      },
    ],
  },
];
