// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of Fn::Sub
import { all, containers, type Draft, properties, remove, set, setAttribute, unchanged } from '../support/good';
import type { RuleCases } from '../support/rule-table';

const onTrafficPort = set('Targets', {
  HealthCheckPort: undefined,
  HealthCheckProtocol: undefined,
  HealthCheckPath: undefined,
});
const gate =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[1], values);
  };
const application =
  (values: Draft) =>
  (t: Draft): void => {
    Object.assign(containers(t)[0], values);
  };
const parameter =
  (name: string, type = 'String') =>
  (t: Draft): void => {
    t.Parameters[name] = { Type: type };
  };
const copy =
  (from: string, to: string, values: Draft) =>
  (t: Draft): void => {
    t.Resources[to] = structuredClone(t.Resources[from]);
    set(to, values)(t);
  };
const forward = (group: string): Draft => ({ Type: 'forward', TargetGroupArn: { Ref: group } });
/** A port that nobody serves over TCP. */
const game = set('Listener', { Port: 7777 });
const protocol = (value: string) => all(set('Listener', { Protocol: value }), set('Targets', { Protocol: value }));
const dual = all(
  set('LoadBalancer', { IpAddressType: 'dualstack', EnablePrefixForIpv6SourceNat: 'on' }),
  set('Targets', { IpAddressType: 'ipv6' }),
);

/** Subnets of the template's own for the load balancer. */
const subnets = (t: Draft): void => {
  for (const name of ['Left', 'Right']) {
    t.Resources[name] = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'VpcId' } } };
  }
  set('LoadBalancer', { Subnets: [{ Ref: 'Left' }, { Ref: 'Right' }] })(t);
};

export const healthAndPortCases: Readonly<Record<string, RuleCases>> = {
  P5: {
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
  },
  P6: {
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
  },
  P7: {
    valid: {
      'alarms on health': unchanged,
      'one alarm by metric math': all(remove('HealthyAlarm', 'UnhealthyAlarm'), (t) => {
        const { Namespace, MetricName } = properties(t, 'FailOpenAlarm');
        t.Resources.FailOpenAlarm.Properties = {
          Metrics: [{ Id: 'm', MetricStat: { Metric: { Namespace, MetricName }, Stat: 'Sum', Period: 60 } }],
        };
      }),
      'an alarm on a metric by parameter': all(
        remove('HealthyAlarm', 'UnhealthyAlarm'),
        parameter('Metric'),
        set('FailOpenAlarm', { MetricName: { Ref: 'Metric' } }),
      ),
      'a query over every load balancer': all(remove('HealthyAlarm', 'UnhealthyAlarm'), (t) => {
        const Expression = 'SELECT MAX(UnHealthyHostCount) FROM "AWS/NetworkELB"';
        t.Resources.FailOpenAlarm.Properties = { Metrics: [{ Id: 'q', Period: 60, Expression }] };
      }),
      'a load balancer that another stack may watch': all(
        remove('HealthyAlarm', 'UnhealthyAlarm', 'FailOpenAlarm'),
        (t) => {
          t.Outputs = { Name: { Value: { Ref: 'LoadBalancer' }, Export: { Name: 'edge' } } };
        },
      ),
      'TCP alone': all(remove('HealthyAlarm', 'UnhealthyAlarm', 'FailOpenAlarm'), protocol('TCP')),
    },
    invalid: {
      'no alarm': [remove('HealthyAlarm', 'UnhealthyAlarm', 'FailOpenAlarm'), 'advice LoadBalancer'],
      'alarms on other metrics': [
        all(remove('HealthyAlarm', 'UnhealthyAlarm'), set('FailOpenAlarm', { MetricName: 'ConsumedLCUs' })),
        'advice LoadBalancer',
      ],
    },
  },
  P4: {
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
  },
  P48: {
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
  },
  P18: {
    valid: {
      'one listener': unchanged,
      'two ports': copy('Listener', 'Second', { Port: 54 }),
      'one port of two load balancers': all(
        copy('LoadBalancer', 'Other', {}),
        copy('Listener', 'Second', { LoadBalancerArn: { Ref: 'Other' } }),
      ),
      'one of two by condition': all(copy('Listener', 'Second', {}), (t) => {
        t.Parameters.Tcp = { Type: 'String' };
        t.Conditions = { Tcp: { 'Fn::Equals': [{ Ref: 'Tcp' }, 'yes'] } };
        t.Resources.Second.Condition = 'Tcp';
      }),
    },
    invalid: {
      'UDP and TCP on one port': [copy('Listener', 'Second', { Protocol: 'TCP', Port: '53' }), 'error Second'],
    },
  },
  P19: {
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
  },
  P20: {
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
  },
  P21: {
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
  },
  P22: {
    valid: {
      IPv4: unchanged,
      'all of dual-stack': dual,
      'subnets with a block by themselves and by a resource': all(dual, subnets, (t) => {
        properties(t, 'Left').Ipv6CidrBlock = '2001:db8::/64';
        t.Resources.Block = { Type: 'AWS::EC2::SubnetCidrBlock', Properties: { SubnetId: { Ref: 'Right' } } };
      }),
      'dual-stack TCP': all(protocol('TCP'), set('LoadBalancer', { IpAddressType: 'dualstack' })),
      'an open type': all(parameter('Kind'), set('LoadBalancer', { IpAddressType: { Ref: 'Kind' } })),
    },
    invalid: {
      'no prefix': [all(dual, set('LoadBalancer', { EnablePrefixForIpv6SourceNat: undefined })), 'error LoadBalancer'],
      'IPv4 targets': [all(dual, set('Targets', { IpAddressType: undefined })), 'error Targets'],
      'IPv4 subnets': [all(dual, subnets), 'error Left', 'error Right'],
      'nothing of it': [set('LoadBalancer', { IpAddressType: 'dualstack' }), 'error LoadBalancer', 'error Targets'],
    },
  },
  P45: {
    valid: {
      'one target group': unchanged,
      five: (t) => moreTargets(t, 4),
    },
    invalid: { six: [(t) => moreTargets(t, 5), 'error Service'] },
  },
};

function moreTargets(template: Draft, count: number): void {
  for (let index = 0; index < count; index += 1) {
    copy('Targets', `Targets${index}`, {})(template);
    copy('Listener', `Listener${index}`, {
      Port: 100 + index,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: `Targets${index}` } }],
    })(template);
    properties(template, 'Service').LoadBalancers.push({
      ContainerName: 'dns',
      ContainerPort: 1053,
      TargetGroupArn: { Ref: `Targets${index}` },
    });
  }
}
