import type { OptionCases, TemplateCases } from '../support/cases';
import { application, gate } from '../support/changes';
import { unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: {
    'two container ports': {
      ports: [stage.PORT, stage.port({ name: 'alt', port: 5353, containerPort: 2053 })],
    },
  },
  invalid: {
    'one container port, one protocol': [
      { ports: [stage.PORT, stage.port({ name: 'alt', port: 5353 })] },
      'error ports',
    ],
    'one container port, two protocols': [
      { ports: [stage.PORT, stage.port({ name: 'tcp', port: 5353, protocol: 'TCP' })] },
      'error ports',
    ],
    'the port of the gate': [{ ports: [stage.port({ containerPort: 8080 })] }, 'error healthGate.port'],
  },
};

export const template: TemplateCases = {
  valid: {
    'one mapping a port': unchanged,
    'one port in two containers': gate({
      PortMappings: [{ ContainerPort: 8080 }, { ContainerPort: 1053, Protocol: 'tcp' }],
    }),
  },
  invalid: {
    'UDP and TCP of one port': [
      application({
        PortMappings: [
          { ContainerPort: 1053, Protocol: 'udp' },
          { ContainerPort: 1053, Protocol: 'tcp' },
        ],
      }),
      'error Task',
    ],
  },
};
