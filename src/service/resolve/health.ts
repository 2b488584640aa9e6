import type { GateCheck, HealthCheck, HealthGate, Image, Port } from '../../model/model';
import { type HealthCheckOptions, HealthCheckProtocol, type HealthGateOptions } from '../../options';
import { GATE_BASE_IMAGE } from '../gate-image';
import type { Checks } from './checks';
import type { ResolvedPort } from './ports';

interface HealthInput {
  readonly service: string;
  readonly stage: string;
  readonly ports: readonly ResolvedPort[];
  readonly image: Image;
  readonly applicationContainer: string;
}

interface Health {
  readonly ports: Port[];
  readonly healthGate?: HealthGate;
}

/** The parts of the health check that do not differ between ports. */
type Timing = Pick<
  HealthCheck,
  'intervalSeconds' | 'timeoutSeconds' | 'healthyThresholdCount' | 'unhealthyThresholdCount'
>;

export function resolveHealth(
  check: HealthCheckOptions,
  gate: HealthGateOptions,
  input: HealthInput,
  checks: Checks,
): Health {
  const timing = resolveTiming(check, checks.at('healthCheck'));
  const onlyTcp = input.ports.every(({ protocol }) => protocol === 'TCP');
  // a UDP port without the gate is a pitfall (P5, P6)
  return (gate.enabled ?? !onlyTcp)
    ? withGate(check, gate, input, timing, checks)
    : withoutGate(check, gate, input, timing, checks);
}

/** Bounds of a pace, which differ between the load balancer and the gate. */
interface PaceBounds {
  readonly interval: readonly [minimum: number, maximum: number];
  readonly timeout: readonly [minimum: number, maximum: number];
}

/** An interval, and a timeout that is not longer. */
function resolvePace(intervalSeconds: number, timeoutSeconds: number, bounds: PaceBounds, checks: Checks) {
  checks.integer('intervalSeconds', intervalSeconds, ...bounds.interval, ' seconds');
  checks.integer('timeoutSeconds', timeoutSeconds, ...bounds.timeout, ' seconds');
  if (timeoutSeconds > intervalSeconds) {
    checks.refuse(
      'timeoutSeconds',
      timeoutSeconds,
      `longer than the interval of ${intervalSeconds} seconds`,
      `Give at most ${intervalSeconds}.`,
    );
  }
  return { intervalSeconds, timeoutSeconds };
}

function resolveTiming(options: HealthCheckOptions, checks: Checks): Timing {
  const { intervalSeconds = 10, timeoutSeconds = Math.min(5, intervalSeconds) } = options;
  return {
    ...resolvePace(intervalSeconds, timeoutSeconds, { interval: [5, 300], timeout: [2, 120] }, checks),
    healthyThresholdCount: checks.integer('healthyThresholdCount', options.healthyThresholdCount ?? 2, 2, 10),
    unhealthyThresholdCount: checks.integer('unhealthyThresholdCount', options.unhealthyThresholdCount ?? 2, 2, 10),
  };
}

