import type { TemplateCases } from '../support/cases';
import { all, containers, set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'no settings': unchanged,
    'a setting that exists': (t) => {
      containers(t)[0].SystemControls = [{ Namespace: 'net.ipv4.ip_local_port_range', Value: '1024 65000' }];
    },
    'on EC2 with a task for both': all(
      set('Task', { RequiresCompatibilities: ['EC2', 'FARGATE'] }),
      set('Service', { LaunchType: undefined, CapacityProviderStrategy: [{ CapacityProvider: 'hosts' }] }),
      (t) => {
        containers(t)[0].SystemControls = [{ Namespace: 'net.core.rmem_max', Value: '1' }];
      },
    ),
    'on EC2': all(set('Task', { RequiresCompatibilities: ['EC2'] }), set('Service', { LaunchType: 'EC2' }), (t) => {
      containers(t)[0].SystemControls = [{ Namespace: 'net.core.rmem_max', Value: '1' }];
    }),
  },
  invalid: {
    'a receive buffer on capacity of Fargate': [
      all(
        set('Service', { LaunchType: undefined, CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE' }] }),
        (t) => {
          containers(t)[0].SystemControls = [{ Namespace: 'net.core.rmem_max', Value: '8388608' }];
        },
      ),
      'error Task',
    ],
    'a receive buffer': [
      (t) => {
        containers(t)[0].SystemControls = [{ Namespace: 'net.core.rmem_max', Value: '8388608' }];
      },
      'error Task',
    ],
  },
};
