import type { Application, Image, PolicyStatement, Secret } from '../../model/model';
import type { ApplicationOptions, SecretOptions, TaskOptions } from '../../options';
import { resolveDropCapabilities } from './capabilities';
import { type Checks, checkKeyArn } from './checks';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function resolveApplication(
  options: ApplicationOptions,
  task: TaskOptions,
  image: Image,
  checks: Checks,
): Application {
  const exec = task.exec ?? false;
  const readonlyRootFilesystem = options.readonlyRootFilesystem ?? !exec;
  const environment = options.environment ?? {};
  const secrets = options.secrets ?? {};
  checkEnvironment(environment, secrets, checks);
  for (const path of options.writablePaths ?? []) {
    if (!path.startsWith('/') || path === '/') {
      checks.refuse('writablePaths', path, 'not an absolute path below the root', "Give paths such as '/tmp'.");
    }
  }
  if ((options.writablePaths?.length ?? 0) > 0 && !readonlyRootFilesystem) {
    checks.refuse(
      'writablePaths',
      options.writablePaths,
      'the root file system is writable already',
      "Remove it, or set 'application.readonlyRootFilesystem'.",
    );
  }
  const containerName = options.containerName ?? 'app';
  checks.text(
    'containerName',
    containerName,
    /^[A-Za-z0-9_-]{1,255}$/,
    'up to 255 letters, digits, hyphens and underscores',
    'app',
  );
  return {
    containerName,
    environment,
    secrets: Object.fromEntries(
      Object.entries(secrets).map(([name, secret]) => [name, resolveSecret(secret, checks.at(`secrets.${name}`))]),
    ),
    command: options.command,
    user: options.user,
    dropCapabilities: resolveDropCapabilities(options.dropCapabilities, image, checks),
    taskRoleStatements: (options.taskRoleStatements ?? []).map((statement, index) => {
      const at = checks.at(`taskRoleStatements[${index}]`);
      at.text('effect', statement.effect ?? 'Allow', /^(Allow|Deny)$/, "'Allow' or 'Deny'", 'Allow');
      return {
        effect: (statement.effect ?? 'Allow') as PolicyStatement['effect'],
        actions: statement.actions,
        resources: statement.resources,
      };
    }),
    readonlyRootFilesystem,
    writablePaths: options.writablePaths ?? [],
    stopTimeoutSeconds: checks.integer('stopTimeoutSeconds', options.stopTimeoutSeconds ?? 60, 2, 120, ' seconds'),
  };
}

function checkEnvironment(
  environment: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, SecretOptions>>,
  checks: Checks,
): void {
  for (const [name, value] of Object.entries(environment)) {
    checks.text(`environment.${name}`, name, VARIABLE, 'the name of an environment variable', 'LOG_LEVEL');
    if (name in secrets) {
      checks.refuse(
        `environment.${name}`,
        value,
        `'application.secrets.${name}' sets the same variable`,
        'Give one of the two.',
      );
    }
  }
}

/** Where ECS takes a secret from. */
export function resolveSecret(options: SecretOptions, checks: Checks): Secret {
  const { keyArn } = options;
  checks.exclusive(options, ['secretsManagerArn', 'ssmParameterName'], true);
  if (keyArn !== undefined) checkKeyArn(checks, 'keyArn', keyArn);
  const key = keyArn === undefined ? {} : { keyArn };
  if (options.ssmParameterName !== undefined) {
    checks.text(
      'ssmParameterName',
      options.ssmParameterName,
      /^(\/[A-Za-z0-9._-]+)+$|^[A-Za-z0-9._-]+$/,
      'the name of an SSM parameter',
      '/dns/token',
    );
    if (options.jsonField !== undefined) {
      checks.refuse(
        'jsonField',
        options.jsonField,
        'ECS takes a key out of JSON only from Secrets Manager',
        'Remove it, or store the value in Secrets Manager.',
      );
    }
    return { source: 'ssm', parameterName: options.ssmParameterName, ...key };
  }
  const arn = options.secretsManagerArn ?? '';
  if (options.secretsManagerArn !== undefined) {
    checks.text(
      'secretsManagerArn',
      arn,
      /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/,
      'the ARN of a Secrets Manager secret',
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dns/token',
    );
  }
  return { source: 'secretsmanager', arn, jsonField: options.jsonField, ...key };
}
