import type { TemplateCases } from '../support/cases';
import { admit } from '../support/changes';
import { properties, remove, unchanged } from '../support/good';

export const template: TemplateCases = {
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
};
