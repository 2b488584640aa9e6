import { not } from '../../cloudformation/evaluate/truth';
import { crossZone } from './questions';
import type { NetworkLoadBalancer, TargetGroup, Topology } from './topology';

/** A load balancer with the fewest tasks that stand behind it. */
export interface Placement {
  readonly loadBalancer: NetworkLoadBalancer;
  readonly targetGroup: TargetGroup;
  readonly zones: number;
  readonly tasks: number;
}

/** Load balancers that send to their own zone only, with the number of tasks behind them. */
export function* zonal(topology: Topology): Iterable<Placement> {
  const found = new Set<NetworkLoadBalancer>();
  for (const { attachments, minimumTasks } of topology.services) {
    for (const { targetGroup } of attachments) {
      for (const loadBalancer of targetGroup.loadBalancers) {
        const { zones } = loadBalancer;
        const off = not(crossZone(targetGroup, loadBalancer));
        if (off !== true || typeof zones !== 'number' || typeof minimumTasks !== 'number') continue;
        // a service that is parked with no task at all is meant to answer nobody
        if (minimumTasks === 0 || found.has(loadBalancer)) continue;
        found.add(loadBalancer);
        yield { loadBalancer, targetGroup, zones, tasks: minimumTasks };
      }
    }
  }
}
