import type { TemplateCases } from '../support/cases';
import { parameter, protocol } from '../support/changes';
import { all, setAttribute, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'neither attribute': unchanged,
    'what UDP has anyway': setAttribute('Targets', 'preserve_client_ip.enabled', 'true'),
    TCP: all(protocol('TCP'), setAttribute('Targets', 'preserve_client_ip.enabled', 'false')),
    'an open value': all(parameter('Keep'), setAttribute('Targets', 'preserve_client_ip.enabled', { Ref: 'Keep' })),
  },
  invalid: {
    'client addresses are not preserved': [
      setAttribute('Targets', 'preserve_client_ip.enabled', 'false'),
      'error Targets',
    ],
    'flows to unhealthy targets are cut': [
      setAttribute('Targets', 'target_health_state.unhealthy.connection_termination.enabled', true),
      'error Targets',
    ],
  },
};
