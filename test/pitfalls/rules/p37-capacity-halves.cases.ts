import type { OptionCases, TemplateCases } from '../support/cases';
import { deployment, parameter } from '../support/changes';
import { all, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: {
    'half of one task': {
      ...stage.rollout({ minHealthyPercent: 50 }),
      ...stage.task({ desiredCount: 1 }),
      ...stage.balancer({ crossZone: true }),
    },
  },
  invalid: {
    half: [stage.rollout({ minHealthyPercent: 50 }), 'warning rollout.minHealthyPercent'],
    'no room': [stage.rollout({ maxHealthyPercent: 100 }), 'error rollout.maxHealthyPercent'],
    'no room above': [
      stage.rollout({ minHealthyPercent: 50, maxHealthyPercent: 100 }),
      'warning rollout.minHealthyPercent',
      'advice rollout.maxHealthyPercent',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    '100 and 200': unchanged,
    'nothing said': set('Service', { DeploymentConfiguration: undefined }),
    'half of one task': all(deployment({ MinimumHealthyPercent: 50 }), set('Scaling', { MinCapacity: 1 })),
    'an open number of tasks': all(
      parameter('Tasks'),
      deployment({ MinimumHealthyPercent: 50 }),
      set('Scaling', { MinCapacity: { Ref: 'Tasks' } }),
    ),
  },
  invalid: {
    half: [deployment({ MinimumHealthyPercent: 50 }), 'warning Service'],
    'no room, with rebalancing': [deployment({ MaximumPercent: 100 }), 'error Service'],
    'no room': [
      all(deployment({ MaximumPercent: 100 }), set('Service', { AvailabilityZoneRebalancing: 'DISABLED' })),
      'error Service',
    ],
  },
};
