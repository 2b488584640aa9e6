import { asString, isUnknown, items, knownString, resourceOf, step } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ECS_NLB, issue } from '../references';
import type { TaskDefinition } from '../template/task';
import type { Topology } from '../template/topology';

function* detachedTargets(topology: Topology): Iterable<TemplateViolation> {
  const { assembly } = topology;
  const rules = assembly.ofType('AWS::ElasticLoadBalancingV2::ListenerRule');
  const open =
    assembly.incomplete || topology.listeners.some((listener) => listener.open || listener.targets.some(isUnknown));
  for (const { resource, attachments, task } of topology.services) {
    for (const { targetGroup } of attachments) {
      const group = targetGroup.resource;
      const type = asString(group.property('TargetType')) ?? 'instance';
      if (task && knownString(task.resource.property('NetworkMode')) === 'awsvpc' && type === 'instance') {
        yield {
          level: 'error',
          resource: group,
          message:
            'The target type is instance, and tasks with a network interface of their own are registered by address.',
          remedy: 'Set TargetType to ip.',
        };
      }
      if (task && type === 'ip' && sharesAddress(task)) {
        yield {
          level: 'error',
          resource: group,
          message: "The target type is ip, and tasks that share their instance's network have no address of their own.",
          remedy: 'Set TargetType to instance, or the network mode of the tasks to awsvpc.',
        };
      }
      if (targetGroup.listeners.length === 0) {
        const elsewhere =
          rules.length > 0 || group.template.parent !== undefined || isAlternate(topology, group.logicalId);
        if (open || elsewhere || group.present !== true || group.shared || isExported(topology, group.logicalId))
          continue;
        yield {
          level: 'error',
          resource: group,
          message:
            'No listener forwards to this target group, so its targets stay unused and the service cannot start.',
        };
        continue;
      }
      const [listener] = targetGroup.listeners;
      if (!listener || targetGroup.listeners.some((other) => other.resource.template !== resource.template)) continue;
      const awaited = topology.dependencies(resource);
      if (targetGroup.listeners.some((other) => awaited.has(other.resource))) continue;
      yield {
        level: 'error',
        resource,
        message: `The service does not wait for listener ${listener.resource.logicalId}; ECS refuses a target group that has no load balancer yet.`,
        remedy: `Add DependsOn: ${listener.resource.logicalId} to the service.`,
      };
    }
  }
}

/** The network modes in which a task is known by its instance; bridge is the one without a word on Linux. */
function sharesAddress({ resource, compatibility }: TaskDefinition): boolean {
  const mode = resource.property('NetworkMode');
  return mode === 'bridge' || mode === 'host' || (mode === undefined && compatibility === false);
}

function isAlternate(topology: Topology, logicalId: string): boolean {
  return topology.services.some(({ resource }) =>
    items(resource.property('LoadBalancers')).some(
      (entry) => resourceOf(step(entry, 'AdvancedConfiguration', 'AlternateTargetGroupArn'))?.logicalId === logicalId,
    ),
  );
}

/** Whether a stack that is not at hand may forward to the target group. */
function isExported(topology: Topology, logicalId: string): boolean {
  return topology.assembly.templates.some(({ outputs }) => JSON.stringify(outputs).includes(`"${logicalId}"`));
}

export const pitfall = {
  id: 'P35',
  theme: 'Rollout',
  title: 'A target stays unused, or “does not have an associated load balancer”',
  cause:
    'The service is made before its target group is in a listener, or the target group is in none, or takes another kind of target.',
  remedy: 'Put the target group in a listener, and let the service depend on that listener.',
  references: [ECS_NLB, issue('aws/containers-roadmap', 469)],
  coverage: [
    { kind: 'impossible', why: 'Every target group is made by its listener, which the service depends on.' },
    optionRule('tasks in a zone without the load balancer', function* ({ network }) {
      if (network.source !== 'imported') return;
      const balanced = network.loadBalancerSubnets.map(({ zone }) => zone);
      for (const zone of new Set(network.taskSubnets.map((subnet) => subnet.zone))) {
        if (balanced.includes(zone)) continue;
        yield {
          level: 'error',
          isBinding: true,
          option: 'network.taskSubnets',
          message: `Tasks may run in ${zone}, where the load balancer has no subnet: their targets stay unused.`,
          remedy: `Add a subnet in ${zone} to network.loadBalancerSubnets, or remove that of the tasks.`,
        };
      }
    }),
    {
      kind: 'template',
      finds: 'target groups without listener, services that do not wait for one, and targets of the wrong type',
      check: detachedTargets,
    },
  ],
} satisfies Pitfall;
