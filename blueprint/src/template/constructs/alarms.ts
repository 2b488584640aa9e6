import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Aws } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarmsOf, type StageAlarm } from '../alarm-catalogue';
import { Metrics, type MetricsProps } from './metrics';

/** What the alarms of a service are made of. */
export interface ServiceAlarmsProps extends MetricsProps {
  readonly topic: sns.ITopic;
  readonly loadBalancerSecurityGroup: ec2.ISecurityGroup;
  /** Absent where there is no gate. */
  readonly gateLogGroup?: logs.ILogGroup;
}

/** Where what to do is written in full. */
const RUNBOOK = 'docs/service.md';

/** The alarms of a stage. */
export class ServiceAlarms extends Construct {
  /** By their ID in the alarm catalogue: the kind, and the port or zone it is for. */
  readonly alarms: Readonly<Record<string, cloudwatch.Alarm>>;

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id);
    const metrics = new Metrics(props);
    const action = new SnsAction(props.topic);
    const alarms = alarmsOf(props.stage);
    this.alarms = Object.fromEntries(
      alarms.map((alarm) => {
        const created = this.add(alarm, metrics, props);
        created.addAlarmAction(action);
        created.addOkAction(action);
        return [alarm.id, created];
      }),
    );
    this.rollBackOn(
      alarms.filter(({ rollsBack }) => rollsBack),
      props,
    );
  }

  /**
   * Lets ECS roll a deployment back when an alarm fires. The alarms stand before the service, by dependency and not by
   * reference: that closes no circle, because nothing in these alarms mentions the service.
   */
  private rollBackOn(alarms: readonly StageAlarm[], props: ServiceAlarmsProps): void {
    if (alarms.length === 0) return;
    props.service.enableDeploymentAlarms(alarms.map((alarm) => alarmName(alarm, props)));
    const service = props.service.node.defaultChild as ecs.CfnService;
    for (const { id } of alarms) {
      service.addResourceDependency(this.alarms[id].node.defaultChild as cloudwatch.CfnAlarm);
    }
  }

  private add(alarm: StageAlarm, metrics: Metrics, props: ServiceAlarmsProps): cloudwatch.Alarm {
    return new cloudwatch.Alarm(this, alarm.id, {
      alarmName: alarmName(alarm, props),
      alarmDescription: description(alarm, props),
      metric: metricOf(alarm, metrics),
      threshold: alarm.threshold,
      comparisonOperator:
        alarm.fires === 'above'
          ? cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
          : cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.datapoints,
      treatMissingData:
        alarm.missing === 'breaching'
          ? cloudwatch.TreatMissingData.BREACHING
          : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

function alarmName({ id }: StageAlarm, { serviceName, stage }: ServiceAlarmsProps): string {
  return `${serviceName}-${stage.name}-${id}`;
}

function metricOf(alarm: StageAlarm, metrics: Metrics): cloudwatch.IMetric {
  const { metric, port = '', zone } = alarm;
  switch (alarm.scope) {
    case 'target-group':
      return metrics.targetGroup(metric, port, { ...alarm, zone });
    case 'load-balancer':
      return metrics.loadBalancer(metric, alarm);
    case 'zone':
      return metrics.loadBalancer(metric, { ...alarm, zone });
    case 'ecs-service':
      return metrics.ecsService(metric, alarm);
    case 'gate-port':
      return metrics.gatePort(metric, port, alarm);
    case 'gate':
      return metrics.gate(metric, alarm);
  }
}

/** Meaning, first command, runbook: all that is read at night. */
function description(alarm: StageAlarm, props: ServiceAlarmsProps): string {
  const resources: Readonly<Record<string, () => string | undefined>> = {
    region: () => Aws.REGION,
    loadBalancer: () => props.loadBalancer.loadBalancerArn,
    loadBalancerSecurityGroup: () => props.loadBalancerSecurityGroup.securityGroupId,
    targetGroup: () => (alarm.port === undefined ? undefined : props.targetGroups[alarm.port].targetGroupArn),
    cluster: () => props.cluster.clusterName,
    service: () => props.service.serviceName,
    gateLog: () => props.gateLogGroup?.logGroupName,
  };
  const command = alarm.firstCommand.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = resources[name]?.();
    if (value === undefined) {
      throw new Error(
        `alarm ${alarm.id}: its first command names ${placeholder}, which it has not. Correct the command.`,
      );
    }
    return value;
  });
  return [`${alarm.title}: ${alarm.meaning}`, `First: ${command}`, `Runbook: ${RUNBOOK}#alarm-${alarm.kind}`].join(
    '\n',
  );
}
