import { knownNumber } from '../../cloudformation/evaluate/value';
import { optionRule, takesUdp } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import type { Topology } from '../template/topology';

/** Longest useful delay: the idle timeout of a UDP flow. */
const IDLE_SECONDS = 120;

function* stickyFlows(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, attribute } of topology.udpTargetGroups) {
    if (attribute('deregistration_delay.connection_termination.enabled') === 'false') {
      yield {
        level: 'warning',
        resource,
        message:
          'Connection termination is off: a client with a constant source port keeps its old target until it falls silent.',
      };
    }
    const delay = knownNumber(attribute('deregistration_delay.timeout_seconds'));
    if (delay !== undefined && delay > IDLE_SECONDS) {
      yield {
        level: 'advice',
        resource,
        message: `The deregistration delay is ${delay} s: old tasks stay that long at each deployment, and a UDP flow is over after ${IDLE_SECONDS} s.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P11',
  theme: 'Flows',
  title: 'Traffic keeps hitting old tasks after a deployment',
  cause:
    'A constant source port is one flow, which stays with its target; the removal of a target takes up to two minutes to reach the data plane.',
  remedy: 'Set the deregistration delay to 120 s with connection termination.',
  references: [
    NLB_TARGET_GROUP_ATTRIBUTES,
    issue('aws/containers-roadmap', 470),
    issue('kubernetes-sigs/aws-load-balancer-controller', 2366),
  ],
  coverage: [
    optionRule('flows that are never cut, and delays beyond the life of a flow', function* ({ loadBalancer, ports }) {
      if (!ports.some(takesUdp)) return;
      if (!loadBalancer.connectionTermination) {
        yield {
          level: 'warning',
          option: 'loadBalancer.connectionTermination',
          message: 'It is false: a client with a constant source port keeps its old target until it falls silent.',
        };
      }
      if (loadBalancer.deregistrationDelaySeconds > IDLE_SECONDS) {
        yield {
          level: 'advice',
          option: 'loadBalancer.deregistrationDelaySeconds',
          message: `It is ${loadBalancer.deregistrationDelaySeconds} s: old tasks stay that long at each deployment, and a UDP flow is over after ${IDLE_SECONDS} s.`,
        };
      }
    }),
    {
      kind: 'template',
      finds: 'UDP target groups without connection termination or with a delay above 120 s',
      check: stickyFlows,
    },
  ],
} satisfies Pitfall;
