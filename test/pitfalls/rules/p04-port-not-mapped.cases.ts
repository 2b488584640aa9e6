import type { TemplateCases } from '../support/cases';
import { application, parameter } from '../support/changes';
import { all, set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    mapped: unchanged,
    'mapped by an open number': all(
      parameter('Port'),
      application({ PortMappings: [{ ContainerPort: { Ref: 'Port' } }] }),
    ),
    'a name by parameter': all(
      parameter('Name'),
      set('Service', {
        LoadBalancers: [{ ContainerName: { Ref: 'Name' }, ContainerPort: 9, TargetGroupArn: { Ref: 'Targets' } }],
      }),
    ),
  },
  invalid: {
    'a port that nobody maps': [application({ PortMappings: [] }), 'error Service'],
    'a container that does not exist': [
      set('Service', {
        LoadBalancers: [{ ContainerName: 'web', ContainerPort: 80, TargetGroupArn: { Ref: 'Targets' } }],
      }),
      'error Service',
    ],
  },
};
