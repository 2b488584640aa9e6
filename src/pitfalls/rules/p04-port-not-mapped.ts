import { NAMED_TARGET } from '../impossible';
import type { Pitfall } from '../pitfall';
import { issue } from '../references';
import { unmapped } from '../template/unmapped-targets';

export const pitfall = {
  id: 'P4',
  theme: 'Registration of tasks',
  title: '“Container … has no mapping for port undefined and protocol tcp”',
  cause: 'The default target of a service assumes TCP, so a container with UDP alone has no mapping that fits.',
  remedy: 'Name the container, its port and the protocol in loadBalancerTarget, and map that port.',
  references: [issue('aws/aws-cdk', 20887), issue('aws/aws-cdk', 23026), issue('aws/aws-cdk', 11535)],
  coverage: [
    { kind: 'impossible', why: NAMED_TARGET },
    {
      kind: 'template',
      finds: 'targets whose port no container maps',
      check: (topology) => unmapped(topology, false),
    },
  ],
} satisfies Pitfall;
