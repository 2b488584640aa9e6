import type { Pitfall } from '../pitfall';
import { NLB_METRICS } from '../references';

export const pitfall = {
  id: 'P27',
  theme: 'Flows',
  title: 'Datagrams are dropped at a constant ceiling',
  cause:
    'The network interface of a task tracks a limited number of connections, and flows through the load balancer are always tracked.',
  remedy: 'Run more and smaller tasks: each has an interface of its own.',
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html',
    NLB_METRICS,
  ],
  coverage: [
    {
      kind: 'runbook',
      why: 'The allowance of an interface is not published for Fargate; only a load test shows it.',
      steps: [
        'Load one task with as many source ports as real clients have until it drops.',
        'Set the number of tasks so that the peak stays below that, and scale on packets.',
      ],
    },
  ],
} satisfies Pitfall;
