import type { TemplateCases } from '../support/cases';
import { parameter } from '../support/changes';
import { all, properties, set, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'as they should be': unchanged,
    'an alarm of another service': (t) => {
      t.Resources.Other = {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { Namespace: 'AWS/SQS', MetricName: 'NewFlowCount_UDP', ComparisonOperator: 'LessThanThreshold' },
      };
    },
    'gaps that are filled': (t) => {
      t.Resources.FailOpenAlarm.Properties = {
        ComparisonOperator: 'LessThanThreshold',
        Metrics: [
          {
            Id: 'flows',
            MetricStat: {
              Metric: { Namespace: 'AWS/NetworkELB', MetricName: 'NewFlowCount_UDP' },
              Stat: 'Sum',
              Period: 60,
            },
            ReturnData: false,
          },
          { Id: 'filled', Expression: 'FILL(flows, 0)' },
        ],
      };
    },
    'a dimension that is cut out of the ARN': (t) => {
      properties(t, 'FailOpenAlarm').Dimensions[0].Value = {
        'Fn::Select': [1, { 'Fn::Split': ['loadbalancer/', { Ref: 'LoadBalancer' }] }],
      };
    },
    'an alarm of an Application Load Balancer beside it': (t) => {
      t.Resources.Web = { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'application' } };
      t.Resources.WebAlarm = structuredClone(t.Resources.FailOpenAlarm);
      set('WebAlarm', {
        Namespace: 'AWS/ApplicationELB',
        Dimensions: [{ Name: 'LoadBalancer', Value: { 'Fn::GetAtt': ['Web', 'LoadBalancerFullName'] } }],
      })(t);
    },
    'an open statistic': all(parameter('Statistic'), set('HealthyAlarm', { Statistic: { Ref: 'Statistic' } })),
  },
  invalid: {
    'stuck without data': [set('FailOpenAlarm', { TreatMissingData: undefined }), 'warning FailOpenAlarm'],
    'low traffic that never fires': [
      set('FailOpenAlarm', { MetricName: 'NewFlowCount_UDP', ComparisonOperator: 'LessThanThreshold', Threshold: 1 }),
      'warning FailOpenAlarm',
    ],
    'an average of health': [set('HealthyAlarm', { Statistic: 'Average' }), 'warning HealthyAlarm'],
    'the other extreme': [set('UnhealthyAlarm', { Statistic: 'Maximum' }), 'advice UnhealthyAlarm'],
    'one dimension': [
      (t) => {
        properties(t, 'HealthyAlarm').Dimensions.pop();
      },
      'warning HealthyAlarm',
    ],
    'no target counts as good': [set('HealthyAlarm', { TreatMissingData: 'notBreaching' }), 'warning HealthyAlarm'],
    'the ARN as a dimension': [
      (t) => {
        properties(t, 'FailOpenAlarm').Dimensions[0].Value = { Ref: 'LoadBalancer' };
      },
      'error FailOpenAlarm',
    ],
    'the namespace of Application Load Balancers': [
      set('HealthyAlarm', { Namespace: 'AWS/ApplicationELB' }),
      'error HealthyAlarm',
    ],
    'a metric that nobody publishes': [
      set('FailOpenAlarm', { MetricName: 'RejectedFlowCount_UDP' }),
      'error FailOpenAlarm',
    ],
  },
};
