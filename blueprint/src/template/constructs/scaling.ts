import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import { Duration } from 'aws-cdk-lib/core';
import type { Autoscaling } from '../model';
import type { Metrics } from './metrics';

/** What the scaling of a service is made of. */
export interface ScalingProps {
  readonly service: ecs.FargateService;
  readonly autoscaling: Autoscaling;
  readonly metrics: Metrics;
}

/** Load below which a task is one too many: with one of two tasks gone, the other stays below its limit. */
const QUIET = 0.45;
const VERY_QUIET = 0.2;
const QUIET_MINUTES = 15;

/**
 * Lets the number of tasks follow the load: CPU by target tracking, packets by steps.
 *
 * Two kinds of policies do not know of each other: one would take away what the other added. So where packets count,
 * both only add tasks, and one policy of its own removes them, when CPU and packets are low together.
 */
export function addScaling({ service, autoscaling, metrics }: ScalingProps): ecs.ScalableTaskCount {
  const { minTasks, maxTasks, cpuTargetPercent, packetsPerSecondPerTask } = autoscaling;
  const scaling = service.autoScaleTaskCount({ minCapacity: minTasks, maxCapacity: maxTasks });
  scaling.scaleOnCpuUtilization('Cpu', {
    targetUtilizationPercent: cpuTargetPercent,
    scaleOutCooldown: Duration.seconds(autoscaling.scaleOutCooldownSeconds),
    scaleInCooldown: Duration.seconds(autoscaling.scaleInCooldownSeconds),
    disableScaleIn: packetsPerSecondPerTask !== undefined,
  });
  if (packetsPerSecondPerTask !== undefined) {
    addSteps(scaling, autoscaling, packetsPerSecondPerTask, metrics);
    describeAlarms(scaling);
  }
  return scaling;
}

function addSteps(scaling: ecs.ScalableTaskCount, autoscaling: Autoscaling, limit: number, metrics: Metrics): void {
  const packets = packetLoad(metrics, limit);
  scaling.scaleOnMetric('Packets', {
    metric: packets,
    adjustmentType: appscaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
    minAdjustmentMagnitude: 1,
    scalingSteps: [
      { lower: 1, upper: 1.5, change: 25 },
      { lower: 1.5, upper: 2, change: 50 },
      { lower: 2, change: 100 },
    ],
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    metricAggregationType: appscaling.MetricAggregationType.MAXIMUM,
    cooldown: Duration.seconds(autoscaling.scaleOutCooldownSeconds),
  });
  scaling.scaleOnMetric('Quiet', {
    metric: load(metrics, autoscaling.cpuTargetPercent, limit),
    adjustmentType: appscaling.AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
    minAdjustmentMagnitude: 1,
    scalingSteps: [
      { lower: 0, upper: VERY_QUIET, change: -30 },
      { lower: VERY_QUIET, upper: QUIET, change: -10 },
    ],
    evaluationPeriods: QUIET_MINUTES,
    metricAggregationType: appscaling.MetricAggregationType.MAXIMUM,
    cooldown: Duration.seconds(autoscaling.scaleInCooldownSeconds),
  });
}

/** They stand among the alarms of the service, and their state means nothing to a person. */
function describeAlarms(scaling: ecs.ScalableTaskCount): void {
  for (const { node } of scaling.node.findAll().filter((child) => child instanceof cloudwatch.Alarm)) {
    (node.defaultChild as cloudwatch.CfnAlarm).alarmDescription =
      'Changes the number of tasks; nothing is to be done when it fires. Runbook: docs/service.md#scaling';
  }
}

/** Packets of the busiest seconds for each healthy task, as a part of what one task shall carry. */
function packetLoad(metrics: Metrics, limit: number): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `packets / (tasks * ${limit})`,
    usingMetrics: packetMetrics(metrics),
    label: 'Packets by task, of the limit',
    period: Duration.minutes(1),
  });
}

/** The higher of CPU and packets, each as a part of its limit. */
function load(metrics: Metrics, cpuTargetPercent: number, limit: number): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    // Packets are not reported when there are none, and that is the quietest of all.
    expression: `MAX([cpu / ${cpuTargetPercent}, FILL(packets, 0) / (tasks * ${limit})])`,
    usingMetrics: { ...packetMetrics(metrics), cpu: metrics.ecsService('CPUUtilization', { statistic: 'Average' }) },
    label: 'Load by task, of the limit',
    period: Duration.minutes(1),
  });
}

function packetMetrics(metrics: Metrics): Record<string, cloudwatch.IMetric> {
  return {
    packets: metrics.loadBalancer('PeakPacketsPerSecond', { statistic: 'Maximum' }),
    tasks: metrics.healthyTasks(),
  };
}
