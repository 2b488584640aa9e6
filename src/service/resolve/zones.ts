import type { Stage } from '../model';
import type { Checks } from './checks';
import { loadBalancerZones } from './network';

/** Whether there is a task behind every zone of the load balancer, and a zone of it before every task. */
export function checkZones(
  stage: Pick<Stage, 'addresses' | 'loadBalancer' | 'network' | 'task'>,
  checks: Checks,
): void {
  const zones = loadBalancerZones(stage.network);
  const taskZones =
    stage.network.source === 'created' ? zones : [...new Set(stage.network.taskSubnets.map(({ zone }) => zone))];
  for (const zone of taskZones.filter((candidate) => !zones.includes(candidate))) {
    checks.refuse(
      'network.taskSubnets',
      zone,
      'the load balancer has no subnet in this zone, so it never sends anything to a task there',
      `Give subnets in its zones (${zones.join(', ')}), or give the load balancer a subnet in ${zone}.`,
    );
  }
  if (stage.loadBalancer.crossZone) return;
  const fixed = stage.addresses.source !== 'none';
  const { desiredCount } = stage.task;
  for (const zone of zones.filter((candidate) => !taskZones.includes(candidate))) {
    const cause = `no task can run in zone ${zone}, and with cross-zone off its address reaches no other`;
    if (fixed) checks.refuse('loadBalancer.crossZone', false, cause, CROSS_ZONE_ON, 'P14');
    else checks.warn('loadBalancer.crossZone', false, `${cause} (P14)`);
  }
  if (desiredCount === 0) return;
  if (fixed && desiredCount < 2 * zones.length) {
    checks.refuse(
      'loadBalancer.crossZone',
      false,
      `a client of one fixed address reaches the tasks of one zone alone, and ${desiredCount} tasks are fewer than two ` +
        `in each of ${zones.length} zones`,
      `${CROSS_ZONE_ON} Or give 'task.desiredCount' at least ${2 * zones.length}.`,
      'P14',
    );
  } else if (desiredCount < zones.length) {
    checks.warn(
      'task.desiredCount',
      desiredCount,
      `fewer tasks than the ${zones.length} zones of the load balancer, and with cross-zone off a client that knows the ` +
        "address of a zone without a task gets no answer. Turn 'loadBalancer.crossZone' on, or add tasks (P14)",
    );
  }
}

const CROSS_ZONE_ON = "Remove 'loadBalancer.crossZone': it is on with fixed addresses.";
