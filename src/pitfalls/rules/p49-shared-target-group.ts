import type { Pitfall, TemplateViolation } from '../pitfall';
import { ECS_NLB, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import type { Topology } from '../template/topology';

function* sharedTargetGroups(topology: Topology): Iterable<TemplateViolation> {
  for (const [index, { resource, attachments }] of topology.services.entries()) {
    for (const { targetGroup } of attachments) {
      const other = topology.services
        .slice(0, index)
        .find((service) => service.attachments.some((attachment) => attachment.targetGroup === targetGroup));
      if (!other || resource.present !== true || other.resource.present !== true) continue;
      yield {
        level: 'error',
        resource,
        message: `Target group ${targetGroup.resource.logicalId} already belongs to service ${other.resource.logicalId}; each deployment would remove the other's tasks.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P49',
  theme: 'Rollout',
  title: 'A second service on the same target group breaks deployments',
  cause: 'Each service deregisters the targets that it does not know.',
  remedy: 'Give each service a target group of its own.',
  references: [ECS_NLB, NLB_TARGET_GROUP_ATTRIBUTES],
  coverage: [
    { kind: 'impossible', why: 'Each port has a target group of its own and each stage one service.' },
    { kind: 'template', finds: 'target groups of two services', check: sharedTargetGroups },
  ],
} satisfies Pitfall;
