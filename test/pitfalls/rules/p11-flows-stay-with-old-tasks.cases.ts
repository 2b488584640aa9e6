import type { OptionCases, TemplateCases } from '../support/cases';
import { parameter } from '../support/changes';
import { all, properties, setAttribute, unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: {
    'TCP alone': { ports: [stage.port({ protocol: 'TCP' })], ...stage.balancer({ connectionTermination: false }) },
  },
  invalid: {
    'no termination': [stage.balancer({ connectionTermination: false }), 'warning loadBalancer.connectionTermination'],
    'a long delay': [
      stage.balancer({ deregistrationDelaySeconds: 300 }),
      'advice loadBalancer.deregistrationDelaySeconds',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    '120 s and termination': unchanged,
    'nothing said': (t) => {
      delete properties(t, 'Targets').TargetGroupAttributes;
    },
    'an open delay': all(
      parameter('Delay'),
      setAttribute('Targets', 'deregistration_delay.timeout_seconds', { Ref: 'Delay' }),
    ),
  },
  invalid: {
    'no termination': [
      setAttribute('Targets', 'deregistration_delay.connection_termination.enabled', 'false'),
      'warning Targets',
    ],
    'a long delay': [setAttribute('Targets', 'deregistration_delay.timeout_seconds', '300'), 'advice Targets'],
    'a long delay by parameter': [
      (t) => {
        t.Parameters.Delay = { Type: 'Number', Default: 600 };
        setAttribute('Targets', 'deregistration_delay.timeout_seconds', { 'Fn::Sub': '${Delay}' })(t);
      },
      'advice Targets',
    ],
  },
};
