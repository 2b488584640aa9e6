import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_LISTENERS } from '../references';
import type { Topology } from '../template/topology';

function* sharedListeners(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource: loadBalancer, listeners } of topology.loadBalancers) {
    for (const [index, { resource, port, protocol }] of listeners.entries()) {
      const other = listeners.slice(0, index).find((candidate) => typeof port === 'number' && candidate.port === port);
      if (!other || resource.present !== true || other.resource.present !== true) continue;
      yield {
        level: 'error',
        resource,
        message:
          `Port ${port} of ${loadBalancer.logicalId} has two listeners, ${String(other.protocol)} in ` +
          `${other.resource.logicalId} and ${String(protocol)} here; a port takes one.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P18',
  theme: 'Ports and protocols',
  title: 'A port must serve TCP and UDP, and its second listener never appears',
  cause: 'A port of a load balancer has one listener.',
  remedy: 'Use one listener and one target group with TCP_UDP.',
  references: [NLB_LISTENERS, issue('kubernetes-sigs/aws-load-balancer-controller', 4405)],
  coverage: [
    optionRule('two ports with one listener port', function* ({ ports }) {
      for (const [index, port] of ports.entries()) {
        const other = ports.slice(0, index).find((candidate) => candidate.port === port.port);
        if (!other) continue;
        yield {
          level: 'error',
          isBinding: true,
          option: 'ports',
          message: `A load balancer has one listener a port, and ${port.port} is given for ${other.protocol} and for ${port.protocol}.`,
          remedy: 'Give each port once; for UDP and TCP on the same port use the protocol TCP_UDP.',
        };
      }
    }),
    { kind: 'template', finds: 'two listeners on one port', check: sharedListeners },
  ],
} satisfies Pitfall;
