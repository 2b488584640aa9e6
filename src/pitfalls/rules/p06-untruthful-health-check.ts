import { optionRule, takesUdp } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_HEALTH_CHECKS } from '../references';
import { isPublicImage } from '../template/network';
import { checkedPort } from '../template/questions';
import { type Container, declaresPort } from '../template/task';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P6',
  theme: 'Health checks',
  title: 'The load balancer says healthy, the service is dead',
  cause: 'The health check is answered by something that says ok whatever the service does.',
  remedy: 'Let the check be answered by a program that probes the UDP service, as the health gate does.',
  references: [NLB_HEALTH_CHECKS],
  coverage: [
    optionRule('UDP ports without a health gate, and bare TCP checks of one', function* ({ ports, healthGate }) {
      // where a port takes UDP alone nothing answers at all without a gate: that is P5
      if (healthGate === undefined && ports.some(({ protocol }) => protocol === 'UDP')) return;
      for (const port of ports.filter(takesUdp)) {
        const watched = healthGate?.config.checks.some(({ name }) => name === port.name) ?? false;
        if (!watched) {
          yield {
            level: 'error',
            isBinding: true,
            option: 'healthGate.enabled',
            message: `No health gate watches ${port.protocol} ${port.port}, so its health check cannot tell the truth.`,
            remedy: 'Let the task have a health gate.',
          };
        } else if (port.healthCheck.protocol === 'TCP') {
          yield {
            level: 'advice',
            option: 'healthCheck.protocol',
            message:
              'The health check is a bare TCP connection, which the kernel accepts even for a frozen health gate.',
            remedy: 'Check over HTTP.',
          };
        }
      }
    }),
    {
      kind: 'template',
      finds: 'health checks that a static responder answers, and bare TCP checks of a second container',
      check: untruthful,
    },
  ],
} satisfies Pitfall;
