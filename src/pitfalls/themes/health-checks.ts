import { references } from '../../cloudformation/evaluate/evaluate';
import { asString, resourceOf } from '../../cloudformation/evaluate/value';
import { uncheckedUdp, unwatchedUdp } from '../option-checks/gate';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_HEALTH_CHECKS } from '../references';
import { type Alarm, alarmsOf } from '../template/alarms';
import { isPublicImage } from '../template/network';
import { checkedPort, transports } from '../template/questions';
import { type Container, declaresPort, type TaskDefinition } from '../template/task';
import type { Attachment, NetworkLoadBalancer, Topology } from '../template/topology';

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

/** Programs and images that answer every check the same, whatever becomes of the service. */
const STATIC_COMMANDS: readonly [RegExp, string][] = [
  [/\b(nc|ncat|netcat)\b[^|;&]*\s-\w*l/, 'netcat'],
  [/\bsocat\b.*tcp[46]?-listen/i, 'socat'],
  [/\bhttp\.server\b|\bSimpleHTTPServer\b/, 'a static web server'],
  [/\bhttpd\b.*\s-\w*f/, 'a static web server'],
];
const STATIC_IMAGES = /(^|\/)(nginx|httpd|http-echo|whoami|hello-world|amazon-ecs-sample|caddy)(:|@|$)/;
/** What a check that looks at the service reads or calls. */
const LOOKS = /\/proc\/net\/udp|\bnc\b[^|;&]*\s-\w*u|udp[46]?(-connect|-sendto)?:|\bdig\b|\bss\b\s+-\w*u/i;

function staticResponder({ command, image }: Container): string | undefined {
  if (LOOKS.test(command)) return undefined;
  const found = STATIC_COMMANDS.find(([pattern]) => pattern.test(command));
  if (found) return found[1];
  // An image of the same name in a registry of one's own may be built to look at the service.
  const stock = typeof image === 'string' && command === '' && isPublicImage(image) ? image : '';
  const match = STATIC_IMAGES.exec(stock);
  return match ? `the stock image ${match[2]}` : undefined;
}

function* untruthful(topology: Topology): Iterable<TemplateViolation> {
  for (const { attachments, task } of topology.udpServices) {
    if (!task?.containers) continue;
    for (const attachment of attachments.filter(({ targetGroup }) => targetGroup.udp === true)) {
      const port = checkedPort(attachment);
      const served = task.container(attachment.containerName);
      if (typeof port !== 'number' || served === undefined || served === 'unknown') continue;
      const side = task.containers.filter(({ name }) => typeof name === 'string' && name !== attachment.containerName);
      const declared = side.filter((container) => declaresPort(container, port, 'tcp') === true);
      const answering = declared[0] ?? side.find(({ command }) => new RegExp(`\\b${port}\\b`).test(command));
      if (!answering) continue;
      const responder = staticResponder(answering);
      if (responder !== undefined) {
        yield {
          level: 'warning',
          resource: task.resource,
          message:
            `Container ${String(answering.name)} answers the health check on ${port} with ${responder}, ` +
            `which says ok whatever container ${String(attachment.containerName)} does.`,
        };
      } else if (attachment.targetGroup.healthCheck.protocol === 'TCP') {
        yield {
          level: 'advice',
          resource: attachment.targetGroup.resource,
          message:
            `The check on ${port} is a bare TCP connection, which the kernel accepts for ` +
            `${String(answering.name)} even while that is frozen.`,
          remedy: 'Check over HTTP.',
        };
      }
    }
  }
}

const HEALTH_METRICS = ['HealthyHostCount', 'UnHealthyHostCount', 'UnhealthyRoutingFlowCount'];

function* unwatched(topology: Topology): Iterable<TemplateViolation> {
  const alarms = alarmsOf(topology.assembly);
  if (topology.assembly.incomplete || alarms.some(({ open }) => open)) return;
  const onHealth = alarms.filter(
    ({ expressions, metrics }) =>
      metrics.some(({ namespace, name }) => namespace === 'AWS/NetworkELB' && HEALTH_METRICS.includes(String(name))) ||
      expressions.some((query) => HEALTH_METRICS.some((name) => query.includes(name))),
  );
  for (const loadBalancer of topology.udpLoadBalancers) {
    const watched = [
      loadBalancer.resource,
      ...topology.targetGroups
        .filter(({ loadBalancers }) => loadBalancers.includes(loadBalancer))
        .map(({ resource }) => resource),
    ];
    if (watched.some(({ shared }) => shared) || onHealth.some((alarm) => mayWatch(alarm, loadBalancer))) continue;
    yield {
      level: 'advice',
      resource: loadBalancer.resource,
      message: `No alarm watches the targets' health (${HEALTH_METRICS.join(', ')}), and a load balancer without a healthy target still sends to all of them.`,
    };
  }
}

/** Whether an alarm watches a load balancer; one that names none of its own template, or whose dimensions are open, may watch any. */
function mayWatch({ resource, metrics }: Alarm, { resource: balancer, listeners }: NetworkLoadBalancer): boolean {
  const named = references(resource.raw.Properties ?? null)
    .map(({ id }) => resource.template.resources.get(id))
    .filter((other) => other?.type.startsWith('AWS::ElasticLoadBalancingV2::'));
  const own = [balancer, ...listeners.flatMap((listener) => [listener.resource, ...listener.targets.map(resourceOf)])];
  const isOpen = metrics.some(({ dimensions }) => dimensions === 'unknown');
  return isOpen || named.length === 0 || named.some((other) => own.includes(other));
}

export const healthCheckPitfalls: readonly Pitfall[] = [
  {
    id: 'P5',
    title: 'All targets of a UDP target group are unhealthy',
    cause: 'The health check is TCP on the traffic port by default, where a UDP service does not listen.',
    remedy: 'Check a TCP or HTTP port of its own that something in the task answers.',
    references: [NLB_HEALTH_CHECKS, issue('aws/aws-cdk', 20233)],
    coverage: [
      uncheckedUdp,
      {
        kind: 'template',
        finds: 'UDP target groups that are checked over UDP, or over TCP on a port that is UDP only',
        check: uncheckable,
      },
    ],
  },
  {
    id: 'P6',
    title: 'The load balancer says healthy, the service is dead',
    cause: 'The health check is answered by something that says ok whatever the service does.',
    remedy: 'Let the check be answered by a program that probes the UDP service, as the health gate does.',
    references: [NLB_HEALTH_CHECKS],
    coverage: [
      unwatchedUdp,
      {
        kind: 'template',
        finds: 'health checks that a static responder answers, and bare TCP checks of a second container',
        check: untruthful,
      },
    ],
  },
  {
    id: 'P7',
    title: 'The service works although every check fails, then breaks when one target turns healthy',
    cause: 'A load balancer without a healthy target fails open: it sends to all of them.',
    remedy:
      'Alarm on UnhealthyRoutingFlowCount above 0 and on the maximum of HealthyHostCount below the desired tasks.',
    references: [NLB_HEALTH_CHECKS, issue('kubernetes-sigs/aws-load-balancer-controller', 2144)],
    coverage: [
      { kind: 'template', finds: 'UDP load balancers whose targets’ health no alarm watches', check: unwatched },
    ],
  },
];
