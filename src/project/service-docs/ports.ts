import type { Port, Service } from '../../model/model';
import { table } from '../../util/markdown';
import { literal, type Section } from './markdown';

/** What the service listens on and how each port is checked. */
export function portsSection(service: Service): Section {
  const ports = service.stages.flatMap((stage) => stage.ports);
  return {
    title: 'Ports',
    blocks: [
      table(
        ['stage', 'port', 'listener', 'container port', 'health check', 'probe'],
        service.stages.flatMap((stage) =>
          stage.ports.map((port) => [
            stage.name,
            port.name,
            `${port.port}/${port.protocol}`,
            String(port.containerPort),
            healthCheck(port),
            probe(port, stage.healthGate?.config.checks.find(({ name }) => name === port.name)?.probe),
          ]),
        ),
      ),
      ...(ports.some(({ protocol }) => protocol !== 'TCP') ? [ABOUT_UDP] : []),
    ],
  };
}

const ABOUT_UDP =
  'UDP itself cannot be health-checked: the load balancer asks over HTTP or TCP, and the health gate answers with what ' +
  'its probe of the port found. A flow without a datagram for 120 s is forgotten: clients that must stay with one task ' +
  'send at least every 100 s. Keep datagrams below 1,472 bytes: fragments do not arrive.';

function healthCheck({ healthCheck: check }: Port): string {
  const target = `${check.protocol} ${check.port}${check.path ?? ''}`;
  return `${literal(target)} every ${check.intervalSeconds} s`;
}

function probe(port: Port, found: { readonly kind: string; readonly preset?: string } | undefined): string {
  if (found === undefined) return `none: the target group checks ${port.healthCheck.protocol}`;
  return found.kind === 'socket' ? 'socket table' : `datagram (${found.preset})`;
}
