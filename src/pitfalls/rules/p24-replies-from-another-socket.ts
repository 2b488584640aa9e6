import type { Pitfall } from '../pitfall';
import { NLB_HEALTH_CHECKS, nlbGuide } from '../references';

export const pitfall = {
  id: 'P24',
  theme: 'Flows',
  title: 'Replies never reach the client',
  cause: 'The application answers from another socket or port, or later than 30 s after the first datagram.',
  remedy: 'Answer from the socket that received the datagram, within 30 s.',
  references: [nlbGuide('network-load-balancers'), NLB_HEALTH_CHECKS],
  coverage: [
    {
      kind: 'runbook',
      why: 'From which socket a program answers does not show in a template.',
      steps: [
        'Send a datagram to the task itself from inside the VPC: an answer from another port is the sign.',
        'Bind one socket and answer on it; the sample application does.',
      ],
    },
  ],
} satisfies Pitfall;
