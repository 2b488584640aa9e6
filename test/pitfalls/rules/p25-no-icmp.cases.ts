import type { TemplateCases } from '../support/cases';
import { properties, unchanged } from '../support/good';

export const template: TemplateCases = {
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
};
