import type { Pitfall } from '../pitfall';

export const pitfall = {
  id: 'P17',
  theme: 'Flows',
  title: 'The bill for capacity units explodes',
  cause: 'A client that uses a new source port for each datagram makes each datagram a flow, which is what is billed.',
  remedy: 'Let clients reuse their socket; alarm on ConsumedLCUs_UDP.',
  references: [
    'https://github.com/jjneely/statsrelay/issues/26',
    'https://aws.amazon.com/elasticloadbalancing/pricing/',
  ],
  coverage: [
    {
      kind: 'runbook',
      why: 'Source ports are chosen by the clients; no template shows them.',
      steps: [
        'Compare NewFlowCount_UDP with ProcessedPackets: nearly as many flows as packets is the sign.',
        'One capacity unit covers 400 new flows a second: 50,000 devices with a fresh port each second need about 125.',
        'Let the clients keep one socket, or aggregate at the edge.',
      ],
    },
  ],
} satisfies Pitfall;
