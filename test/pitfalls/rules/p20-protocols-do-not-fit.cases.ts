import type { TemplateCases } from '../support/cases';
import { application, copy, parameter, protocol } from '../support/changes';
import { all, set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'one protocol': unchanged,
    'a UDP listener before TCP_UDP': set('Targets', { Protocol: 'TCP_UDP' }),
    'TLS before TCP': all(
      protocol('TCP'),
      set('Listener', { Protocol: 'TLS' }),
      application({ PortMappings: [{ ContainerPort: 1053 }] }),
    ),
    'TCP_UDP over one UDP mapping': protocol('TCP_UDP'),
    'an open protocol': all(parameter('Protocol'), set('Listener', { Protocol: { Ref: 'Protocol' } })),
  },
  invalid: {
    'a UDP listener before TCP': [
      all(set('Targets', { Protocol: 'TCP' }), application({ PortMappings: [{ ContainerPort: 1053 }] })),
      'error Listener',
    ],
    'TCP_UDP before UDP': [set('Listener', { Protocol: 'TCP_UDP' }), 'error Listener'],
    'a weighted target group': [
      all(
        copy('Targets', 'Green', { Protocol: 'TCP' }),
        set('Listener', {
          DefaultActions: [
            {
              Type: 'forward',
              ForwardConfig: {
                TargetGroups: [{ TargetGroupArn: { Ref: 'Targets' } }, { TargetGroupArn: { Ref: 'Green' } }],
              },
            },
          ],
        }),
      ),
      'error Listener',
    ],
    'a TCP mapping of a UDP target': [application({ PortMappings: [{ ContainerPort: 1053 }] }), 'warning Service'],
  },
};
