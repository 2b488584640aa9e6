import type { OptionCases, TemplateCases } from '../support/cases';
import { tasks, zonal } from '../support/changes';
import { all, properties, remove, set, setAttribute } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: { 'cross-zone': { ...stage.balancer({ crossZone: true }), ...stage.task({ desiredCount: 1 }) } },
  invalid: {
    'fewer tasks than zones': [stage.task({ desiredCount: 1 }), 'warning loadBalancer.crossZone'],
    'fewer tasks than imported zones': [
      stage.imported(['a', 'b', 'c'], ['a', 'b', 'c']),
      'warning loadBalancer.crossZone',
    ],
  },
};

export const template: TemplateCases = {
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
};
