import type { Resource } from '../../cloudformation/evaluate/model';
import { or, type Truth } from '../../cloudformation/evaluate/truth';
import { asBoolean, asString, isUnknown, resourceOf } from '../../cloudformation/evaluate/value';
import { dualStack } from '../option-checks/dual-stack';
import { sharedListenerPort } from '../option-checks/ports';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, issue, NLB_LISTENERS, NLB_TARGET_GROUP_ATTRIBUTES, nlbGuide } from '../references';
import { refersTo } from '../template/security-groups';
import { type Container, declaresPort } from '../template/task';
import type { Topology } from '../template/topology';
import { listensOn } from '../template/transport';

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
  for (const { resource, listeners, subnets } of topology.udpLoadBalancers) {
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
    for (const subnet of subnets.map(resourceOf)) {
      if (subnet === undefined || isDualStack(topology, subnet) !== false) continue;
      yield {
        level: 'error',
        resource: subnet,
        message: `The subnet has no IPv6 block, and ${resource.logicalId} is ${type} in it.`,
        remedy: 'Give the subnet an Ipv6CidrBlock.',
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

/** Whether a subnet has addresses of IPv6, by itself or by a resource of its own. */
function isDualStack({ assembly }: Topology, subnet: Resource): Truth {
  if (subnet.type !== 'AWS::EC2::Subnet' || assembly.incomplete) return 'unknown';
  const own = ['Ipv6CidrBlock', 'Ipv6IpamPoolId', 'Ipv6Native'].some((name) => subnet.property(name) !== undefined);
  return (
    own || or(assembly.ofType('AWS::EC2::SubnetCidrBlock').map((block) => refersTo(block.property('SubnetId'), subnet)))
  );
}

const ONE_PROTOCOL = 'One protocol of a port makes its listener, its target group, its mapping and its rules.';

export const portPitfalls: readonly Pitfall[] = [
  {
    id: 'P18',
    title: 'A port must serve TCP and UDP, and its second listener never appears',
    cause: 'A port of a load balancer has one listener.',
    remedy: 'Use one listener and one target group with TCP_UDP.',
    references: [NLB_LISTENERS, issue('kubernetes-sigs/aws-load-balancer-controller', 4405)],
    coverage: [sharedListenerPort, { kind: 'template', finds: 'two listeners on one port', check: sharedListeners }],
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
      dualStack,
      {
        kind: 'template',
        finds: 'dual-stack load balancers with a UDP listener without prefix, in IPv4 subnets or with IPv4 targets',
        check: halfDualStack,
      },
    ],
  },
];
