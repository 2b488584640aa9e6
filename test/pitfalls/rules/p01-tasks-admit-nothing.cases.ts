import type { TemplateCases } from '../support/cases';
import { admit, udp } from '../support/changes';
import { properties, remove, unchanged } from '../support/good';

export const template: TemplateCases = {
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
};
