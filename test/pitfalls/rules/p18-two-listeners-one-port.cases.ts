import type { OptionCases, TemplateCases } from '../support/cases';
import { copy } from '../support/changes';
import { all, unchanged } from '../support/good';
import * as stage from '../support/stage';

export const options: OptionCases = {
  valid: { 'two ports': { ports: [stage.PORT, stage.port({ name: 'alt', port: 5353 })] } },
  invalid: {
    'one port twice': [
      { ports: [stage.PORT, stage.port({ name: 'tcp', protocol: 'TCP', containerPort: 2053 })] },
      'error ports',
    ],
  },
};

export const template: TemplateCases = {
  valid: {
    'one listener': unchanged,
    'two ports': copy('Listener', 'Second', { Port: 54 }),
    'one port of two load balancers': all(
      copy('LoadBalancer', 'Other', {}),
      copy('Listener', 'Second', { LoadBalancerArn: { Ref: 'Other' } }),
    ),
    'one of two by condition': all(copy('Listener', 'Second', {}), (t) => {
      t.Parameters.Tcp = { Type: 'String' };
      t.Conditions = { Tcp: { 'Fn::Equals': [{ Ref: 'Tcp' }, 'yes'] } };
      t.Resources.Second.Condition = 'Tcp';
    }),
  },
  invalid: {
    'UDP and TCP on one port': [copy('Listener', 'Second', { Protocol: 'TCP', Port: '53' }), 'error Second'],
  },
};
