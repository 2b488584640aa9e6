import type { OptionCases, TemplateCases } from '../support/cases';
import { copy, parameter, protocol } from '../support/changes';
import { all, containers, type Draft, properties, remove, set, unchanged } from '../support/good';
import * as stage from '../support/stage';

const onTrafficPort = set('Targets', {
  HealthCheckPort: undefined,
  HealthCheckProtocol: undefined,
  HealthCheckPath: undefined,
});

const forward = (group: string): Draft => ({ Type: 'forward', TargetGroupArn: { Ref: group } });

/** A port that nobody serves over TCP. */
const game = set('Listener', { Port: 7777 });

export const options: OptionCases = {
  valid: { 'TCP_UDP on its own port': { ports: [{ ...stage.check({ port: 1053 }), protocol: 'TCP_UDP' }] } },
  invalid: {
    'the UDP port': [{ ports: [stage.check({ port: 1053 })] }, 'error healthGate.port'],
    'no gate': [{ healthGate: undefined, ports: [stage.check({ port: 1053 })] }, 'error healthGate.enabled'],
  },
};

export const template: TemplateCases = {
  valid: {
    'a port of its own': unchanged,
    'traffic-port of TCP_UDP': all(protocol('TCP_UDP'), onTrafficPort),
    'traffic-port where the container also maps TCP': all(onTrafficPort, (t) => {
      containers(t)[0].PortMappings.push({ ContainerPort: 1053 });
    }),
    'traffic-port where another target group takes TCP': all(
      onTrafficPort,
      game,
      copy('Targets', 'TcpTargets', { Protocol: 'TCP' }),
      copy('Listener', 'TcpListener', { Protocol: 'TCP', DefaultActions: [forward('TcpTargets')] }),
      (t) => {
        properties(t, 'Service').LoadBalancers.push({
          ContainerName: 'dns',
          ContainerPort: 1053,
          TargetGroupArn: { Ref: 'TcpTargets' },
        });
      },
    ),
    'a port of the instance by number': set('Targets', { TargetType: 'instance', HealthCheckPort: '1053' }),
    'an open port': all(parameter('Port'), set('Targets', { HealthCheckPort: { Ref: 'Port' } })),
    'a task definition that is not at hand': all(
      parameter('TaskArn'),
      onTrafficPort,
      set('Service', { TaskDefinition: { Ref: 'TaskArn' } }),
    ),
  },
  invalid: {
    'traffic-port by default': [all(onTrafficPort, game), 'error Targets'],
    'the port of the traffic by number': [all(set('Targets', { HealthCheckPort: '1053' }), game), 'error Targets'],
    'traffic-port of a protocol that is served over both': [onTrafficPort, 'warning Targets'],
    'the port of another target group, which is UDP, too': [
      all(
        set('Targets', { HealthCheckPort: '1054' }),
        copy('Targets', 'OtherTargets', {}),
        copy('Listener', 'OtherListener', { Port: 54, DefaultActions: [forward('OtherTargets')] }),
        (t) => {
          containers(t)[0].PortMappings.push({ ContainerPort: 1054, Protocol: 'udp' });
          properties(t, 'Service').LoadBalancers.push({
            ContainerName: 'dns',
            ContainerPort: 1054,
            TargetGroupArn: { Ref: 'OtherTargets' },
          });
        },
        game,
      ),
      'error Targets',
      'error OtherTargets',
    ],
    'a check over UDP': [set('Targets', { HealthCheckProtocol: 'UDP' }), 'error Targets'],
    'traffic-port with targets that are not at hand': [
      all(onTrafficPort, remove('Service', 'Scaling', 'ScaleOnCpu')),
      'warning Targets',
    ],
  },
};
