import { knownNumber, knownString } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, issue } from '../references';
import { rolls } from '../template/rolling';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P37',
  theme: 'Rollout',
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
} satisfies Pitfall;
