import { knownString } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue } from '../references';
import type { Topology } from '../template/topology';

function* fixedNames(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource } of topology.udpTargetGroups) {
    const name = knownString(resource.property('Name'));
    if (name === undefined) continue;
    yield {
      level: 'advice',
      resource,
      message: `The target group is named ${name}: when it must be replaced, the new one cannot be made beside the old one.`,
    };
  }
}

export const pitfall = {
  id: 'P32',
  theme: 'Stacks and tools',
  title: '“The target group cannot be associated with more than one load balancer”',
  cause:
    'A change of scheme or name replaces the load balancer, and a target group with a fixed name cannot be replaced with it.',
  remedy: 'Leave the name to CloudFormation, and let the logical ID of a target group change with the scheme.',
  references: [issue('aws/aws-cdk', 33253), issue('aws/aws-cdk', 24219)],
  coverage: [
    { kind: 'impossible', why: 'No option names a target group.' },
    { kind: 'template', finds: 'UDP target groups with a fixed name', check: fixedNames },
  ],
} satisfies Pitfall;
