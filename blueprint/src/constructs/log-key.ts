import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../model';
import { deployTimeValue } from './deploy-time-value';

/** The existing key that encrypts the log groups of a scope, if there is one. */
export function logKey(scope: Construct, { existing: { logKeyArn } }: Stage): kms.IKey | undefined {
  return logKeyArn === undefined ? undefined : kms.Key.fromKeyArn(scope, 'LogKey', deployTimeValue(scope, logKeyArn));
}
