import type { Probe as ModelProbe, Protocol as ModelProtocol } from '../../model/model';
import { type PortOptions, Probe, Protocol } from '../../options';
import { resolveProbe } from '../../probes';
import { resolveSecret } from './application';
import type { Checks } from './checks';

/** A port before its health check is known. */
export interface ResolvedPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: ModelProtocol;
  readonly containerPort: number;
  readonly probe: ModelProbe;
}

/** An ECS service registers with at most five target groups. */
const MAX_PORTS = 5;

/** @param shorthand the one port was given by `port`, `protocol` and `probe`, which problems then name */
export function resolvePorts(options: readonly PortOptions[], shorthand: boolean, checks: Checks): ResolvedPort[] {
  const ports = options.map((option) => {
    const name = option.name ?? String(option.port);
    const at = shorthand ? checks : checks.at(`ports[${name}]`);
    at.integer('port', option.port, 1, 65535);
    if (option.containerPort !== undefined) at.integer('containerPort', option.containerPort, 1, 65535);
    at.text('name', name, /^[A-Za-z0-9][A-Za-z0-9-]{0,29}$/, 'up to 30 letters, digits and hyphens', 'dns');
    return {
      name,
      port: option.port,
      protocol: (option.protocol ?? Protocol.UDP) as ModelProtocol,
      containerPort: option.containerPort ?? option.port,
      probe: portProbe(option, at),
    };
  });

  if (ports.length === 0) checks.refuse('ports', [], 'a service has at least one port', 'Give one to five ports.');
  if (ports.length > MAX_PORTS) {
    checks.refuse(
      'ports',
      ports.map(({ port }) => port),
      'an ECS service can be registered with at most 5 target groups',
      'Give one to five ports; a service with more needs a second repository or ports multiplexed by the application.',
      'P45',
    );
  }
  checks.unique(
    'ports',
    ports.map(({ port }) => port),
    'a load balancer has one listener a port',
    'Give each port once; for UDP and TCP on the same port use the protocol TCP_UDP.',
    'P18',
  );
  checks.unique(
    'ports',
    ports.map(({ containerPort }) => containerPort),
    'a container port can be mapped once',
    'Give each port a containerPort of its own; for UDP and TCP on the same port use the protocol TCP_UDP.',
    'P19',
  );
  checks.unique(
    'ports',
    ports.map(({ name }) => name),
    'two ports have the same name',
    'Give each port a name of its own.',
  );
  return ports;
}

/** The probe of a port; where it is refused, the passive one stands in until the problems are thrown. */
function portProbe(option: PortOptions, checks: Checks): ModelProbe {
  const { secret, loopback, ...details } = option.probeOptions ?? {};
  const { probe, problems, warnings } = resolveProbe({
    preset: option.probe ?? Probe.SOCKET,
    ...details,
    ...(loopback === undefined ? {} : { target: loopback ? 'loopback' : 'own' }),
    ...(secret === undefined ? {} : { secret: resolveSecret(secret, checks.at('probeOptions.secret')) }),
  });
  for (const { field, value, cause, remedy } of problems) {
    checks.refuse(field === 'preset' ? 'probe' : `probeOptions.${field}`, value, cause, remedy);
  }
  for (const warning of warnings) checks.warn('probe', option.probe, warning);
  if (probe?.kind === 'datagram' && option.protocol === Protocol.TCP) {
    checks.refuse(
      'probe',
      option.probe,
      'it sends a datagram, and the port takes connections',
      'Remove it; a TCP port is probed by a connection.',
    );
  }
  return probe ?? { kind: 'socket' };
}
