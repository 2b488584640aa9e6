import { optionRule, takesUdp } from '../themes/options';

/** P5: nothing answers a health check on a port that takes UDP alone. */
export const uncheckedUdp = optionRule('a health check on a port that is UDP only', function* ({ ports, healthGate }) {
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
});

/** P6: what answers the health check does not know whether UDP is served. */
export const unwatchedUdp = optionRule(
  'UDP ports without a health gate, and bare TCP checks of one',
  function* ({ ports, healthGate }) {
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
          message: 'The health check is a bare TCP connection, which the kernel accepts even for a frozen health gate.',
          remedy: 'Check over HTTP.',
        };
      }
    }
  },
);
