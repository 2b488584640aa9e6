import {
  asString,
  isUnknown,
  items,
  knownNumber,
  knownString,
  resourceOf,
  step,
  truthOf,
} from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, ECS_NLB, ecsGuide, issue, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import type { TaskDefinition } from '../template/task';
import type { EcsService, Topology } from '../template/topology';
import { optionRule } from './options';

/** A new target is `initial` for up to two minutes. */
const GRACE_SECONDS = 120;

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

/** Whether ECS itself replaces the tasks. */
function rolls({ resource }: EcsService): boolean {
  const controller = asString(resource.property('DeploymentController', 'Type'));
  return controller === undefined || controller === 'ECS';
}

function* slowFailures(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.services.filter(rolls)) {
    const { resource } = service;
    const deployment = resource.property('DeploymentConfiguration');
    const breaker = isUnknown(deployment)
      ? 'unknown'
      : truthOf(step(deployment, 'DeploymentCircuitBreaker', 'Enable'), false);
    const alarms = truthOf(step(deployment, 'Alarms', 'Enable'), false);
    if (breaker === false && alarms === false) {
      yield {
        level: 'warning',
        resource,
        message:
          'There is no deployment circuit breaker: ECS starts failing tasks for hours before the deployment fails.',
      };
    } else if (breaker === true && truthOf(step(deployment, 'DeploymentCircuitBreaker', 'Rollback'), false) === false) {
      yield {
        level: 'advice',
        resource,
        message: 'The circuit breaker does not roll back, so a failed deployment leaves what is left of the service.',
      };
    }
    const grace = resource.property('HealthCheckGracePeriodSeconds');
    const seconds = grace === undefined ? 0 : knownNumber(grace);
    if (seconds === undefined || seconds >= GRACE_SECONDS) continue;
    yield {
      level: 'advice',
      resource,
      message: `The health check grace period is ${seconds} s; a new target is not judged for 70 to 120 s, and ECS may replace it before.`,
      remedy: `Set HealthCheckGracePeriodSeconds to ${GRACE_SECONDS}.`,
    };
  }
}

function* halvedCapacity(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.services.filter(rolls)) {
    const { resource, minimumTasks } = service;
    const minimum = knownNumber(resource.property('DeploymentConfiguration', 'MinimumHealthyPercent'));
    const maximum = knownNumber(resource.property('DeploymentConfiguration', 'MaximumPercent'));
    const rebalancing = knownString(resource.property('AvailabilityZoneRebalancing'));
    if (rebalancing === 'ENABLED' && maximum !== undefined && maximum <= 100) {
      yield {
        level: 'error',
        resource,
        message: `The maximum is ${maximum} %, and zone rebalancing starts a task before it stops one: it needs more than 100 %.`,
      };
    } else if (minimum !== undefined && minimum >= 100 && maximum !== undefined && maximum <= 100) {
      yield {
        level: 'error',
        resource,
        message: `With a minimum of ${minimum} % and a maximum of ${maximum} % no task can ever be replaced.`,
      };
    }
    if (minimum === undefined || minimum >= 100 || typeof minimumTasks !== 'number') continue;
    const left = Math.ceil((minimumTasks * minimum) / 100);
    if (left >= minimumTasks) continue;
    yield {
      level: 'warning',
      resource,
      message: `The minimum is ${minimum} %: a deployment may leave ${left} of ${minimumTasks} tasks.`,
    };
  }
}

function* shiftedTraffic(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource } of topology.services) {
    const strategy = knownString(resource.property('DeploymentConfiguration', 'Strategy'));
    if (strategy === undefined || strategy === 'ROLLING') continue;
    yield {
      level: 'advice',
      resource,
      message: `The strategy is ${strategy}: ECS adds ten minutes to each shift behind a Network Load Balancer and writes the listener's weights itself.`,
    };
  }
}

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

