import type { Stage } from '../model/model';

/** AWS services without which a task does not start, or ECS Exec does not work, by what they are needed for. */
export function neededServices(
  stage: Pick<Stage, 'healthGate'> & {
    readonly application: Pick<Stage['application'], 'secrets'>;
    readonly task: Pick<Stage['task'], 'exec'>;
  },
): Readonly<Record<string, string>> {
  const gateSecrets = (stage.healthGate?.config.checks ?? []).flatMap(({ probe }) =>
    probe.kind === 'datagram' && probe.radius ? [probe.radius.secret] : [],
  );
  const stores = new Set([...Object.values(stage.application.secrets), ...gateSecrets].map(({ source }) => source));
  return {
    'ecr.api': 'to pull its image',
    'ecr.dkr': 'to pull its image',
    s3: 'for the layers of its image',
    logs: 'to write its logs',
    ...(stores.has('secretsmanager') && { secretsmanager: 'to read its secrets' }),
    ...(stores.has('ssm') && { ssm: 'to read its secrets' }),
    ...(stage.task.exec && { ssmmessages: 'for ECS Exec' }),
  };
}
