import { asString, items, step } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import { placement } from '../options/zones';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_ATTRIBUTES } from '../references';
import type { Topology } from '../template/topology';
import { zonal } from '../template/zonal-balancers';

function* emptyZones(topology: Topology): Iterable<TemplateViolation> {
  for (const { loadBalancer, zones, tasks } of zonal(topology)) {
    if (loadBalancer.fixedAddresses !== false || tasks >= zones) continue;
    yield {
      level: 'warning',
      resource: loadBalancer.resource,
      message: `Cross-zone is off and ${tasks} task(s) run for ${zones} zones: a zone without a task answers nobody.`,
    };
  }
  for (const { resource, crossZone: on } of topology.udpLoadBalancers) {
    const policy = items(resource.property('LoadBalancerAttributes')).find(
      (attribute) => step(attribute, 'Key') === 'dns_record.client_routing_policy',
    );
    const value = asString(step(policy, 'Value'));
    if (typeof value !== 'string' || value === 'any_availability_zone' || on !== true) continue;
    yield {
      level: 'warning',
      resource,
      message: `The client routing policy is ${value} while cross-zone is on: clients choose their zone and the load balancer leaves it again.`,
      remedy: 'Turn cross-zone off with enough tasks a zone, or the policy back to any_availability_zone.',
    };
  }
}

export const pitfall = {
  id: 'P15',
  theme: 'Addresses and zones',
  title: 'Zones answer slowly, unevenly or not at all',
  cause: 'There are fewer tasks than zones while cross-zone is off, or zone affinity is on together with cross-zone.',
  remedy: 'Run at least one task a zone or turn cross-zone on; combine affinity with cross-zone off.',
  references: [NLB_ATTRIBUTES],
  coverage: [
    optionRule('fewer tasks than zones without cross-zone', function* (stage) {
      const { zones, tasks } = placement(stage) ?? { zones: 0, tasks: 0 };
      if (stage.addresses.source !== 'none' || tasks >= zones) return;
      yield {
        level: 'warning',
        option: 'loadBalancer.crossZone',
        message: `It is false, and ${tasks} task(s) run for ${zones} zones: a zone without a task answers nobody.`,
        remedy: `Set it to true, or desiredCount to at least ${zones}.`,
      };
    }),
    {
      kind: 'template',
      finds: 'fewer tasks than zones without cross-zone, and affinity with cross-zone',
      check: emptyZones,
    },
  ],
} satisfies Pitfall;
