import type { TemplateCases } from '../support/cases';
import { containers, unchanged } from '../support/good';

export const template: TemplateCases = {
  valid: {
    'no name': unchanged,
    'the ARN of the load balancer': (t) => {
      containers(t)[0].Environment = [{ Name: 'LB', Value: { Ref: 'LoadBalancer' } }];
    },
  },
  invalid: {
    'its own name': [
      (t) => {
        containers(t)[0].Environment = [{ Name: 'UPSTREAM', Value: { 'Fn::Sub': 'udp://${LoadBalancer.DNSName}:53' } }];
      },
      'warning Task',
    ],
  },
};
