import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Operations } from '../model';
import { deployTimeValue } from './deploy-time-value';

const CONTAINER_INSIGHTS: Readonly<Record<Operations['containerInsights'], ecs.ContainerInsights>> = {
  disabled: ecs.ContainerInsights.DISABLED,
  enabled: ecs.ContainerInsights.ENABLED,
  enhanced: ecs.ContainerInsights.ENHANCED,
};

/** What the cluster is made of. */
export interface ClusterProps {
  readonly vpc: ec2.IVpc;
  /** Log group of ECS Exec sessions; without it the cluster records none. */
  readonly execLogGroup?: logs.LogGroup;
  readonly containerInsights: Operations['containerInsights'];
  /** Name of an existing cluster; without it one is created. */
  readonly existingName?: string;
}

/** The cluster of a stage: its own, or an existing one. */
export function createCluster(
  scope: Construct,
  id: string,
  { vpc, execLogGroup, containerInsights, existingName }: ClusterProps,
): ecs.ICluster {
  if (existingName !== undefined) {
    return ecs.Cluster.fromClusterAttributes(scope, `Existing${id}`, {
      vpc,
      clusterName: deployTimeValue(scope, existingName),
    });
  }
  return new ecs.Cluster(scope, id, {
    vpc,
    containerInsightsV2: CONTAINER_INSIGHTS[containerInsights],
    // A group of their own keeps sessions apart from the application's log, and the task role to that one group.
    executeCommandConfiguration: execLogGroup && {
      logging: ecs.ExecuteCommandLogging.OVERRIDE,
      logConfiguration: { cloudWatchLogGroup: execLogGroup },
    },
  });
}
