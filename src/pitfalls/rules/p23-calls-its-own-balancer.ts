import { references } from '../../cloudformation/evaluate/evaluate';
import { isObject } from '../../util/json';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import type { Topology } from '../template/topology';

function* hairpins(topology: Topology): Iterable<TemplateViolation> {
  for (const { task, attachments } of topology.udpServices) {
    if (!task) continue;
    const containers = task.resource.raw.Properties;
    const mentioned = references(isObject(containers) ? (containers.ContainerDefinitions ?? null) : null);
    for (const { targetGroup } of attachments) {
      for (const { resource } of targetGroup.loadBalancers) {
        const own = mentioned.some(({ id, attribute }) => id === resource.logicalId && attribute === 'DNSName');
        if (!own || task.resource.template !== resource.template) continue;
        yield {
          level: 'warning',
          resource: task.resource,
          message: `The containers are given the name of ${resource.logicalId}, the load balancer in front of them: a task that is routed to itself gets no answer.`,
        };
      }
    }
  }
}

export const pitfall = {
  id: 'P23',
  theme: 'Flows',
  title: 'A task that calls its own load balancer times out',
  cause: 'It may be routed to itself, which fails while the client address is preserved, and for UDP it always is.',
  remedy: 'Let tasks call each other by service discovery.',
  references: [NLB_TARGET_GROUP_ATTRIBUTES],
  coverage: [
    { kind: 'template', finds: 'containers that are given the name of their own load balancer', check: hairpins },
    {
      kind: 'runbook',
      why: 'A name from DNS does not show in a template.',
      steps: [
        'Look for the record of the service in the configuration of the task itself.',
        'Call the other tasks by service discovery.',
      ],
    },
  ],
} satisfies Pitfall;
