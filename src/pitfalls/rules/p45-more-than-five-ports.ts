import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ECS_NLB, nlbGuide } from '../references';
import type { Topology } from '../template/topology';

/** ECS takes no more target groups a service. */
const MAX_TARGET_GROUPS = 5;

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

export const pitfall = {
  id: 'P45',
  theme: 'Registration of tasks',
  title: 'A service needs more than five ports',
  cause: 'An ECS service takes five target groups.',
  remedy: 'Use at most five ports a service; split a larger one into two.',
  references: [ECS_NLB, nlbGuide('load-balancer-limits')],
  coverage: [
    optionRule('more than five ports', function* ({ ports }) {
      if (ports.length <= MAX_TARGET_GROUPS) return;
      yield {
        level: 'error',
        isBinding: true,
        option: 'ports',
        message: `${ports.length} ports need as many target groups, and an ECS service can be registered with at most ${MAX_TARGET_GROUPS} target groups.`,
        remedy:
          'Give one to five ports; a service with more needs a second repository or ports multiplexed by the application.',
      };
    }),
    { kind: 'template', finds: 'services with more than five target groups', check: tooMany },
  ],
} satisfies Pitfall;
