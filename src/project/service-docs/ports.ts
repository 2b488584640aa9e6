import type { Port, Service, Stage } from '../../model/model';
import { row } from './values';

/** What the service listens on and how each port is checked. */
export function ports({ stages }: Service) {
  return {
    rows: stages.flatMap((stage) => stage.ports.map((port) => row(portValues(stage, port)))),
    anyUdp: stages.some((stage) => stage.ports.some(({ protocol }) => protocol !== 'TCP')),
  };
}

function portValues({ name: stage, healthGate }: Stage, port: Port) {
  const { protocol, port: checkedPort, path, intervalSeconds } = port.healthCheck;
  const probe = healthGate?.config.checks.find(({ name }) => name === port.name)?.probe;
  return {
    stage,
    port: port.name,
    listener: `${port.port}/${port.protocol}`,
    containerPort: port.containerPort,
    healthCheck: `${protocol} ${checkedPort}${path ?? ''}`,
    healthCheckProtocol: protocol,
    intervalSeconds,
    preset: probe !== undefined && probe.kind !== 'socket' && probe.preset,
    socket: probe?.kind === 'socket',
    targetGroupOnly: probe === undefined,
  };
}
