import type { Value } from '../../cloudformation/evaluate/model';
import { asString, items, resourceOf, same, step } from '../../cloudformation/evaluate/value';
import type { Service } from '../../model/model';
import type { OptionViolation, Pitfall, TemplateViolation } from '../pitfall';
import { issue } from '../references';
import type { Topology } from '../template/topology';

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
          message: `Elastic IP ${String(name)} already belongs to ${earlier.owner}; an address has one place.`,
        };
      }
      seen.push({ allocation, owner: resource.logicalId });
    }
  }
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
          isBinding: true,
          stage: name,
          option: `addresses.allocationIds[${zone}]`,
          message: `${id} is already the address of ${earlier}; an address has one place.`,
          remedy: 'Give each zone of each stage an allocation ID of its own.',
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

export const pitfall = {
  id: 'P33',
  theme: 'Addresses and zones',
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
} satisfies Pitfall;
