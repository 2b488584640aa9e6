import type { FlowLogs } from '../../model/model';
import { type FlowLogOptions, FlowLogTraffic } from '../../options';
import { type Checks, checkReference } from './checks';
import { checkRetention } from './task';

const BUCKET_ARN = /^(arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*[^/])\/?)?$/;

export function resolveFlowLogs(options: FlowLogOptions, checks: Checks): FlowLogs | undefined {
  if (options.enabled === false) {
    const { enabled, ...others } = options;
    const idle = Object.entries(others).filter(([, value]) => value !== undefined);
    for (const [key, value] of idle) {
      checks.refuse(key, value, 'the flow logs are off', `Remove it, or remove 'enabled'.`);
    }
    return undefined;
  }
  const traffic = options.traffic ?? FlowLogTraffic.ALL;
  if (options.bucketArn === undefined) {
    return {
      traffic,
      destination: { kind: 'logs', retentionDays: checkRetention(options.retentionDays ?? 14, checks) },
    };
  }
  if (options.retentionDays !== undefined) {
    checks.refuse(
      'retentionDays',
      options.retentionDays,
      'the flows go to a bucket, and its life-cycle rules say how long they stay',
      "Remove it, or remove 'bucketArn' to have a log group.",
    );
  }
  checkReference(
    checks,
    'bucketArn',
    options.bucketArn,
    BUCKET_ARN,
    'the ARN of an S3 bucket',
    'arn:aws:s3:::flow-logs',
  );
  const [, bucketArn = options.bucketArn, prefix] = BUCKET_ARN.exec(options.bucketArn) ?? [];
  return { traffic, destination: { kind: 's3', bucketArn, ...(prefix === undefined ? {} : { prefix }) } };
}
