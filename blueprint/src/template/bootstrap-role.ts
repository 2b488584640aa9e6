import type { Stack } from 'aws-cdk-lib/core';
import type { BootstrapRole, Stage } from './model';

/** ARN of a role of the CDK bootstrap stack in the account and region of a stack. */
export function bootstrapRoleArn({ partition, account, region }: Stack, stage: Stage, kind: BootstrapRole): string {
  return `arn:${partition}:iam::${account}:role/cdk-${stage.bootstrapQualifier}-${kind}-role-${account}-${region}`;
}
