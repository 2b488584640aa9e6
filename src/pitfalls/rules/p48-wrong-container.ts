import { NAMED_TARGET } from '../impossible';
import type { Pitfall } from '../pitfall';
import { ECS_NLB, issue } from '../references';
import { unmapped } from '../template/unmapped-targets';

export const pitfall = {
  id: 'P48',
  theme: 'Registration of tasks',
  title: 'The wrong container is registered',
  cause: 'The default container is the first essential one that was added, which may be a sidecar.',
  remedy: 'Name the container that maps the port.',
  references: [issue('aws/aws-cdk', 20887), ECS_NLB],
  coverage: [
    { kind: 'impossible', why: NAMED_TARGET },
    {
      kind: 'template',
      finds: 'targets whose port another container maps',
      check: (topology) => unmapped(topology, true),
    },
  ],
} satisfies Pitfall;
