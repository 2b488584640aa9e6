import type { Stage } from '../../model/model';

/** How many tasks stand in how many zones, where a zone is served by its own tasks alone. */
export function placement(stage: Stage): { zones: number; tasks: number } | undefined {
  return stage.loadBalancer.crossZone || stage.task.desiredCount === 0
    ? undefined
    : { zones: zonesOf(stage).length, tasks: stage.task.desiredCount };
}

/** Names of the load balancer's zones. */
export function zonesOf({ network }: Stage): readonly string[] {
  const zones =
    network.source === 'created'
      ? network.zones.map(({ name }) => name)
      : network.loadBalancerSubnets.map(({ zone }) => zone);
  return [...new Set(zones)];
}
