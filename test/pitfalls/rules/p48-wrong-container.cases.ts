import type { TemplateCases } from '../support/cases';
import { application } from '../support/changes';
import { set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'the container that maps the port': unchanged,
    'a port that nobody maps': application({ PortMappings: [] }),
  },
  invalid: {
    'the gate': [
      set('Service', {
        LoadBalancers: [{ ContainerName: 'gate', ContainerPort: 1053, TargetGroupArn: { Ref: 'Targets' } }],
      }),
      'error Service',
    ],
    'a name that is not there': [
      set('Service', {
        LoadBalancers: [{ ContainerName: 'web', ContainerPort: 1053, TargetGroupArn: { Ref: 'Targets' } }],
      }),
      'error Service',
    ],
  },
};
