import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_TARGET_GROUP_ATTRIBUTES, nlbGuide } from '../references';
import type { Topology } from '../template/topology';

function* sourceStickiness(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, attribute } of topology.udpTargetGroups) {
    if (attribute('stickiness.enabled') !== 'true') continue;
    yield {
      level: 'advice',
      resource,
      message: 'Stickiness by source address is on: every client behind one NAT goes to one target.',
    };
  }
}

export const pitfall = {
  id: 'P16',
  theme: 'Flows',
  title: 'One target is overloaded',
  cause:
    'A flow belongs to one target: few clients, one NAT before many of them, or stickiness by source address, and one target gets it all.',
  remedy:
    'Leave stickiness off, let clients use several source ports, and alarm on the busiest task rather than on the average.',
  references: [NLB_TARGET_GROUP_ATTRIBUTES, nlbGuide('network-load-balancers')],
  coverage: [
    { kind: 'impossible', why: 'No option turns stickiness on.' },
    { kind: 'template', finds: 'UDP target groups with stickiness', check: sourceStickiness },
    {
      kind: 'runbook',
      why: 'The number of clients and NATs shows only in traffic.',
      steps: [
        'Compare the maximum and the average of CPUUtilization of the service.',
        'Count the source addresses in the flow logs; few of them explain it.',
      ],
    },
  ],
} satisfies Pitfall;
