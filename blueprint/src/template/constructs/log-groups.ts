import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { LogGroupHandles } from '../extension-points';
import type { Stage } from '../model';
import { logKey } from './log-key';

/** The log groups of the service, one for each kind of reader. */
export class LogGroups extends Construct implements LogGroupHandles {
  readonly application: logs.LogGroup;
  readonly healthGate?: logs.LogGroup;
  readonly exec?: logs.LogGroup;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const key = logKey(this, stage);
    this.application = this.addLogGroup('Application', stage, key);
    this.healthGate = stage.healthGate && this.addLogGroup('HealthGate', stage, key);
    // An existing cluster records the sessions where its owner says.
    const recordsSessions = stage.task.exec && stage.existing.clusterName === undefined;
    this.exec = recordsSessions ? this.addLogGroup('Exec', stage, key) : undefined;
  }

  private addLogGroup(id: string, { logs: { retentionDays } }: Stage, encryptionKey?: kms.IKey): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      retention: retentionDays,
      encryptionKey,
      // Logs outlive the service that wrote them until their retention ends, but a failed first deployment leaves
      // nothing behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
