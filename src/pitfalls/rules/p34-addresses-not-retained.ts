import { items, resourceOf, step } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P34',
  theme: 'Addresses and zones',
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
} satisfies Pitfall;
