import type { GateCheck, HealthGate, Port, Protocol, Service, Stage } from '../../../blueprint/src/template/model';
import { service as defaultService } from '../../../blueprint/src/template/service';

const [DEFAULT_STAGE] = defaultService.stages;
const GATE_PORT = 8080;

/** The VPC endpoints without which no task starts in an isolated network. */
export const ISOLATED_ENDPOINTS: readonly string[] = ['ecr.api', 'ecr.dkr', 's3', 'logs'];

/** A stage of the default service with some of its settings replaced. */
export function stage(overrides: Partial<Stage> = {}): Stage {
  return { ...DEFAULT_STAGE, ...overrides };
}

/** A service with the given stages. */
export function serviceOf(...stages: Stage[]): Service {
  return { name: 'udp-service', stages };
}

/** A port that the health gate watches over HTTP. */
export function port(name: string, number: number, protocol: Protocol = 'UDP', containerPort = number): Port {
  return {
    name,
    port: number,
    protocol,
    containerPort,
    healthCheck: { ...DEFAULT_STAGE.ports[0].healthCheck, port: GATE_PORT, path: `/health/${number}` },
  };
}

/** A TCP port that the load balancer checks itself. */
export function ungatedPort(name: string, number: number): Port {
  const checked = port(name, number, 'TCP');
  return { ...checked, healthCheck: { ...checked.healthCheck, protocol: 'TCP', port: number, path: undefined } };
}

/** The settings of a stage that follow from its ports. */
export function withPorts(ports: readonly Port[], gate: Partial<HealthGate> = {}): Pick<Stage, 'ports' | 'healthGate'> {
  const healthGate = { ...healthGateOf(DEFAULT_STAGE), ...gate };
  return {
    ports,
    healthGate: { ...healthGate, config: { ...healthGate.config, checks: ports.filter(isGated).map(gateCheck) } },
  };
}

/** The health gate of a stage that has one. */
export function healthGateOf({ healthGate }: Stage): HealthGate {
  if (healthGate === undefined) {
    throw new Error('The stage has no health gate.');
  }
  return healthGate;
}

function isGated({ healthCheck }: Port): boolean {
  return healthCheck.port === GATE_PORT;
}

function gateCheck({ name, port: number, containerPort, protocol, healthCheck }: Port): GateCheck {
  const transports: Record<Protocol, GateCheck['transports']> = {
    UDP: ['udp'],
    TCP: ['tcp'],
    TCP_UDP: ['udp', 'tcp'],
  };
  return {
    name,
    port: number,
    containerPort,
    transports: transports[protocol],
    gatePort: healthCheck.port,
    probe: { kind: 'socket' },
  };
}
