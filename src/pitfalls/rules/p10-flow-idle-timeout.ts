import { items, step } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { nlbGuide } from '../references';
import type { Topology } from '../template/topology';

function* idleTimeouts(topology: Topology): Iterable<TemplateViolation> {
  for (const listener of topology.listeners) {
    // Of a listener for both the guide does not say.
    if (listener.protocol !== 'UDP') continue;
    const attributes = items(listener.resource.property('ListenerAttributes'));
    if (!attributes.some((attribute) => step(attribute, 'Key') === 'tcp.idle_timeout.seconds')) continue;
    yield {
      level: 'error',
      resource: listener.resource,
      message: `tcp.idle_timeout.seconds is set on a ${String(listener.protocol)} listener; UDP flows end after 120 s and nothing changes that.`,
      remedy: 'Remove the attribute and let clients send more often than every 120 s.',
    };
  }
}

export const pitfall = {
  id: 'P10',
  theme: 'Flows',
  title: 'Sessions die after about two minutes of silence',
  cause: 'The load balancer forgets a UDP flow after 120 s without a datagram; the next one may go to another target.',
  remedy: 'Let clients send at least every 100 s, or let any target take up a session.',
  references: [nlbGuide('network-load-balancers')],
  coverage: [
    { kind: 'impossible', why: 'No option pretends to change the timeout.' },
    { kind: 'template', finds: 'idle timeouts on UDP listeners', check: idleTimeouts },
    {
      kind: 'runbook',
      why: 'How often a client sends is the protocol’s.',
      steps: ['Set the keepalive of the clients below 120 s.', 'Or keep session state outside of the task.'],
    },
  ],
} satisfies Pitfall;
