import type { Value } from '../../cloudformation/evaluate/model';
import { not } from '../../cloudformation/evaluate/truth';
import { asString, isUnknown, items, resourceOf, same, step } from '../../cloudformation/evaluate/value';
import type { Service, Stage } from '../../model/model';
import { thinZones } from '../option-checks/addresses';
import type { OptionViolation, Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_ATTRIBUTES, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import { crossZone } from '../template/questions';
import type { NetworkLoadBalancer, TargetGroup, Topology } from '../template/topology';
import { optionRule, zonesOf } from './options';

interface Placement {
  readonly loadBalancer: NetworkLoadBalancer;
  readonly targetGroup: TargetGroup;
  readonly zones: number;
  readonly tasks: number;
}

/** Load balancers that send to their own zone only, with the number of tasks behind them. */
function* zonal(topology: Topology): Iterable<Placement> {
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

/** What holds an address beside a load balancer, with the property that says which. */
const HOLDERS: Readonly<Record<string, string>> = {
  'AWS::EC2::NatGateway': 'AllocationId',
  'AWS::EC2::EIPAssociation': 'AllocationId',
};

function* sharedAllocations(topology: Topology): Iterable<TemplateViolation> {
  const seen: { allocation: Value; owner: string }[] = topology.assembly
    .ofType(...Object.keys(HOLDERS))
    .filter(({ present }) => present === true)
    .map((holder) => ({ allocation: holder.property(HOLDERS[holder.type] ?? ''), owner: holder.logicalId }))
    .filter(({ allocation }) => allocation !== undefined);
  for (const { resource } of topology.loadBalancers) {
    for (const mapping of items(resource.property('SubnetMappings'))) {
      const allocation = step(mapping, 'AllocationId');
      if (allocation === undefined) continue;
      const earlier = seen.find((other) => same(other.allocation, allocation) === true);
      if (earlier) {
        const name = resourceOf(allocation)?.logicalId ?? asString(allocation);
        yield {
          level: 'error',
          resource,
          message: `Elastic IP ${isUnknown(name) ? '(open)' : name} already belongs to ${earlier.owner}; an address has one place.`,
        };
      }
      seen.push({ allocation, owner: resource.logicalId });
    }
  }
}

function* lostAddresses(topology: Topology): Iterable<TemplateViolation> {
  const used = new Set(
    topology.loadBalancers.flatMap(({ resource }) =>
      items(resource.property('SubnetMappings')).map((mapping) => resourceOf(step(mapping, 'AllocationId'))),
    ),
  );
  for (const address of topology.assembly.ofType('AWS::EC2::EIP').filter((resource) => used.has(resource))) {
    const policy = address.deletionPolicy ?? 'Delete';
    if (policy !== 'Delete') continue;
    yield {
      level: 'warning',
      resource: address,
      message:
        'The address of the load balancer is released when the stack, or this resource, is deleted, and nobody gets it back.',
    };
  }
}

function placement(stage: Stage): { zones: number; tasks: number } | undefined {
  return stage.loadBalancer.crossZone || stage.task.desiredCount === 0
    ? undefined
    : { zones: zonesOf(stage).length, tasks: stage.task.desiredCount };
}

function* repeatedAllocations(service: Service): Iterable<OptionViolation> {
  const seen = new Map<string, string>();
  for (const { name, addresses } of service.stages) {
    if (addresses.source !== 'imported') continue;
    for (const [zone, id] of Object.entries(addresses.allocationIds)) {
      const earlier = seen.get(id);
      if (earlier !== undefined) {
        yield {
          level: 'error',
          stage: name,
          option: `addresses.allocationIds[${zone}]`,
          message: `${id} is already the address of ${earlier}; an address has one place.`,
          remedy: 'Give each zone of each stage an allocation ID of its own.',
          isBinding: true,
        };
      }
      seen.set(id, `zone ${zone} of stage ${name}`);
    }
  }
}

const CUTOVER = [
  'Lower the TTL of every record of the service and wait until the old one is over.',
  'Deploy the new load balancer without the addresses, in the subnets where they will be, and test it by its own name.',
  'Delete the old load balancer, or replace its subnet mappings: its addresses are free when it is gone.',
  'Give the new one the allocation IDs and deploy; fixed addresses need a new load balancer, so expect some minutes without service.',
  'The way back is the same with old and new exchanged.',
];

export const addressPitfalls: readonly Pitfall[] = [
  {
    id: 'P14',
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
      thinZones,
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
  },
  {
    id: 'P15',
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
  },
  {
    id: 'P33',
    title: '“The allocation IDs are not available for use”',
    cause: 'An Elastic IP is attached elsewhere, be it to the load balancer that is being replaced.',
    remedy: 'Follow the cutover runbook: free the addresses first, then attach them.',
    references: [issue('terraform-aws-modules/terraform-aws-alb', 171)],
    coverage: [
      {
        kind: 'option',
        finds: 'one allocation ID in two places',
        check: repeatedAllocations,
      },
      { kind: 'template', finds: 'one Elastic IP in two places', check: sharedAllocations },
      {
        kind: 'runbook',
        why: 'Where an address is attached today does not show in a template; a replacement shows in the impact report.',
        steps: CUTOVER,
      },
    ],
  },
  {
    id: 'P34',
    title: 'The fixed addresses are lost with a stack',
    cause: 'The Elastic IPs are deleted with the stack that made them.',
    remedy: 'Retain the addresses (DeletionPolicy: Retain), in a stack of their own with termination protection.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    ],
    coverage: [
      {
        kind: 'impossible',
        why: 'Addresses are always retained, in a stack of their own with termination protection.',
      },
      { kind: 'template', finds: 'Elastic IPs of a load balancer that are not retained', check: lostAddresses },
    ],
  },
];
