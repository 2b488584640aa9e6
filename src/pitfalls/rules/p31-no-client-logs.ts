import { isUnknown, items, knownString, resourceOf, step } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { nlbGuide } from '../references';
import type { Topology } from '../template/topology';

function* emptyAccessLogs(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, listeners } of topology.udpLoadBalancers) {
    const enabled = items(resource.property('LoadBalancerAttributes')).some(
      (attribute) =>
        step(attribute, 'Key') === 'access_logs.s3.enabled' && knownString(step(attribute, 'Value')) === 'true',
    );
    if (!enabled || listeners.some(({ protocol }) => protocol === 'TLS' || isUnknown(protocol))) continue;
    yield {
      level: 'warning',
      resource,
      message: 'Access logs are on, and no listener is TLS: they stay empty, since only TLS is logged.',
    };
  }
}

function* withoutFlowLogs(topology: Topology): Iterable<TemplateViolation> {
  const { assembly } = topology;
  if (topology.udpLoadBalancers.length === 0 || assembly.incomplete) return;
  const logs = assembly.ofType('AWS::EC2::FlowLog').map((log) => log.property('ResourceId'));
  if (logs.some(isUnknown)) return;
  // A subnet that cannot be seen may be one that is logged by itself.
  const bySubnet = logs.some((log) => resourceOf(log)?.type === 'AWS::EC2::Subnet');
  if (bySubnet && topology.udpLoadBalancers.some(({ subnets }) => subnets.some(isUnknown))) return;
  const balanced = topology.udpLoadBalancers.flatMap(({ subnets }) => subnets.map(resourceOf));
  const used = new Set(balanced.map((subnet) => subnet && resourceOf(subnet.property('VpcId'))));
  for (const vpc of assembly.ofType('AWS::EC2::VPC').filter((candidate) => used.has(candidate))) {
    const covered = logs.map(resourceOf);
    if (vpc.shared || covered.includes(vpc) || balanced.some((subnet) => subnet && covered.includes(subnet))) continue;
    yield {
      level: 'advice',
      resource: vpc,
      message: 'The VPC has no flow log, and nothing else records who sent a datagram or was refused.',
    };
  }
}

export const pitfall = {
  id: 'P31',
  theme: 'Logs',
  title: 'There are no logs of the clients',
  cause: 'A Network Load Balancer logs TLS listeners alone.',
  remedy: 'Turn flow logs of the VPC on, and accept the finding of other tools on access logs with that reason.',
  references: [nlbGuide('load-balancer-access-logs')],
  coverage: [
    { kind: 'impossible', why: 'No option turns access logs on.' },
    { kind: 'template', finds: 'access logs that stay empty', check: emptyAccessLogs },
    { kind: 'template', finds: 'VPCs of a UDP load balancer without a flow log', check: withoutFlowLogs },
  ],
} satisfies Pitfall;
