import { givenRule } from './given';

/** P22: the resolved service is IPv4. */
export const dualStack = givenRule('dual-stack load balancers', function* ({ loadBalancer }) {
  if (loadBalancer?.ipAddressType !== 'dualstack') return;
  yield {
    level: 'error',
    isBinding: true,
    option: 'loadBalancer.ipAddressType',
    message:
      'A UDP listener of a dual-stack load balancer needs a source NAT prefix in every subnet and an IPv6 target group, ' +
      'and so a VPC, tasks and rules with IPv6, which this service does not have.',
    remedy: 'Remove it, or use IpAddressType.IPV4.',
  };
});
