import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_SECURITY_GROUPS } from '../references';
import type { Topology } from '../template/topology';

function* withoutGroup(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, groups, listeners } of topology.loadBalancers) {
    if (groups !== undefined || listeners.length === 0) continue;
    yield {
      level: 'warning',
      resource,
      message: 'The load balancer has no security group, and one can never be added to it: only a new one can have it.',
    };
  }
}

export const pitfall = {
  id: 'P9',
  theme: 'Security groups',
  title: 'A security group cannot be added to the load balancer',
  cause: 'A Network Load Balancer takes a security group when it is created or never.',
  remedy: 'Create the load balancer with a security group; replace an old one along the cutover runbook.',
  references: [NLB_SECURITY_GROUPS],
  coverage: [
    {
      kind: 'impossible',
      why: 'The load balancer has its own security group from its first day; the feature flag is frozen.',
    },
    { kind: 'template', finds: 'Network Load Balancers without a security group', check: withoutGroup },
  ],
} satisfies Pitfall;
