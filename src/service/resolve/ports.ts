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
  checks.unique(
    'ports',
    // a name that nobody gave is the number, which says itself that it is there twice (P18)
    ports.filter(({ name, port }) => name !== String(port)).map(({ name }) => name),
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
