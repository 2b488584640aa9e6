import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Secret } from '../model';
import { deployTimeIamArn } from './deploy-time-value';

/** Secrets Manager appends a hyphen and six random characters to the name of a secret. */
const RANDOM_SUFFIX = /-[A-Za-z0-9]{6}$/;
/** A suffix that may as well be a word of the name (`my-secret`). */
const WORD_SUFFIX = /-[a-z]{6}$/;

/**
 * A secret of a container by its ARN or name, without a look-up.
 *
 * ECS reads it when the task starts, so all that is granted is the one action it calls (the grants of the secret and
 * parameter constructs hold more), on this secret alone, and to decrypt with the key of one that has a key of its own.
 */
export class ContainerSecret extends ecs.Secret {
  readonly arn: string;
  readonly hasField: boolean;
  private readonly action: string;
  private readonly resources: readonly string[];
  private readonly keyArn?: string;
  /** What decrypts on behalf of ECS. */
  private readonly store: string;

  constructor(scope: Construct, secret: Secret) {
    super();
    const { region: here, urlSuffix } = Stack.of(scope);
    const region = secret.source === 'secretsmanager' ? secret.arn.split(':')[3] : here;
    this.store = `${secret.source}.${region}.${urlSuffix}`;
    this.keyArn = secret.keyArn && deployTimeIamArn(secret.keyArn);
    if (secret.source === 'secretsmanager') {
      this.arn = secret.jsonField === undefined ? secret.arn : `${secret.arn}:${secret.jsonField}::`;
      this.hasField = secret.jsonField !== undefined;
      this.action = 'secretsmanager:GetSecretValue';
      this.resources = secretArns(secret.arn);
    } else {
      this.arn = Stack.of(scope).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: secret.parameterName.replace(/^\//, ''),
      });
      this.hasField = false;
      this.action = 'ssm:GetParameters';
      this.resources = [this.arn];
    }
  }

  grantRead(grantee: iam.IGrantable): iam.Grant {
    if (this.keyArn !== undefined) {
      iam.Grant.addToPrincipal({
        grantee,
        actions: ['kms:Decrypt'],
        resourceArns: [this.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': this.store } },
      });
    }
    return iam.Grant.addToPrincipal({ grantee, actions: [this.action], resourceArns: [...this.resources] });
  }
}

/** The ARNs the secret may really have, given a complete one or one without its random characters. */
function secretArns(arn: string): string[] {
  const completed = `${arn}-??????`;
  if (!RANDOM_SUFFIX.test(arn)) {
    return [completed];
  }
  return WORD_SUFFIX.test(arn) ? [arn, completed] : [arn];
}

/** A container's secrets by the name of their environment variable. */
export function containerSecrets(
  scope: Construct,
  secrets: Readonly<Record<string, Secret>>,
): Record<string, ecs.Secret> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [name, new ContainerSecret(scope, secret)]),
  );
}
