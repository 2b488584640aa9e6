// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of Fn::Sub
import { type Draft, properties, remove, unchanged } from '../support/good';
import type { RuleCases } from '../support/rule-table';

const admit = (template: Draft, id: string, ...rules: object[]): void => {
  properties(template, id).SecurityGroupIngress = [...(properties(template, id).SecurityGroupIngress ?? []), ...rules];
};
const udp = (cidr: string, port = 1053): object => ({ IpProtocol: 'udp', FromPort: port, ToPort: port, CidrIp: cidr });

export const securityGroupCases: Readonly<Record<string, RuleCases>> = {
  P1: {
    valid: {
      'a rule of its own': unchanged,
      'an inline rule': (t) => {
        remove('TrafficIn')(t);
        admit(t, 'TaskGroup', {
          IpProtocol: 17,
          FromPort: '1000',
          ToPort: '2000',
          SourceSecurityGroupId: { Ref: 'BalancerGroup' },
        });
      },
      'every protocol': (t) => {
        remove('TrafficIn')(t);
        admit(t, 'TaskGroup', { IpProtocol: '-1', SourceSecurityGroupId: { 'Fn::GetAtt': 'BalancerGroup.GroupId' } });
      },
      'a group that is not at hand': (t) => {
        remove('TrafficIn')(t);
        t.Parameters.Imported = { Type: 'String' };
        properties(t, 'Service').NetworkConfiguration.AwsvpcConfiguration.SecurityGroups.push({ Ref: 'Imported' });
      },
      'the default group of the VPC': (t) => {
        remove('TrafficIn')(t);
        delete properties(t, 'Service').NetworkConfiguration.AwsvpcConfiguration.SecurityGroups;
      },
      'a rule in another template, for a group by parameter': (t) => {
        remove('TrafficIn')(t);
        return {
          rules: {
            Parameters: { Group: { Type: 'String' } },
            Resources: {
              Rule: {
                Type: 'AWS::EC2::SecurityGroupIngress',
                Properties: { ...(udp('10.0.0.0/8') as object), GroupId: { Ref: 'Group' } },
              },
            },
          },
        };
      },
      'an open port': (t) => {
        t.Parameters.Port = { Type: 'Number' };
        properties(t, 'TrafficIn').FromPort = { Ref: 'Port' };
        properties(t, 'TrafficIn').ToPort = { Ref: 'Port' };
      },
      'a loop that may make rules': (t) => {
        remove('TrafficIn')(t);
        t.Resources['Fn::ForEach::Rules'] = ['Port', [1053], {}];
      },
      'a rule with a condition that nobody knows': (t) => {
        t.Parameters.Open = { Type: 'String' };
        t.Conditions = { IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] } };
        t.Resources.TrafficIn.Condition = 'IsOpen';
      },
      'both halves of TCP_UDP': (t) => {
        properties(t, 'Targets').Protocol = 'TCP_UDP';
        properties(t, 'TrafficIn').IpProtocol = '-1';
      },
    },
    invalid: {
      'no rule': [remove('TrafficIn'), 'error Service'],
      'a rule for another port': [
        (t) => {
          properties(t, 'TrafficIn').FromPort = 1054;
          properties(t, 'TrafficIn').ToPort = 1054;
        },
        'error Service',
      ],
      'a rule for another protocol': [
        (t) => {
          properties(t, 'TrafficIn').IpProtocol = 'tcp';
        },
        'error Service',
      ],
      'a rule for another group': [
        (t) => {
          properties(t, 'TrafficIn').SourceSecurityGroupId = { Ref: 'TaskGroup' };
        },
        'error Service',
      ],
      'a rule whose condition is false': [
        (t) => {
          t.Parameters.Open = { Type: 'String', Default: 'no' };
          t.Conditions = { IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] } };
          t.Resources.TrafficIn.Condition = 'IsOpen';
        },
        'error Service',
      ],
      'half of TCP_UDP': [
        (t) => {
          properties(t, 'Targets').Protocol = 'TCP_UDP';
        },
        'error Service',
      ],
      'TCP alone, as the pattern of the CDK leaves it': [
        (t) => {
          properties(t, 'Targets').Protocol = 'TCP';
          properties(t, 'Listener').Protocol = 'TCP';
        },
        'error Service',
      ],
    },
  },
  P2: {
    valid: {
      'clients in, tasks out': unchanged,
      'no group at all': (t) => {
        delete properties(t, 'LoadBalancer').SecurityGroups;
      },
      'everything out by default': (t) => {
        remove('TrafficOut', 'CheckOut')(t);
        delete properties(t, 'BalancerGroup').SecurityGroupEgress;
      },
      'clients by prefix list': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress = [
          { IpProtocol: 'udp', FromPort: 53, ToPort: 53, SourcePrefixListId: 'pl-1' },
        ];
      },
      'clients in another stack that is not at hand': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress = [];
        t.Outputs = { Group: { Value: { Ref: 'BalancerGroup' }, Export: { Name: 'group' } } };
      },
      'clients in a nested stack that is not at hand': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress = [];
        t.Resources.Clients = {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'https://x/y', Parameters: { Group: { Ref: 'BalancerGroup' } } },
        };
      },
      'clients that a program adds': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress = [];
        t.Resources.Clients = { Type: 'Custom::Clients', Properties: { Group: { Ref: 'BalancerGroup' } } };
      },
      'clients in another stack that imports the group': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress = [];
        t.Outputs = {
          Group: { Value: { Ref: 'BalancerGroup' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-group' } } },
        };
        return {
          clients: {
            Resources: {
              Rule: {
                Type: 'AWS::EC2::SecurityGroupIngress',
                Properties: { ...(udp('10.0.0.0/8', 53) as object), GroupId: { 'Fn::ImportValue': 'service-group' } },
              },
            },
          },
        };
      },
    },
    invalid: {
      'no clients': [
        (t) => {
          properties(t, 'BalancerGroup').SecurityGroupIngress = [];
        },
        'error LoadBalancer',
      ],
      'clients on the port of the task': [
        (t) => {
          properties(t, 'BalancerGroup').SecurityGroupIngress = [udp('10.0.0.0/8', 1053)];
        },
        'error LoadBalancer',
      ],
      'nothing out': [remove('TrafficOut'), 'error LoadBalancer'],
      'out to another group': [
        (t) => {
          properties(t, 'TrafficOut').DestinationSecurityGroupId = { Ref: 'BalancerGroup' };
        },
        'error LoadBalancer',
      ],
    },
  },
  P3: {
    valid: {
      'in and out': unchanged,
      'no group, a range of addresses': (t) => {
        delete properties(t, 'LoadBalancer').SecurityGroups;
        admit(t, 'TaskGroup', { IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, CidrIp: '10.0.0.0/16' });
      },
      'a TCP target that is checked where it serves': (t) => {
        properties(t, 'Targets').Protocol = 'TCP';
        properties(t, 'Listener').Protocol = 'TCP';
        properties(t, 'Targets').HealthCheckPort = 'traffic-port';
        remove('TrafficIn', 'CheckIn')(t);
      },
    },
    invalid: {
      'not in': [remove('CheckIn'), 'error Service'],
      'not out': [remove('CheckOut'), 'error LoadBalancer'],
      neither: [remove('CheckIn', 'CheckOut'), 'error Service', 'error LoadBalancer'],
      'a group rule, but the load balancer has no group': [
        (t) => {
          delete properties(t, 'LoadBalancer').SecurityGroups;
        },
        'error Service',
      ],
      'traffic-port of a UDP target': [
        (t) => {
          properties(t, 'Targets').HealthCheckPort = 'traffic-port';
        },
        'error Service',
        'error LoadBalancer',
      ],
    },
  },
  P8: {
    valid: {
      'the group of the load balancer': unchanged,
      'a range, inside': (t) => admit(t, 'TaskGroup', udp('10.0.0.0/8')),
      'private ranges beside public ones': (t) => {
        remove('TrafficIn')(t);
        properties(t, 'LoadBalancer').Scheme = 'internet-facing';
        admit(t, 'TaskGroup', udp('10.0.0.0/8'), udp('203.0.113.0/24'));
      },
      'a scheme by parameter': (t) => {
        remove('TrafficIn')(t);
        t.Parameters.Scheme = { Type: 'String' };
        properties(t, 'LoadBalancer').Scheme = { Ref: 'Scheme' };
        admit(t, 'TaskGroup', udp('10.0.0.0/8'));
      },
      'TCP from everywhere': (t) =>
        admit(t, 'TaskGroup', { IpProtocol: 'tcp', FromPort: 1, ToPort: 9000, CidrIp: '0.0.0.0/0' }),
    },
    invalid: {
      'everybody, beside the group': [(t) => admit(t, 'TaskGroup', udp('0.0.0.0/0')), 'warning TaskGroup'],
      'everybody, without a group': [
        (t) => {
          delete properties(t, 'LoadBalancer').SecurityGroups;
          admit(t, 'TaskGroup', udp('0.0.0.0/0'));
        },
        'warning TaskGroup',
      ],
      'private ranges alone, for clients of the internet': [
        (t) => {
          remove('TrafficIn')(t);
          properties(t, 'LoadBalancer').Scheme = 'internet-facing';
          admit(t, 'TaskGroup', udp('10.0.0.0/16'));
        },
        'error Service',
      ],
    },
  },
  P9: {
    valid: {
      'with a group': unchanged,
      'with an open list of groups': (t) => {
        t.Parameters.Groups = { Type: 'List<AWS::EC2::SecurityGroup::Id>' };
        properties(t, 'LoadBalancer').SecurityGroups = { Ref: 'Groups' };
      },
      'an Application Load Balancer': (t) => {
        properties(t, 'LoadBalancer').Type = 'application';
        delete properties(t, 'LoadBalancer').SecurityGroups;
      },
    },
    invalid: {
      'without a group': [
        (t) => {
          delete properties(t, 'LoadBalancer').SecurityGroups;
        },
        'warning LoadBalancer',
      ],
      'with an empty list': [
        (t) => {
          properties(t, 'LoadBalancer').SecurityGroups = [];
        },
        'warning LoadBalancer',
      ],
      'with AWS::NoValue': [
        (t) => {
          properties(t, 'LoadBalancer').SecurityGroups = { Ref: 'AWS::NoValue' };
        },
        'warning LoadBalancer',
      ],
    },
  },
  P25: {
    valid: {
      'type 3': unchanged,
      'every type': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress[1].FromPort = -1;
      },
      'every protocol': (t) => {
        properties(t, 'BalancerGroup').SecurityGroupIngress = [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }];
      },
    },
    invalid: {
      'no ICMP': [
        (t) => {
          properties(t, 'BalancerGroup').SecurityGroupIngress.pop();
        },
        'advice LoadBalancer',
      ],
      'echo alone': [
        (t) => {
          properties(t, 'BalancerGroup').SecurityGroupIngress[1].FromPort = 8;
        },
        'advice LoadBalancer',
      ],
    },
  },
  P46: {
    valid: {
      'everybody inside': (t) => admit(t, 'BalancerGroup', udp('0.0.0.0/0', 53)),
      'named clients of the internet': (t) => {
        properties(t, 'LoadBalancer').Scheme = 'internet-facing';
        admit(t, 'BalancerGroup', udp('203.0.113.0/24', 53));
      },
      'everybody on another port': (t) => {
        properties(t, 'LoadBalancer').Scheme = 'internet-facing';
        admit(t, 'BalancerGroup', udp('0.0.0.0/0', 54));
      },
    },
    invalid: {
      everybody: [
        (t) => {
          delete properties(t, 'LoadBalancer').Scheme;
          admit(t, 'BalancerGroup', udp('0.0.0.0/0', 53));
        },
        'warning BalancerGroup',
      ],
      'everybody in two halves': [
        (t) => {
          properties(t, 'LoadBalancer').Scheme = 'internet-facing';
          admit(t, 'BalancerGroup', udp('0.0.0.0/1', 53));
          admit(t, 'BalancerGroup', udp('128.0.0.0/1', 53));
        },
        'warning BalancerGroup',
      ],
      'everybody, without a group': [
        (t) => {
          properties(t, 'LoadBalancer').Scheme = 'internet-facing';
          delete properties(t, 'LoadBalancer').SecurityGroups;
          admit(t, 'TaskGroup', udp('0.0.0.0/0'));
        },
        'warning TaskGroup',
      ],
    },
  },
};
