import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_SECURITY_GROUPS, nlbGuide } from '../references';
import { anyone } from '../template/security-groups';
import type { Topology } from '../template/topology';

function* withoutIcmp(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, groups } of topology.udpLoadBalancers) {
    if (groups === undefined || topology.securityGroups.allows(groups, 'ingress', 'icmp', 3, anyone) !== false)
      continue;
    yield {
      level: 'advice',
      resource,
      message:
        'No security group of the load balancer admits ICMP type 3, which tells a sender that a datagram is too large.',
    };
  }
}

export const pitfall = {
  id: 'P25',
  theme: 'Security groups',
  title: 'Large datagrams vanish',
  cause: 'Fragments are not dependable through the load balancer, and path MTU discovery needs ICMP type 3.',
  remedy: 'Admit ICMP type 3 on the load balancer and keep datagrams at 1,200 to 1,472 bytes.',
  references: [NLB_SECURITY_GROUPS, nlbGuide('network-load-balancers')],
  coverage: [
    { kind: 'template', finds: 'load balancers whose groups admit no ICMP type 3', check: withoutIcmp },
    {
      kind: 'runbook',
      why: 'The size of a datagram is the application’s.',
      steps: [
        'Send a datagram of the largest size through the load balancer and compare what arrives.',
        'Keep payloads at 1,200 bytes, or 1,472 where every path has an MTU of 1,500.',
      ],
    },
  ],
} satisfies Pitfall;
