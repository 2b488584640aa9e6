import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { FlowLogs as FlowLogsModel, Stage } from '../model';
import { deployTimeValue } from './deploy-time-value';
import { logKey } from './log-key';

/** What flow logs are made of. */
export interface FlowLogsProps {
  readonly stage: Stage;
  readonly vpc: ec2.IVpc;
  readonly flowLogs: FlowLogsModel;
}

const TRAFFIC: Readonly<Record<FlowLogsModel['traffic'], ec2.FlowLogTrafficType>> = {
  ALL: ec2.FlowLogTrafficType.ALL,
  ACCEPT: ec2.FlowLogTrafficType.ACCEPT,
  REJECT: ec2.FlowLogTrafficType.REJECT,
};

/** Who sends what to the VPC: for UDP the only such log there is. */
export class FlowLogs extends Construct {
  /** Absent where the flows go to a bucket. */
  readonly logGroup?: logs.LogGroup;

  constructor(scope: Construct, id: string, { stage, vpc, flowLogs: { traffic, destination } }: FlowLogsProps) {
    super(scope, id);
    if (destination.kind === 'logs') {
      this.logGroup = new logs.LogGroup(this, 'Flows', {
        retention: destination.retentionDays,
        encryptionKey: logKey(this, stage),
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
    }
    new ec2.FlowLog(this, destination.kind === 'logs' ? 'FlowLog' : 'BucketFlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
      trafficType: TRAFFIC[traffic],
      destination:
        destination.kind === 'logs'
          ? ec2.FlowLogDestination.toCloudWatchLogs(this.logGroup)
          : ec2.FlowLogDestination.toS3(
              s3.Bucket.fromBucketArn(this, 'Bucket', deployTimeValue(this, destination.bucketArn)),
              destination.prefix,
            ),
    });
  }
}
