import type { Secret, Stage } from './model';

/** The secrets of the health gate by the name of the port that is probed with them. */
export function gateSecrets(stage: Stage): Record<string, Secret> {
  const checks = stage.healthGate?.config.checks ?? [];
  return Object.fromEntries(
    checks.flatMap(({ name, probe }) =>
      probe.kind === 'datagram' && probe.radius ? [[name, probe.radius.secret]] : [],
    ),
  );
}

/** The stores from which the task reads secrets. */
export function secretSources(stage: Stage): Set<Secret['source']> {
  const secrets = [...Object.values(stage.application.secrets), ...Object.values(gateSecrets(stage))];
  return new Set(secrets.map((secret) => secret.source));
}
