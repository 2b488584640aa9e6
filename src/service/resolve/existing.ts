import type { ExistingResources, Roles } from '../../model/model';
import type { ApplicationOptions, ExistingOptions, OperationsOptions, RolesOptions, TaskOptions } from '../../options';
import { type Checks, checkKeyArn, checkReference } from './checks';

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/;

export function resolveExisting(
  options: ExistingOptions,
  {
    application,
    task,
    region,
    operations,
  }: { application?: ApplicationOptions; task?: TaskOptions; region?: string; operations?: OperationsOptions },
  checks: Checks,
): ExistingResources {
  const { clusterName, taskRoleArn, executionRoleArn, logKeyArn, topicKeyArn } = options;
  if (clusterName !== undefined)
    checkReference(checks, 'clusterName', clusterName, /^[A-Za-z0-9_-]{1,255}$/, 'the name of a cluster', 'shared');
  for (const [key, arn] of Object.entries({ taskRoleArn, executionRoleArn })) {
    if (arn !== undefined)
      checkReference(checks, key, arn, ROLE_ARN, 'the ARN of an IAM role', 'arn:aws:iam::111122223333:role/dns-task');
  }
  const keys = [
    ['logKeyArn', logKeyArn, 'log groups'],
    ['topicKeyArn', topicKeyArn, 'topics'],
  ] as const;
  for (const [key, arn, encrypted] of keys) {
    if (arn === undefined) continue;
    const keyRegion = checkKeyArn(checks, key, arn);
    if (region !== undefined && keyRegion !== undefined && keyRegion !== region) {
      checks.refuse(
        key,
        arn,
        `the key lies in ${keyRegion}, and ${encrypted} of ${region} take a key of their own region`,
        `Name a key of ${region}, for example a replica of this one.`,
      );
    }
  }
  if (topicKeyArn !== undefined && operations?.topicArn !== undefined) {
    checks.refuse(
      'topicKeyArn',
      topicKeyArn,
      "the topic of 'operations.topicArn' is used as it is",
      'Remove it and let the owner of the topic encrypt it, or have a topic created.',
    );
  }
  if (taskRoleArn !== undefined && (application?.taskRoleStatements?.length ?? 0) > 0) {
    checks.refuse(
      'taskRoleArn',
      taskRoleArn,
      "nothing is added to an existing role, and 'application.taskRoleStatements' asks for it",
      'Let the owner of the role add the statements and remove them here, or have a role created.',
    );
  }
  if (taskRoleArn !== undefined && task?.exec) {
    checks.warn(
      'taskRoleArn',
      taskRoleArn,
      'ECS Exec opens no shell unless this role allows the four actions of ssmmessages (P40)',
    );
  }
  return options;
}

export function resolveRoles(options: RolesOptions, checks: Checks): Roles {
  const { permissionsBoundary, path, namePrefix } = options;
  if (permissionsBoundary !== undefined)
    checkReference(
      checks,
      'permissionsBoundary',
      permissionsBoundary,
      /^(arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/)?[\w+=,.@/-]{1,512}$/,
      'the name or the ARN of a managed policy',
      'developer-boundary',
    );
  if (path !== undefined)
    checks.text('path', path, /^\/([!-~]{1,510}\/)?$/, "a path that begins and ends with '/'", '/services/');
  if (namePrefix !== undefined)
    checks.text(
      'namePrefix',
      namePrefix,
      /^[\w+=,.@-]{1,24}$/,
      'up to 24 letters, digits and characters of _+=,.@-',
      'acme-',
    );
  return options;
}
