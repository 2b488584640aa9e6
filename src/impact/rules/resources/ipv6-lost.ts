import type { ResourceChange } from '../../changes';
import { LOAD_BALANCER } from '../network-load-balancer';
import type { Rule } from '../rule';

/** The IPv6 addresses of a dual-stack load balancer. */
export const rule: Rule<ResourceChange> = {
  id: 'ipv6-lost',
  applies: (change) => {
    if (change.type !== LOAD_BALANCER || change.action !== 'update') return false;
    const type = change.properties.get('IpAddressType');
    return (
      type !== undefined &&
      String(type.before ?? '').startsWith('dualstack') &&
      !String(type.after ?? '').startsWith('dualstack')
    );
  },
  level: 'loses',
  reason: () => 'The load balancer gives up its IPv6 addresses.',
  remedy: 'Leave IpAddressType at dualstack.',
  detail: (change) => change.properties.get('IpAddressType')?.after ?? null,
};
