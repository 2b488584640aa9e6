import type { Port } from '../../model/model';
import { optionRule } from '../themes/options';

/** An ECS service registers with at most five target groups. */
const MAX_TARGET_GROUPS = 5;

/** The first port before another one that has something in common with it. */
function earlier(ports: readonly Port[], index: number, isSame: (other: Port) => boolean): Port | undefined {
  return ports.slice(0, index).find(isSame);
}

/** P18: two ports with one listener port. */
export const sharedListenerPort = optionRule('two ports with one listener port', function* ({ ports }) {
  for (const [index, port] of ports.entries()) {
    const other = earlier(ports, index, (candidate) => candidate.port === port.port);
    if (!other) continue;
    yield {
      level: 'error',
      isBinding: true,
      option: 'ports',
      message: `A load balancer has one listener a port, and ${port.port} is given for ${other.protocol} and for ${port.protocol}.`,
      remedy: 'Give each port once; for UDP and TCP on the same port use the protocol TCP_UDP.',
    };
  }
});

/** P19: a container port for two ports, or for a port and the health gate. */
export const sharedContainerPort = optionRule(
  'one container port for two ports, or for a port and the health gate',
  function* ({ ports, healthGate }) {
    for (const [index, port] of ports.entries()) {
      const other = earlier(ports, index, (candidate) => candidate.containerPort === port.containerPort);
      // where the listener port is the same as well, that is P18
      if (!other || other.port === port.port) continue;
      yield {
        level: 'error',
        isBinding: true,
        option: 'ports',
        message: `A container port can be mapped once, and ${port.containerPort} is that of the ports ${other.name} and ${port.name}.`,
        remedy: 'Give each port a containerPort of its own; for UDP and TCP on the same port use the protocol TCP_UDP.',
      };
    }
    const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
    for (const { containerPort } of ports.filter((port) => gatePorts.has(port.containerPort))) {
      yield {
        level: 'error',
        isBinding: true,
        option: 'healthGate.port',
        message: `The application is bound to container port ${containerPort} itself, and the gate shares its network.`,
        remedy: "Give 'healthGate.port' a number that no container port has.",
      };
    }
  },
);

/** P45: more ports than target groups. */
export const tooManyPorts = optionRule('more than five ports', function* ({ ports }) {
  if (ports.length <= MAX_TARGET_GROUPS) return;
  yield {
    level: 'error',
    isBinding: true,
    option: 'ports',
    message: `${ports.length} ports need as many target groups, and an ECS service can be registered with at most ${MAX_TARGET_GROUPS} target groups.`,
    remedy:
      'Give one to five ports; a service with more needs a second repository or ports multiplexed by the application.',
  };
});
