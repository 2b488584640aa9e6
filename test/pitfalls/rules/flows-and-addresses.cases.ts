// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of Fn::Sub
import { all, containers, type Draft, properties, remove, set, setAttribute, unchanged } from '../support/good';
import type { RuleCases } from '../support/rule-table';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';
const zonal = setAttribute('LoadBalancer', CROSS_ZONE, undefined);
const tasks = (count: Draft) => all(set('Service', { DesiredCount: count }), set('Scaling', { MinCapacity: count }));
const parameter =
  (name: string) =>
  (t: Draft): void => {
    t.Parameters[name] = { Type: 'String' };
  };

const fixed = (t: Draft): void => {
  for (const zone of ['A', 'B']) {
    t.Resources[`Address${zone}`] = { Type: 'AWS::EC2::EIP', DeletionPolicy: 'Retain', Properties: { Domain: 'vpc' } };
  }
  set('LoadBalancer', {
    Scheme: 'internet-facing',
    Subnets: undefined,
    SubnetMappings: ['A', 'B'].map((zone) => ({
      SubnetId: { Ref: `Subnet${zone}` },
      AllocationId: { 'Fn::GetAtt': [`Address${zone}`, 'AllocationId'] },
    })),
  })(t);
};
const shared = (t: Draft): void => {
  t.Resources.Sharing = {
    Type: 'AWS::EC2::VPCEndpointService',
    Properties: { NetworkLoadBalancerArns: [{ Ref: 'LoadBalancer' }] },
  };
};

