import { optionRule, zonesOf } from '../themes/options';

/** P14: the client of a fixed address is cut off with the one task of its zone. */
export const thinZones = optionRule(
  'fixed addresses without cross-zone and without two tasks a zone',
  function* (stage) {
    const { addresses, capacity, loadBalancer, task } = stage;
    const count = task.desiredCount;
    // a service that is parked with no task at all is meant to answer nobody
    if (addresses.source === 'none' || loadBalancer.crossZone || count === 0) return;
    const zones = zonesOf(stage).length;
    if (count >= 2 * zones) return;
    yield {
      level: 'error',
      isBinding: true,
      option: capacity.autoscaling === undefined ? 'task.desiredCount' : 'capacity.minTasks',
      message: `The load balancer has fixed addresses in ${zones} zones and does not cross them, so with ${count} task(s) a client whose zone loses its task is cut off.`,
      remedy: `Give at least ${2 * zones}, two a zone, or turn 'loadBalancer.crossZone' on.`,
    };
  },
);
