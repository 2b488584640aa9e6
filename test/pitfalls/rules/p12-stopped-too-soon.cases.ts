import type { OptionCases, TemplateCases } from '../support/cases';
import { application, parameter } from '../support/changes';
import { all, properties, set, setAttribute, unchanged } from '../support/good';
import * as stage from '../support/stage';

const delay = (seconds: string) => setAttribute('Targets', 'deregistration_delay.timeout_seconds', seconds);

export const options: OptionCases = {
  valid: { 'a short delay, a long stop': { ...stage.balancer({ deregistrationDelaySeconds: 15 }) } },
  invalid: {
    'over too soon': [
      { ...stage.balancer({ deregistrationDelaySeconds: 10 }), ...stage.application({ stopTimeoutSeconds: 30 }) },
      'warning loadBalancer.deregistrationDelaySeconds',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    'time enough': unchanged,
    'a short delay with a long stop': all(delay('30'), application({ StopTimeout: 60 })),
    'nothing said': all(application({ StopTimeout: undefined }), (t) => {
      delete properties(t, 'Targets').TargetGroupAttributes;
    }),
    'as long as an instance likes': all(
      set('Service', { LaunchType: 'EC2' }),
      set('Task', { RequiresCompatibilities: ['EC2', 'FARGATE'] }),
      application({ StopTimeout: 300 }),
    ),
    'an open delay': all(
      parameter('Delay'),
      setAttribute('Targets', 'deregistration_delay.timeout_seconds', { Ref: 'Delay' }),
    ),
  },
  invalid: {
    'over too soon': [all(delay('10'), application({ StopTimeout: 30 })), 'warning Targets'],
    'over too soon by default': [all(delay('30'), application({ StopTimeout: undefined })), 'warning Targets'],
    'longer than Fargate takes': [application({ StopTimeout: 300 }), 'error Task'],
  },
};
