import type { Secret, Stage } from './model';

/** The secrets of the health gate by the environment variable in which its program expects them. */
export function gateSecrets(stage: Stage): Record<string, Secret> {
  const checks = stage.healthGate?.config.checks ?? [];
  return Object.fromEntries(
    checks.flatMap(({ port, probe }) =>
      probe.kind === 'datagram' && probe.radius ? [[`GATE_SECRET_${port}`, probe.radius.secret]] : [],
    ),
  );
}
