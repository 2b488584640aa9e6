import type { OptionCases, TemplateCases } from '../support/cases';
import { CROSS_ZONE, fixed, parameter, tasks, zonal } from '../support/changes';
import { all, set, setAttribute } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: {
    'cross-zone': { ...stage.ELASTIC, ...stage.balancer({ crossZone: true }), ...stage.task({ desiredCount: 1 }) },
    'two tasks a zone': { ...stage.ELASTIC, ...stage.task({ desiredCount: 4 }) },
  },
  invalid: {
    'one task a zone': [stage.ELASTIC, 'error task.desiredCount'],
    'fewer tasks than zones': [{ ...stage.ELASTIC, ...stage.task({ desiredCount: 1 }) }, 'error task.desiredCount'],
    'a zone without task subnet': [
      { ...stage.imported(['a', 'b'], ['a']), ...stage.task({ desiredCount: 2 }) },
      'warning loadBalancer.crossZone',
    ],
    'a fixed address in a zone without task subnet': [
      {
        ...stage.imported(['a', 'b'], ['a']),
        addresses: { source: 'private', privateIps: { a: '10.0.0.5', b: '10.0.1.5' } },
        ...stage.task({ desiredCount: 4 }),
      },
      'error loadBalancer.crossZone',
    ],
  },
};

export const template: TemplateCases = {
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
};
