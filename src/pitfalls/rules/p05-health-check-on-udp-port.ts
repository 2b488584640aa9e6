import { asString } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_HEALTH_CHECKS } from '../references';
import { checkedPort, transports } from '../template/questions';
import type { TaskDefinition } from '../template/task';
import type { Attachment, Topology } from '../template/topology';

function* uncheckable(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, healthCheck } of topology.udpTargetGroups) {
    const { protocol } = healthCheck;
    if (typeof protocol === 'string' && !['TCP', 'HTTP', 'HTTPS'].includes(protocol)) {
      yield {
        level: 'error',
        resource,
        message: `The health check protocol is ${protocol}; a target group is checked over TCP, HTTP or HTTPS.`,
      };
    }
  }
  for (const { attachments, task } of topology.services) {
    for (const attachment of attachments) {
      const { containerPort, targetGroup } = attachment;
      const port = checkedPort(attachment);
      if (targetGroup.udp !== true || typeof port !== 'number') continue;
      if (port === containerPort ? targetGroup.protocol !== 'UDP' : !isUdpPort(task, attachments, port)) continue;
      // A number is a port of the instance, which may be another container's.
      const byInstance = asString(targetGroup.resource.property('TargetType')) !== 'ip';
      if (byInstance && targetGroup.healthCheck.port !== 'traffic-port') continue;
      const answering = task?.declaring(port, 'tcp') ?? 'unknown';
      if (answering === 'unknown' || answering.length > 0 || takesTcp(attachments, port)) continue;
      const ports = [port, ...targetGroup.listeners.map((listener) => listener.port)];
      const likely = ports.some((number) => typeof number === 'number' && SERVED_OVER_BOTH.has(number));
      yield {
        level: likely ? 'warning' : 'error',
        resource: targetGroup.resource,
        message:
          `The health check goes to port ${port} over ${String(targetGroup.healthCheck.protocol)}` +
          `${targetGroup.healthCheck.port === 'traffic-port' ? ' (the default, traffic-port)' : ''}, ` +
          'and the containers declare UDP alone there' +
          (likely
            ? ': it fails unless the program listens there over TCP, too, and then says nothing about UDP.'
            : '.'),
      };
    }
  }
  const attached = new Set(
    topology.services.flatMap(({ attachments }) => attachments.map(({ targetGroup }) => targetGroup)),
  );
  for (const targetGroup of topology.targetGroups) {
    if (targetGroup.protocol !== 'UDP' || targetGroup.healthCheck.port !== 'traffic-port' || attached.has(targetGroup))
      continue;
    yield {
      level: 'warning',
      resource: targetGroup.resource,
      message:
        'The health check goes to the UDP port over TCP (the default, traffic-port); it fails unless the target also listens there over TCP.',
    };
  }
}

/** Ports of protocols that one program usually serves over both transports, whichever of them is mapped. */
const SERVED_OVER_BOTH = new Set([53, 88, 464, 3478, 5060, 5683, 11211]);

/** Whether a port is mapped for UDP, or taken by a UDP target group. */
function isUdpPort(task: TaskDefinition | undefined, attachments: readonly Attachment[], port: number): boolean {
  const mapped = task?.declaring(port, 'udp') ?? 'unknown';
  const taken = attachments.some(
    ({ containerPort, targetGroup }) => containerPort === port && targetGroup.protocol === 'UDP',
  );
  return taken || (mapped !== 'unknown' && mapped.length > 0);
}

/** Whether the service takes TCP on a port through another target group. */
function takesTcp(attachments: readonly Attachment[], port: number): boolean {
  return attachments.some(
    ({ containerPort, targetGroup }) => containerPort === port && transports(targetGroup.protocol).includes('tcp'),
  );
}

export const pitfall = {
  id: 'P5',
  theme: 'Health checks',
  title: 'All targets of a UDP target group are unhealthy',
  cause: 'The health check is TCP on the traffic port by default, where a UDP service does not listen.',
  remedy: 'Check a TCP or HTTP port of its own that something in the task answers.',
  references: [NLB_HEALTH_CHECKS, issue('aws/aws-cdk', 20233)],
  coverage: [
    optionRule('a health check on a port that is UDP only', function* ({ ports, healthGate }) {
      const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
      const unanswered = ports.filter(
        ({ protocol, containerPort, healthCheck }) =>
          protocol === 'UDP' && healthCheck.port === containerPort && !gatePorts.has(containerPort),
      );
      for (const { name, healthCheck } of unanswered) {
        yield {
          level: 'error',
          isBinding: true,
          option: healthGate === undefined ? 'healthGate.enabled' : 'healthGate.port',
          message: `The health check of port ${name} goes to ${healthCheck.port} over ${healthCheck.protocol}, where the application listens on UDP alone, and without the gate nothing answers.`,
          remedy: 'Remove it; only a service with nothing but TCP ports can do without the gate.',
        };
      }
    }),
    {
      kind: 'template',
      finds: 'UDP target groups that are checked over UDP, or over TCP on a port that is UDP only',
      check: uncheckable,
    },
  ],
} satisfies Pitfall;
