import type { TemplateCases } from '../support/cases';
import { udp } from '../support/changes';
import { properties, remove, unchanged } from '../support/good';

export const template: TemplateCases = {
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
};