function withGate(
  check: HealthCheckOptions,
  gate: HealthGateOptions,
  input: HealthInput,
  timing: Timing,
  checks: Checks,
): Health {
  if (check.path !== undefined) {
    checks.refuse(
      'healthCheck.path',
      check.path,
      'the gate answers on paths of its own',
      "Remove it; a path of the application's own is for services with only TCP ports and no gate.",
    );
  }
  const protocol = check.protocol ?? HealthCheckProtocol.HTTP;
  const gatePort = checks.integer('healthGate.port', gate.port ?? 8080, 1, 65535);
  const containerName = gate.containerName ?? 'health-gate';
  if (containerName === input.applicationContainer) {
    checks.refuse(
      'healthGate.containerName',
      containerName,
      'the application container has the same name',
      'Give the gate another name.',
    );
  }
  const gateChecks = input.ports.map(
    (port, index): GateCheck => ({
      name: port.name,
      port: port.port,
      containerPort: port.containerPort,
      transports: port.protocol === 'TCP_UDP' ? ['udp', 'tcp'] : port.protocol === 'UDP' ? ['udp'] : ['tcp'],
      gatePort: protocol === HealthCheckProtocol.TCP ? gatePort + index : gatePort,
      probe: port.probe,
    }),
  );
  const drainSeconds = checks.integer(
    'healthGate.drainSeconds',
    gate.drainSeconds ?? timing.intervalSeconds * timing.unhealthyThresholdCount + 5,
    0,
    110,
    ' seconds',
  );
  return {
    ports: input.ports.map((port, index) => ({
      ...model(port),
      healthCheck: {
        protocol,
        port: gateChecks[index].gatePort,
        ...(protocol === HealthCheckProtocol.HTTP ? { path: `/health/${port.port}` } : {}),
        ...timing,
      },
    })),
    healthGate: {
      containerName,
      delivery: input.image.source === 'asset' ? 'asset' : 'inline',
      baseImage: gate.baseImage ?? GATE_BASE_IMAGE,
      cpu: 32,
      memoryLimitMiB: 64,
      stopTimeoutSeconds: drainSeconds + 10,
      config: {
        service: input.service,
        stage: input.stage,
        mode: protocol === HealthCheckProtocol.HTTP ? 'http' : 'tcp',
        ...resolveProbing(gate, checks.at('healthGate')),
        drainSeconds,
        checks: gateChecks,
      },
    },
  };
}

function resolveProbing(gate: HealthGateOptions, checks: Checks) {
  const { intervalSeconds = 5, timeoutSeconds = 1 } = gate;
  return {
    ...resolvePace(intervalSeconds, timeoutSeconds, { interval: [1, 300], timeout: [1, 60] }, checks),
    rise: checks.integer('rise', gate.rise ?? 2, 1, 100),
    fall: checks.integer('fall', gate.fall ?? 3, 1, 100),
    fallHard: checks.integer('fallHard', gate.fallHard ?? 2, 1, 100),
    degradedSeconds: checks.integer('degradedSeconds', gate.degradedSeconds ?? 60, 0, 3600, ' seconds'),
  };
}

function withoutGate(
  check: HealthCheckOptions,
  gate: HealthGateOptions,
  input: HealthInput,
  timing: Timing,
  checks: Checks,
): Health {
  const protocol = check.protocol ?? (check.path === undefined ? HealthCheckProtocol.TCP : HealthCheckProtocol.HTTP);
  if (input.ports.every((port) => port.protocol === 'TCP')) checkOwnAnswer(check, gate, protocol, checks);
  return {
    ports: input.ports.map((port) => ({
      ...model(port),
      healthCheck: {
        protocol,
        port: port.containerPort,
        ...(check.path === undefined ? {} : { path: check.path }),
        ...timing,
      },
    })),
  };
}

/** Whether the application itself can be asked, where it may do without the gate. */
function checkOwnAnswer(
  check: HealthCheckOptions,
  gate: HealthGateOptions,
  protocol: HealthCheckProtocol,
  checks: Checks,
): void {
  if (protocol === HealthCheckProtocol.HTTP && check.path === undefined) {
    checks.refuse(
      'healthCheck.path',
      undefined,
      'an HTTP check needs a path that the application answers',
      "Give it, for example '/health', or use HealthCheckProtocol.TCP.",
    );
  }
  if (protocol === HealthCheckProtocol.TCP && check.path !== undefined) {
    checks.refuse(
      'healthCheck.path',
      check.path,
      'a TCP check has no path',
      'Remove it, or use HealthCheckProtocol.HTTP.',
    );
  }
  for (const [key, value] of Object.entries(gate)) {
    if (key !== 'enabled' && value !== undefined) {
      checks.refuse(
        `healthGate.${key}`,
        value,
        'the service has only TCP ports and therefore no gate',
        "Remove it, or turn the gate on with 'healthGate.enabled'.",
      );
    }
  }
}

function model({ name, port, protocol, containerPort }: ResolvedPort): Omit<Port, 'healthCheck'> {
  return { name, port, protocol, containerPort };
}
