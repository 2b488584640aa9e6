import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { ServiceHandles } from '../extension-points';
import { createAlarmTopic } from './alarm-topic';
import { ServiceAlarms } from './alarms';
import { ServiceDashboard } from './dashboard';
import { DeploymentEvents } from './deployment-events';
import { Metrics } from './metrics';
import { SavedQueries } from './saved-queries';
import { addScaling } from './scaling';

/** What the people on call and the extensions get to see. */
export interface OperationsHandles {
  readonly scaling?: ecs.ScalableTaskCount;
  readonly alarmTopic?: sns.ITopic;
  readonly alarms: Readonly<Record<string, cloudwatch.Alarm>>;
  readonly dashboard?: cloudwatch.Dashboard;
}

/** Scaling, alarms and all else that watches the running service. */
export function addOperations(scope: Construct, serviceName: string, handles: ServiceHandles): OperationsHandles {
  const { stage, loadBalancer, targetGroups, cluster, service, logGroups } = handles;
  const { operations, capacity } = stage;
  const watched = { serviceName, stage, loadBalancer, targetGroups, cluster, service };
  const scaling =
    capacity.autoscaling && addScaling({ service, autoscaling: capacity.autoscaling, metrics: new Metrics(watched) });
  const alarmTopic =
    operations.topic && createAlarmTopic(scope, 'AlarmTopic', { topic: operations.topic, existing: stage.existing });
  const alarms =
    operations.alarms && alarmTopic
      ? new ServiceAlarms(scope, 'Alarms', {
          ...watched,
          topic: alarmTopic,
          loadBalancerSecurityGroup: handles.loadBalancerSecurityGroup,
          gateLogGroup: logGroups.healthGate,
        }).alarms
      : {};
  if (alarmTopic && operations.deploymentEvents !== 'none') {
    new DeploymentEvents(scope, 'DeploymentEvents', {
      serviceName,
      stageName: stage.name,
      service,
      topic: alarmTopic,
      completed: operations.deploymentEvents === 'all',
    });
  }
  if (operations.savedQueries) {
    new SavedQueries(scope, 'SavedQueries', { serviceName, stageName: stage.name, logGroups });
  }
  const dashboard = operations.dashboard
    ? new ServiceDashboard(scope, 'Dashboard', { ...watched, alarms: Object.values(alarms) }).dashboard
    : undefined;
  return { scaling, alarmTopic, alarms, dashboard };
}
