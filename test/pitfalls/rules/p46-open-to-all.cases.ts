import type { OptionCases, TemplateCases } from '../support/cases';
import { admit, udp } from '../support/changes';
import { properties } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: { 'named clients': stage.balancer({ scheme: 'internet-facing' }) },
  invalid: {
    nobody: [{ ...stage.NOBODY, ...stage.balancer({ scheme: 'internet-facing' }) }, 'error clients'],
    'endpoints that anybody makes unseen': [
      { privateLink: { ...stage.LINK, allowedPrincipals: ['*'], acceptanceRequired: false } },
      'error privateLink.acceptanceRequired',
    ],
  },
};

export const template: TemplateCases = {
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
};
