import type { Resource } from '../../cloudformation/evaluate/model';
import { or, type Truth } from '../../cloudformation/evaluate/truth';
import { asString, isUnknown, resourceOf } from '../../cloudformation/evaluate/value';
import { givenRule } from '../options/given';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_LISTENERS, nlbGuide } from '../references';
import { refersTo } from '../template/security-groups';
import type { Topology } from '../template/topology';
import { listensOn } from '../template/transport';

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

export const pitfall = {
  id: 'P22',
  theme: 'Ports and protocols',
  title: 'A UDP listener of a dual-stack load balancer is rejected',
  cause: 'It needs a prefix for IPv6 source NAT, an IPv6 target group and IPv6 subnets, all of them.',
  remedy: 'Set all three, or stay with IPv4.',
  references: [NLB_LISTENERS, nlbGuide('create-listener')],
  coverage: [
    givenRule('dual-stack load balancers', function* ({ loadBalancer }) {
      if (loadBalancer?.ipAddressType !== 'dualstack') return;
      yield {
        level: 'error',
        isBinding: true,
        option: 'loadBalancer.ipAddressType',
        message:
          'A UDP listener of a dual-stack load balancer needs a source NAT prefix in every subnet and an IPv6 target group, ' +
          'and so a VPC, tasks and rules with IPv6, which this service does not have.',
        remedy: 'Remove it, or use IpAddressType.IPV4.',
      };
    }),
    {
      kind: 'template',
      finds: 'dual-stack load balancers with a UDP listener without prefix, in IPv4 subnets or with IPv4 targets',
      check: halfDualStack,
    },
  ],
} satisfies Pitfall;
