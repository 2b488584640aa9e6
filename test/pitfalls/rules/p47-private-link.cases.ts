import type { OptionCases, TemplateCases } from '../support/cases';
import { all, type Draft, set, setAttribute, unchanged } from '../support/good';
import { STAGE } from '../support/service';
import * as stage from '../support/stage';

const shared = (t: Draft): void => {
  t.Resources.Sharing = {
    Type: 'AWS::EC2::VPCEndpointService',
    Properties: { NetworkLoadBalancerArns: [{ Ref: 'LoadBalancer' }] },
  };
};

export const options: OptionCases = {
  valid: {
    'named consumers': { privateLink: stage.LINK, clients: { ...STAGE.clients, cidrs: ['10.0.0.0/8'] } },
    'rules that do not apply': { privateLink: { ...stage.LINK, enforceInboundRules: false } },
  },
  invalid: {
    'the VPC alone': [{ privateLink: stage.LINK }, 'error privateLink.enforceInboundRules'],
  },
};

export const template: TemplateCases = {
  valid: {
    'not shared': unchanged,
    'shared, and said how': all(
      shared,
      set('LoadBalancer', { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
      setAttribute('Targets', 'proxy_protocol_v2.enabled', 'true'),
    ),
  },
  invalid: {
    'shared, and left open': [shared, 'warning LoadBalancer', 'advice Targets'],
  },
};
