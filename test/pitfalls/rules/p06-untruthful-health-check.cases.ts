import type { OptionCases, TemplateCases } from '../support/cases';
import { application, gate } from '../support/changes';
import { all, containers, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: {
    'TCP without a gate': {
      healthGate: undefined,
      ports: [{ ...stage.check({ protocol: 'TCP', port: 1053 }), protocol: 'TCP' }],
    },
  },
  invalid: {
    'no gate': [
      { healthGate: undefined, ports: [{ ...stage.check({ port: 1053 }), protocol: 'TCP_UDP' }] },
      'error healthGate.enabled',
    ],
    'a port that the gate does not watch': [
      { ports: [stage.PORT, stage.port({ name: 'ntp', port: 123, containerPort: 1123 })] },
      'error healthGate.enabled',
    ],
    'a bare TCP check': [{ ports: [stage.check({ protocol: 'TCP' })] }, 'advice healthCheck.protocol'],
  },
};

export const template: TemplateCases = {
  valid: {
    'a gate': unchanged,
    'a responder that reads the socket table': gate({
      Command: ['sh', '-c', 'while nc -l -p 8080; do grep -qi :041D /proc/net/udp; done'],
    }),
    'a responder that asks over UDP': gate({
      Command: ['sh', '-c', 'echo q | nc -u -w1 127.0.0.1 1053 && nc -l -p 8080'],
    }),
    'the application itself, over TCP': all(
      set('Targets', { HealthCheckProtocol: 'TCP' }),
      application({ PortMappings: [{ ContainerPort: 1053, Protocol: 'udp' }, { ContainerPort: 8080 }] }),
      (t) => {
        containers(t).pop();
      },
    ),
    'netcat in another role': (t) => {
      containers(t).push({ Name: 'debug', Image: 'x.example.com/debug', Command: ['nc', '-lk', '9999'] });
    },
    'an image of that name in a registry of its own': gate({
      Image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/nginx:1',
      Command: undefined,
    }),
    'a web server with its own command': gate({ Image: 'registry.example.com/nginx:1', Command: ['/check-udp'] }),
  },
  invalid: {
    'netcat in a loop': [
      gate({ Command: ['sh', '-c', 'while true; do echo ok | nc -l -p 8080; done'] }),
      'warning Task',
    ],
    'netcat by its entry point': [gate({ EntryPoint: ['ncat'], Command: ['-lk', '8080'] }), 'warning Task'],
    'a static web server': [gate({ Command: ['python3', '-m', 'http.server', '8080'] }), 'warning Task'],
    'busybox httpd': [gate({ Command: ['httpd', '-f', '-p', '8080'] }), 'warning Task'],
    'a stock image': [gate({ Image: 'public.ecr.aws/nginx/nginx:1.29', Command: undefined }), 'warning Task'],
    socat: [gate({ Command: ['socat', 'TCP-LISTEN:8080,fork', 'EXEC:/bin/true'] }), 'warning Task'],
    'a port that the command names alone': [
      gate({ PortMappings: undefined, Command: ['nc', '-lk', '-p', '8080'] }),
      'warning Task',
    ],
    'a bare TCP check of the gate': [set('Targets', { HealthCheckProtocol: 'TCP' }), 'advice Targets'],
  },
};
