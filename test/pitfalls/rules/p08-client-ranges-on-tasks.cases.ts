import type { TemplateCases } from '../support/cases';
import { admit, udp } from '../support/changes';
import { properties, remove, unchanged } from '../support/good';

export const template: TemplateCases = {
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
};
