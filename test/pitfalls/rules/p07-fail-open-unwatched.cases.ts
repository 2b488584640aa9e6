import type { TemplateCases } from '../support/cases';
import { parameter, protocol } from '../support/changes';
import { all, properties, remove, set, unchanged } from '../support/good';

export const template: TemplateCases = {
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
};
