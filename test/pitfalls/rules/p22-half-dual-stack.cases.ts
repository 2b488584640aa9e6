import type { OptionCases, TemplateCases } from '../support/cases';
import { parameter, protocol } from '../support/changes';
import { all, type Draft, properties, set, unchanged } from '../support/good';
import { STAGE } from '../support/service';

const dual = all(
  set('LoadBalancer', { IpAddressType: 'dualstack', EnablePrefixForIpv6SourceNat: 'on' }),
  set('Targets', { IpAddressType: 'ipv6' }),
);

/** Subnets of the template's own for the load balancer. */
const subnets = (t: Draft): void => {
  for (const name of ['Left', 'Right']) {
    t.Resources[name] = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'VpcId' } } };
  }
  set('LoadBalancer', { Subnets: [{ Ref: 'Left' }, { Ref: 'Right' }] })(t);
};

/** As it is written: the resolved service has no such thing. */
const ofType = (ipAddressType: string) => ({ loadBalancer: { ...STAGE.loadBalancer, ipAddressType } });

export const options: OptionCases = {
  valid: { IPv4: ofType('ipv4') },
  invalid: { 'dual-stack': [ofType('dualstack'), 'error loadBalancer.ipAddressType'] },
};

export const template: TemplateCases = {
  valid: {
    IPv4: unchanged,
    'all of dual-stack': dual,
    'subnets with a block by themselves and by a resource': all(dual, subnets, (t) => {
      properties(t, 'Left').Ipv6CidrBlock = '2001:db8::/64';
      t.Resources.Block = { Type: 'AWS::EC2::SubnetCidrBlock', Properties: { SubnetId: { Ref: 'Right' } } };
    }),
    'dual-stack TCP': all(protocol('TCP'), set('LoadBalancer', { IpAddressType: 'dualstack' })),
    'an open type': all(parameter('Kind'), set('LoadBalancer', { IpAddressType: { Ref: 'Kind' } })),
  },
  invalid: {
    'no prefix': [all(dual, set('LoadBalancer', { EnablePrefixForIpv6SourceNat: undefined })), 'error LoadBalancer'],
    'IPv4 targets': [all(dual, set('Targets', { IpAddressType: undefined })), 'error Targets'],
    'IPv4 subnets': [all(dual, subnets), 'error Left', 'error Right'],
    'nothing of it': [set('LoadBalancer', { IpAddressType: 'dualstack' }), 'error LoadBalancer', 'error Targets'],
  },
};
