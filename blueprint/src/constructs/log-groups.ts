import * as logs from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { LogGroupHandles } from '../extension-points';
import type { Stage } from '../model';

/** The log groups of the service, one for each kind of reader. */
export class LogGroups extends Construct implements LogGroupHandles {
  readonly application: logs.LogGroup;
  readonly healthGate?: logs.LogGroup;
  readonly exec?: logs.LogGroup;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.application = this.addLogGroup('Application', stage);
    this.healthGate = stage.healthGate && this.addLogGroup('HealthGate', stage);
    this.exec = stage.task.exec ? this.addLogGroup('Exec', stage) : undefined;
  }

  private addLogGroup(id: string, { logs: { retentionDays } }: Stage): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      retention: retentionDays,
      // Logs outlive the service that wrote them until their retention ends, but a failed first deployment leaves
      // nothing behind.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
