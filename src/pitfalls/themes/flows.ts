import { references } from '../../cloudformation/evaluate/evaluate';
import { items, knownNumber, knownString, step } from '../../cloudformation/evaluate/value';
import { isObject } from '../../util/json';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_HEALTH_CHECKS, NLB_METRICS, NLB_TARGET_GROUP_ATTRIBUTES, nlbGuide } from '../references';
import type { Topology } from '../template/topology';
import { optionRule, takesUdp } from './options';

/** Longest useful delay: the idle timeout of a UDP flow. */
const IDLE_SECONDS = 120;

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

function* sourceStickiness(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, attribute } of topology.udpTargetGroups) {
    if (attribute('stickiness.enabled') !== 'true') continue;
    yield {
      level: 'advice',
      resource,
      message: 'Stickiness by source address is on: every client behind one NAT goes to one target.',
    };
  }
}

function* hairpins(topology: Topology): Iterable<TemplateViolation> {
  for (const { task, attachments } of topology.udpServices) {
    if (!task) continue;
    const containers = task.resource.raw.Properties;
    const mentioned = references(isObject(containers) ? (containers.ContainerDefinitions ?? null) : null);
    for (const { targetGroup } of attachments) {
      for (const { resource } of targetGroup.loadBalancers) {
        const own = mentioned.some(({ id, attribute }) => id === resource.logicalId && attribute === 'DNSName');
        if (!own || task.resource.template !== resource.template) continue;
        yield {
          level: 'warning',
          resource: task.resource,
          message: `The containers are given the name of ${resource.logicalId}, the load balancer in front of them: a task that is routed to itself gets no answer.`,
        };
      }
    }
  }
}

function* kernelBuffers(topology: Topology): Iterable<TemplateViolation> {
  for (const { fargate, task } of topology.services) {
    if (!task?.containers || fargate !== true) continue;
    for (const { name, definition } of task.containers) {
      for (const control of items(step(definition, 'SystemControls'))) {
        const namespace = knownString(step(control, 'Namespace')) ?? '';
        if (!namespace.startsWith('net.core.')) continue;
        yield {
          level: 'error',
          resource: task.resource,
          message: `Container ${String(name)} sets ${namespace}, which does not exist inside a Fargate task: the task fails to start.`,
        };
      }
    }
  }
}

export const flowPitfalls: readonly Pitfall[] = [
  {
    id: 'P10',
    title: 'Sessions die after about two minutes of silence',
    cause:
      'The load balancer forgets a UDP flow after 120 s without a datagram; the next one may go to another target.',
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
  },
  {
    id: 'P11',
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
  },
  {
    id: 'P16',
    title: 'One target is overloaded',
    cause:
      'A flow belongs to one target: few clients, one NAT before many of them, or stickiness by source address, and one target gets it all.',
    remedy:
      'Leave stickiness off, let clients use several source ports, and alarm on the busiest task rather than on the average.',
    references: [NLB_TARGET_GROUP_ATTRIBUTES, nlbGuide('network-load-balancers')],
    coverage: [
      { kind: 'impossible', why: 'No option turns stickiness on.' },
      { kind: 'template', finds: 'UDP target groups with stickiness', check: sourceStickiness },
      {
        kind: 'runbook',
        why: 'The number of clients and NATs shows only in traffic.',
        steps: [
          'Compare the maximum and the average of CPUUtilization of the service.',
          'Count the source addresses in the flow logs; few of them explain it.',
        ],
      },
    ],
  },
  {
    id: 'P17',
    title: 'The bill for capacity units explodes',
    cause:
      'A client that uses a new source port for each datagram makes each datagram a flow, which is what is billed.',
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
  },
  {
    id: 'P23',
    title: 'A task that calls its own load balancer times out',
    cause: 'It may be routed to itself, which fails while the client address is preserved, and for UDP it always is.',
    remedy: 'Let tasks call each other by service discovery.',
    references: [NLB_TARGET_GROUP_ATTRIBUTES],
    coverage: [
      { kind: 'template', finds: 'containers that are given the name of their own load balancer', check: hairpins },
      {
        kind: 'runbook',
        why: 'A name from DNS does not show in a template.',
        steps: [
          'Look for the record of the service in the configuration of the task itself.',
          'Call the other tasks by service discovery.',
        ],
      },
    ],
  },
  {
    id: 'P24',
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
  },
  {
    id: 'P26',
    title: 'Datagrams are dropped at a high rate while the CPU is idle',
    cause: 'The receive buffer of the socket overflows; its limits cannot be raised on Fargate.',
    remedy:
      'Read faster, by more sockets with SO_REUSEPORT or more tasks, and remove net.core settings. The health gate counts the drops.',
    references: [issue('aws/containers-roadmap', 2368)],
    coverage: [
      { kind: 'impossible', why: 'No option sets a kernel parameter.' },
      { kind: 'template', finds: 'net.core settings on Fargate', check: kernelBuffers },
      {
        kind: 'runbook',
        why: 'Drops are counted in the kernel of the task.',
        steps: [
          'Read the drops in the metrics of the health gate.',
          'Add tasks, or readers in the application, until they stay at 0.',
        ],
      },
    ],
  },
  {
    id: 'P27',
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
  },
];
