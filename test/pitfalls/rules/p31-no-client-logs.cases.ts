import type { TemplateCases } from '../support/cases';
import { isolated } from '../support/changes';
import { all, remove, set, setAttribute, unchanged } from '../support/good';

const createdVpc = all(isolated, set('LoadBalancer', { Subnets: [{ Ref: 'Subnet' }] }));

export const template: TemplateCases = {
  valid: {
    'no access logs': unchanged,
    'access logs of TLS': all(setAttribute('LoadBalancer', 'access_logs.s3.enabled', 'true'), (t) => {
      t.Resources.Tls = structuredClone(t.Resources.Listener);
      set('Tls', { Port: 853, Protocol: 'TLS' })(t);
    }),
    'flow logs': createdVpc,
    'a VPC that another stack may log': all(createdVpc, remove('FlowLog'), (t) => {
      t.Outputs = { Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } };
    }),
  },
  invalid: {
    'access logs without TLS': [setAttribute('LoadBalancer', 'access_logs.s3.enabled', 'true'), 'warning LoadBalancer'],
    'no flow logs': [all(createdVpc, remove('FlowLog')), 'advice Vpc'],
  },
};
