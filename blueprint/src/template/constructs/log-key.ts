import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../model';
import { createLogsKey } from './customer-managed-key';
import { deployTimeValue } from './deploy-time-value';

/** The key that encrypts the log groups of a scope, if it is not one of AWS: an existing one, or one of its own. */
export function logKey(scope: Construct, { existing: { logKeyArn }, logs }: Stage): kms.IKey | undefined {
  if (logKeyArn !== undefined) return kms.Key.fromKeyArn(scope, 'LogKey', deployTimeValue(scope, logKeyArn));
  return logs.customerManagedKey ? createLogsKey(scope, 'CustomerManagedKey') : undefined;
}
