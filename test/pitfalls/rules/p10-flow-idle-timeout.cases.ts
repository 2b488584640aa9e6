import type { TemplateCases } from '../support/cases';
import { all, set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'no timeout': unchanged,
    'a timeout of TCP': all(
      set('Listener', { Protocol: 'TCP', ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '600' }] }),
    ),
    'a timeout of both': set('Listener', {
      Protocol: 'TCP_UDP',
      ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '600' }],
    }),
  },
  invalid: {
    'a timeout of UDP': [
      set('Listener', { ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '600' }] }),
      'error Listener',
    ],
  },
};