export const rolloutPitfalls: readonly Pitfall[] = [
  {
    id: 'P35',
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
            option: 'network.taskSubnets',
            message: `Tasks may run in ${zone}, where the load balancer has no subnet: their targets stay unused.`,
            remedy: `Add a subnet in ${zone} to network.loadBalancerSubnets, or remove that of the tasks.`,
            isBinding: true,
          };
        }
      }),
      {
        kind: 'template',
        finds: 'target groups without listener, services that do not wait for one, and targets of the wrong type',
        check: detachedTargets,
      },
    ],
  },
  {
    id: 'P36',
    title: 'A deployment takes three hours to fail',
    cause:
      'Without a circuit breaker ECS retries; with a short grace period it replaces tasks that are not judged yet.',
    remedy: 'Turn the deployment circuit breaker on with rollback.',
    references: [ecsGuide('deployment-circuit-breaker'), issue('aws/containers-roadmap', 469)],
    coverage: [
      optionRule('no circuit breaker, or a short grace period', function* ({ rollout }) {
        if (!rollout.circuitBreaker) {
          yield {
            level: 'warning',
            option: 'rollout.circuitBreaker',
            message: 'It is false: ECS starts failing tasks for hours before the deployment fails.',
          };
        }
        if (rollout.healthCheckGracePeriodSeconds < GRACE_SECONDS) {
          yield {
            level: 'advice',
            option: 'rollout.healthCheckGracePeriodSeconds',
            message: `It is ${rollout.healthCheckGracePeriodSeconds} s; a new target is not judged for 70 to 120 s, and ECS may replace it before.`,
            remedy: `Set it to ${GRACE_SECONDS} s.`,
          };
        }
      }),
      { kind: 'template', finds: 'services without circuit breaker or with a short grace period', check: slowFailures },
    ],
  },
  {
    id: 'P37',
    title: 'Capacity halves during a deployment',
    cause: 'The CDK’s default minimum is 50 % of the desired tasks.',
    remedy: 'Set the minimum to 100 % and the maximum to 200 %.',
    references: [issue('aws/aws-cdk', 31705), cloudFormation('aws-properties-ecs-service-deploymentconfiguration')],
    coverage: [
      optionRule('a minimum below 100 %, or a maximum that leaves no room', function* ({ rollout, task }) {
        const { minHealthyPercent, maxHealthyPercent } = rollout;
        if (maxHealthyPercent <= 100) {
          const stuck = minHealthyPercent >= 100;
          yield {
            level: stuck ? 'error' : 'advice',
            isBinding: stuck,
            option: 'rollout.maxHealthyPercent',
            message: stuck
              ? `With a minimum of ${minHealthyPercent} % and a maximum of ${maxHealthyPercent} % no task can ever be replaced.`
              : `It is ${maxHealthyPercent} %: zone rebalancing, which starts a task before it stops one, is off then.`,
          };
        }
        const left = Math.ceil((task.desiredCount * minHealthyPercent) / 100);
        if (left < task.desiredCount) {
          yield {
            level: 'warning',
            option: 'rollout.minHealthyPercent',
            message: `It is ${minHealthyPercent} %: a deployment may leave ${left} of ${task.desiredCount} tasks.`,
          };
        }
      }),
      { kind: 'template', finds: 'services that shrink at deployments, or cannot be deployed', check: halvedCapacity },
    ],
  },
  {
    id: 'P44',
    title: 'Blue/green deployments are slow and the weights drift',
    cause:
      'ECS adds ten minutes to each shift behind a Network Load Balancer and rewrites the weights of the listener outside of the template.',
    remedy: 'Use rolling deployments, or leave the listener’s action to ECS.',
    references: [ecsGuide('nlb-resources-for-blue-green')],
    coverage: [
      { kind: 'impossible', why: 'Deployments are rolling.' },
      { kind: 'template', finds: 'other strategies than rolling', check: shiftedTraffic },
    ],
  },
  {
    id: 'P49',
    title: 'A second service on the same target group breaks deployments',
    cause: 'Each service deregisters the targets that it does not know.',
    remedy: 'Give each service a target group of its own.',
    references: [ECS_NLB, NLB_TARGET_GROUP_ATTRIBUTES],
    coverage: [
      { kind: 'impossible', why: 'Each port has a target group of its own and each stage one service.' },
      { kind: 'template', finds: 'target groups of two services', check: sharedTargetGroups },
    ],
  },
];
