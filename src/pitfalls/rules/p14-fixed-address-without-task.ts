import { optionRule } from '../options/each-stage';
import { placement, zonesOf } from '../options/zones';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import type { Topology } from '../template/topology';
import { zonal } from '../template/zonal-balancers';

function* deadAddresses(topology: Topology): Iterable<TemplateViolation> {
  for (const { loadBalancer, zones, tasks } of zonal(topology)) {
    if (loadBalancer.fixedAddresses !== true || tasks >= 2 * zones) continue;
    yield {
      level: tasks < zones ? 'error' : 'warning',
      resource: loadBalancer.resource,
      message:
        `Cross-zone is off and ${tasks} task(s) stand behind fixed addresses in ${zones} zones: ` +
        'a client of an address without a task in its zone gets no answer, and DNS cannot help it.',
    };
  }
}

export const pitfall = {
  id: 'P14',
  theme: 'Addresses and zones',
  title: 'One fixed address times out',
  cause:
    'Cross-zone is off and no task runs in its zone; a client that is pinned to an address never learns of another.',
  remedy: 'Turn cross-zone on, or run at least two tasks a zone.',
  references: [
    NLB_TARGET_GROUP_ATTRIBUTES,
    issue('kubernetes-sigs/aws-load-balancer-controller', 1895),
    issue('wellcomecollection/storage-service', 137),
  ],
  coverage: [
    optionRule('fixed addresses without cross-zone and without two tasks a zone', function* (stage) {
      const { addresses, capacity } = stage;
      // a service that is parked with no task at all is meant to answer nobody
      const { zones, tasks } = placement(stage) ?? { zones: 0, tasks: 0 };
      if (addresses.source === 'none' || tasks >= 2 * zones) return;
      yield {
        level: 'error',
        isBinding: true,
        option: capacity.autoscaling === undefined ? 'task.desiredCount' : 'capacity.minTasks',
        message: `The load balancer has fixed addresses in ${zones} zones and does not cross them, so with ${tasks} task(s) a client whose zone loses its task is cut off.`,
        remedy: `Give at least ${2 * zones}, two a zone, or turn 'loadBalancer.crossZone' on.`,
      };
    }),
    optionRule('zones of the load balancer in which no task can run', function* (stage) {
      const { network, loadBalancer, addresses } = stage;
      if (network.source === 'created' || loadBalancer.crossZone) return;
      const taskZones = network.taskSubnets.map(({ zone }) => zone);
      for (const zone of zonesOf(stage).filter((candidate) => !taskZones.includes(candidate))) {
        yield {
          level: addresses.source === 'none' ? 'warning' : 'error',
          option: 'loadBalancer.crossZone',
          message: `It is false, and no task can run in zone ${zone}: its address answers nobody.`,
          remedy: `Set it to true, or give network.taskSubnets a subnet in ${zone}.`,
        };
      }
    }),
    {
      kind: 'template',
      finds: 'fixed addresses without cross-zone and without two tasks a zone',
      check: deadAddresses,
    },
  ],
} satisfies Pitfall;
