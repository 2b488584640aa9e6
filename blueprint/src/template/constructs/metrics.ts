import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Duration } from 'aws-cdk-lib/core';
import { gatedPorts, loadBalancerZones, type StageAlarm } from '../alarm-catalogue';
import type { Stage } from '../model';
import { availabilityZone } from '../zones';

/** What the metrics of a service are about. */
export interface MetricsProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly loadBalancer: elbv2.NetworkLoadBalancer;
  /** By the name of the port. */
  readonly targetGroups: Readonly<Record<string, elbv2.NetworkTargetGroup>>;
  readonly cluster: ecs.ICluster;
  readonly service: ecs.FargateService;
}

/** How a metric is read. */
export interface Reading {
  readonly statistic: StageAlarm['statistic'];
  /** @default 1 */
  readonly periodMinutes?: number;
  readonly label?: string;
}

/** A metric that exists for each zone, too. */
export interface ZonedReading extends Reading {
  /** Name of the zone; all of them without. */
  readonly zone?: string;
}

/**
 * The metrics of a service with their dimensions, each in one place.
 *
 * Those of the load balancer never mention the ECS service, so that the service may depend on alarms on them.
 */
export class Metrics {
  constructor(private readonly props: MetricsProps) {}

  /** The load balancer, as a whole or in a zone. */
  loadBalancer(metricName: string, reading: ZonedReading): cloudwatch.Metric {
    return this.networkMetric(metricName, {}, reading);
  }

  /** The target group of a port, as a whole or in a zone. */
  targetGroup(metricName: string, port: string, reading: ZonedReading): cloudwatch.Metric {
    return this.networkMetric(metricName, { TargetGroup: this.props.targetGroups[port].targetGroupFullName }, reading);
  }

  /** The ECS service. */
  ecsService(metricName: string, reading: Reading): cloudwatch.Metric {
    const { cluster, service } = this.props;
    return metric('AWS/ECS', metricName, reading, {
      ClusterName: cluster.clusterName,
      ServiceName: service.serviceName,
    });
  }

  /** What the health gate writes of a port. */
  gatePort(metricName: string, port: string, reading: Reading): cloudwatch.Metric {
    const { serviceName, stage } = this.props;
    return metric('UdpService/HealthGate', metricName, reading, {
      Service: stage.healthGate?.config.service ?? serviceName,
      Stage: stage.healthGate?.config.stage ?? stage.name,
      Port: port,
    });
  }

  /** What the health gate writes: the highest of all ports. */
  gate(metricName: string, reading: Reading): cloudwatch.IMetric {
    return highest(
      gatedPorts(this.props.stage).map(({ name }) => this.gatePort(metricName, name, reading)),
      reading,
    );
  }

  /** Healthy tasks: over all zones, where each node of the load balancer sees its own alone. */
  healthyTasks(): cloudwatch.IMetric {
    const { stage } = this.props;
    const reading: Reading = { statistic: 'Maximum', label: 'Healthy tasks' };
    const of = (port: string, zone?: string) => this.targetGroup('HealthyHostCount', port, { ...reading, zone });
    return stage.loadBalancer.crossZone
      ? highest(
          stage.ports.map(({ name }) => of(name)),
          reading,
        )
      : sum(
          // Every task serves every port.
          loadBalancerZones(stage).map((zone) => of(stage.ports[0].name, zone)),
          reading,
        );
  }

  private networkMetric(
    metricName: string,
    dimensions: Readonly<Record<string, string>>,
    reading: ZonedReading,
  ): cloudwatch.Metric {
    const { loadBalancer } = this.props;
    return metric('AWS/NetworkELB', metricName, reading, {
      ...(reading.zone !== undefined && { AvailabilityZone: availabilityZone(loadBalancer.stack, reading.zone) }),
      ...dimensions,
      LoadBalancer: loadBalancer.loadBalancerFullName,
    });
  }
}

/** The highest of several metrics. */
function highest(of: readonly cloudwatch.Metric[], reading: Reading): cloudwatch.IMetric {
  return combination(of, (names) => `MAX([${names.join(', ')}])`, reading);
}

/** The sum of several metrics; one that is not reported, because there is nothing to count, is zero. */
function sum(of: readonly cloudwatch.Metric[], reading: Reading): cloudwatch.IMetric {
  return combination(of, (names) => `SUM([${names.map((name) => `FILL(${name}, 0)`).join(', ')}])`, reading);
}

function combination(
  of: readonly cloudwatch.Metric[],
  expression: (names: readonly string[]) => string,
  { label, periodMinutes = 1 }: Reading,
): cloudwatch.IMetric {
  if (of.length === 1) return of[0];
  const usingMetrics = Object.fromEntries(of.map((one, index) => [`part${index}`, one]));
  return new cloudwatch.MathExpression({
    expression: expression(Object.keys(usingMetrics)),
    usingMetrics,
    label,
    period: Duration.minutes(periodMinutes),
  });
}

function metric(
  namespace: string,
  metricName: string,
  { statistic, periodMinutes = 1, label }: Reading,
  dimensionsMap: Record<string, string>,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace,
    metricName,
    dimensionsMap,
    statistic,
    label,
    period: Duration.minutes(periodMinutes),
  });
}
