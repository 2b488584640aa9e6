import type { ContainerRegistryOptions } from '../../../options';
import type { Checks } from '../../../service/resolve/checks';
import { checkToken } from './forms';
import type { ContainerRegistry } from './model';

const ECR = /^\d{12}\.dkr\.ecr(-fips)?\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/;

/** Resolves the registries that images are built from. */
export function resolveContainerRegistries(
  registries: readonly ContainerRegistryOptions[],
  all: Checks,
): readonly ContainerRegistry[] {
  all.unique(
    'containerRegistries',
    registries.map(({ host }) => host),
    'the registry is named twice',
    'Keep one of them.',
  );
  return registries.flatMap((registry) => {
    const checks = all.at(`containerRegistries[${registry.host}]`);
    checks.text('host', registry.host, /^[a-z0-9][a-z0-9.-]*(:\d+)?$/, 'a host without https:// and path', 'ghcr.io');
    const region = ECR.exec(registry.host)?.[2];
    return (region === undefined ? byPassword(registry, checks) : byRole(registry, region, checks)) ?? [];
  });
}

function byPassword(registry: ContainerRegistryOptions, checks: Checks): ContainerRegistry | undefined {
  const { host, username, passwordSecret, roleArn } = registry;
  if (roleArn !== undefined) {
    checks.refuse(
      'roleArn',
      roleArn,
      'only Amazon ECR gives passwords by role, and this host is not of it',
      "Give 'passwordSecret'.",
    );
  }
  if (passwordSecret === undefined) {
    checks.refuse('passwordSecret', undefined, 'nothing says what the password is', 'Give the name of the secret.');
    return undefined;
  }
  checkToken('passwordSecret', passwordSecret, checks);
  if (username !== undefined) checks.text('username', username, /^\w[\w.@+-]*$/, 'the name of a user', 'acme-bot');
  return { host, kind: 'password', passwordSecret, ...(username !== undefined && { username }) };
}

function byRole(registry: ContainerRegistryOptions, region: string, checks: Checks): ContainerRegistry | undefined {
  const { host, username, passwordSecret, roleArn } = registry;
  for (const [key, value] of Object.entries({ username, passwordSecret })) {
    if (value === undefined) continue;
    checks.refuse(
      key,
      value,
      'passwords of Amazon ECR last twelve hours, so none can be kept',
      "Give 'roleArn' alone.",
    );
  }
  if (roleArn === undefined) {
    checks.refuse('roleArn', undefined, 'nothing says which role may pull', 'Give the ARN of the role.');
    return undefined;
  }
  const form = 'the ARN of a role';
  checks.text(
    'roleArn',
    roleArn,
    /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    form,
    'arn:aws:iam::111122223333:role/pull',
  );
  return { host, kind: 'ecr', region, roleArn };
}
