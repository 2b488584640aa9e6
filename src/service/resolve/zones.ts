import type { Network } from '../../model/model';
import type { Checks } from './checks';
import { loadBalancerZones } from './network';

/** Whether the load balancer reaches every zone in which a task may run: it sends nothing to the others, ever. */
export function checkTaskZones(network: Network, checks: Checks): void {
  if (network.source === 'created') return;
  const zones = loadBalancerZones(network);
  const taskZones = new Set(network.taskSubnets.map(({ zone }) => zone));
  for (const zone of [...taskZones].filter((candidate) => !zones.includes(candidate))) {
    checks.refuse(
      'network.taskSubnets',
      zone,
      'the load balancer has no subnet in this zone, so it never sends anything to a task there',
      `Give subnets in its zones (${zones.join(', ')}), or give the load balancer a subnet in ${zone}.`,
    );
  }
}