export const flowAndAddressCases: Readonly<Record<string, RuleCases>> = {
  P10: {
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
  },
  P11: {
    valid: {
      '120 s and termination': unchanged,
      'nothing said': (t) => {
        delete properties(t, 'Targets').TargetGroupAttributes;
      },
      'an open delay': all(
        parameter('Delay'),
        setAttribute('Targets', 'deregistration_delay.timeout_seconds', { Ref: 'Delay' }),
      ),
    },
    invalid: {
      'no termination': [
        setAttribute('Targets', 'deregistration_delay.connection_termination.enabled', 'false'),
        'warning Targets',
      ],
      'a long delay': [setAttribute('Targets', 'deregistration_delay.timeout_seconds', '300'), 'advice Targets'],
      'a long delay by parameter': [
        (t) => {
          t.Parameters.Delay = { Type: 'Number', Default: 600 };
          setAttribute('Targets', 'deregistration_delay.timeout_seconds', { 'Fn::Sub': '${Delay}' })(t);
        },
        'advice Targets',
      ],
    },
  },
  P16: {
    valid: { off: unchanged, 'not said': setAttribute('Targets', 'stickiness.enabled', undefined) },
    invalid: { on: [setAttribute('Targets', 'stickiness.enabled', 'true'), 'advice Targets'] },
  },
  P23: {
    valid: {
      'no name': unchanged,
      'the ARN of the load balancer': (t) => {
        containers(t)[0].Environment = [{ Name: 'LB', Value: { Ref: 'LoadBalancer' } }];
      },
    },
    invalid: {
      'its own name': [
        (t) => {
          containers(t)[0].Environment = [
            { Name: 'UPSTREAM', Value: { 'Fn::Sub': 'udp://${LoadBalancer.DNSName}:53' } },
          ];
        },
        'warning Task',
      ],
    },
  },
  P26: {
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
  },
  P47: {
    valid: {
      'not shared': unchanged,
      'shared, and said how': all(
        shared,
        set('LoadBalancer', { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
        setAttribute('Targets', 'proxy_protocol_v2.enabled', 'true'),
      ),
    },
    invalid: {
      'shared, and left open': [shared, 'warning LoadBalancer', 'advice Targets'],
    },
  },
  P14: {
    valid: {
      'no addresses': zonal,
      'cross-zone': all(fixed, tasks(1)),
      'cross-zone of the target group': all(fixed, zonal, tasks(1), setAttribute('Targets', CROSS_ZONE, 'true')),
      'two tasks a zone': all(fixed, zonal, tasks(4)),
      'an open number of tasks': all(fixed, zonal, parameter('Tasks'), tasks({ Ref: 'Tasks' })),
      'an open attribute': all(fixed, parameter('Cross'), setAttribute('LoadBalancer', CROSS_ZONE, { Ref: 'Cross' })),
    },
    invalid: {
      'one task for two zones': [all(fixed, zonal, tasks(1)), 'error LoadBalancer'],
      'one task a zone': [all(fixed, zonal), 'warning LoadBalancer'],
      'a private address': [
        all(
          zonal,
          tasks(1),
          set('LoadBalancer', {
            Subnets: undefined,
            SubnetMappings: [{ SubnetId: { Ref: 'SubnetA' }, PrivateIPv4Address: '10.0.0.10' }],
          }),
        ),
        'warning LoadBalancer',
      ],
      'off in the target group alone': [
        all(fixed, tasks(1), setAttribute('Targets', CROSS_ZONE, 'false')),
        'error LoadBalancer',
      ],
    },
  },
  P15: {
    valid: {
      'cross-zone': tasks(1),
      'a task a zone': zonal,
      'a task an instance': all(
        zonal,
        remove('Scaling', 'ScaleOnCpu'),
        set('Service', { SchedulingStrategy: 'DAEMON', DesiredCount: undefined }),
      ),
      'a subnet by condition': all(zonal, tasks(1), (t) => {
        t.Parameters.Second = { Type: 'String' };
        t.Conditions = { Second: { 'Fn::Equals': [{ Ref: 'Second' }, 'yes'] } };
        properties(t, 'LoadBalancer').Subnets[1] = {
          'Fn::If': ['Second', { Ref: 'SubnetB' }, { Ref: 'AWS::NoValue' }],
        };
      }),
      'affinity without cross-zone': all(
        zonal,
        setAttribute('LoadBalancer', 'dns_record.client_routing_policy', 'availability_zone_affinity'),
      ),
    },
    invalid: {
      'one task for two zones': [all(zonal, tasks(1)), 'warning LoadBalancer'],
      'affinity with cross-zone': [
        setAttribute('LoadBalancer', 'dns_record.client_routing_policy', 'availability_zone_affinity'),
        'warning LoadBalancer',
      ],
    },
  },
  P33: {
    valid: {
      'no addresses': unchanged,
      'an address a zone': fixed,
      'a NAT gateway with an address of its own': all(fixed, (t) => {
        t.Resources.NatAddress = { Type: 'AWS::EC2::EIP' };
        t.Resources.Nat = {
          Type: 'AWS::EC2::NatGateway',
          Properties: { SubnetId: { Ref: 'SubnetA' }, AllocationId: { 'Fn::GetAtt': ['NatAddress', 'AllocationId'] } },
        };
      }),
      'addresses of a nested stack that is not at hand': all(fixed, (t) => {
        t.Resources.Addresses = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x/y' } };
        for (const [index, output] of ['Outputs.A', 'Outputs.B'].entries()) {
          properties(t, 'LoadBalancer').SubnetMappings[index].AllocationId = { 'Fn::GetAtt': ['Addresses', output] };
        }
      }),
      'addresses of conditions': all(fixed, (t) => {
        t.Conditions = { Fixed: { 'Fn::Equals': [{ Ref: 'SubnetA' }, 'x'] } };
        properties(t, 'LoadBalancer').SubnetMappings = properties(t, 'LoadBalancer').SubnetMappings.map(
          (one: Draft) => ({
            'Fn::If': ['Fixed', one, { SubnetId: one.SubnetId }],
          }),
        );
      }),
    },
    invalid: {
      'one address for two zones': [
        all(fixed, (t) => {
          properties(t, 'LoadBalancer').SubnetMappings[1].AllocationId = { 'Fn::GetAtt': ['AddressA', 'AllocationId'] };
        }),
        'error LoadBalancer',
      ],
      'an address of a NAT gateway': [
        all(fixed, (t) => {
          t.Resources.Nat = {
            Type: 'AWS::EC2::NatGateway',
            Properties: { SubnetId: { Ref: 'SubnetA' }, AllocationId: { 'Fn::GetAtt': ['AddressA', 'AllocationId'] } },
          };
        }),
        'error LoadBalancer',
      ],
      'one allocation ID for two load balancers': [
        all(fixed, (t) => {
          properties(t, 'LoadBalancer').SubnetMappings[0].AllocationId = 'eipalloc-1';
          t.Resources.Other = structuredClone(t.Resources.LoadBalancer);
          properties(t, 'Other').SubnetMappings.pop();
        }),
        'error Other',
      ],
    },
  },
  P34: {
    valid: {
      retained: fixed,
      'retained but on create': all(fixed, (t) => {
        t.Resources.AddressA.DeletionPolicy = 'RetainExceptOnCreate';
      }),
      'an address of something else': (t) => {
        t.Resources.Nat = { Type: 'AWS::EC2::EIP', Properties: {} };
      },
    },
    invalid: {
      'not retained': [
        all(fixed, (t) => {
          delete t.Resources.AddressB.DeletionPolicy;
        }),
        'warning AddressB',
      ],
      'deleted on purpose': [
        all(fixed, (t) => {
          t.Resources.AddressA.DeletionPolicy = 'Delete';
        }),
        'warning AddressA',
      ],
    },
  },
};
