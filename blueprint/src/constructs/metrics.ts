import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Duration } from 'aws-cdk-lib/core';
import { gatedPorts, type StageAlarm } from '../alarm-catalogue';
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

/**
 * The metrics of a service with their dimensions, each in one place.
 *
 * Those of the load balancer never mention the ECS service, so that the service may depend on alarms on them.
 */
export class Metrics {
  constructor(private readonly props: MetricsProps) {}

  /** The load balancer as a whole. */
  loadBalancer(metricName: string, reading: Reading): cloudwatch.Metric {
    return this.networkMetric(metricName, {}, reading);
  }

  /** The load balancer in a zone. */
  zone(metricName: string, zone: string, reading: Reading): cloudwatch.Metric {
    const { loadBalancer } = this.props;
    return this.networkMetric(metricName, { AvailabilityZone: availabilityZone(loadBalancer.stack, zone) }, reading);
  }

  /** The target group of a port. */
  targetGroup(metricName: string, port: string, reading: Reading): cloudwatch.Metric {
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

  /** Healthy tasks: those of the port that has most of them. */
  healthyTasks(): cloudwatch.IMetric {
    const reading: Reading = { statistic: 'Maximum', label: 'Healthy tasks' };
    return highest(
      this.props.stage.ports.map(({ name }) => this.targetGroup('HealthyHostCount', name, reading)),
      reading,
    );
  }

  private networkMetric(
    metricName: string,
    dimensions: Readonly<Record<string, string>>,
    reading: Reading,
  ): cloudwatch.Metric {
    return metric('AWS/NetworkELB', metricName, reading, {
      ...dimensions,
      LoadBalancer: this.props.loadBalancer.loadBalancerFullName,
    });
  }
}

/** The highest of several metrics. */
function highest(of: readonly cloudwatch.Metric[], { label, periodMinutes = 1 }: Reading): cloudwatch.IMetric {
  if (of.length === 1) return of[0];
  const usingMetrics = Object.fromEntries(of.map((one, index) => [`port${index}`, one]));
  return new cloudwatch.MathExpression({
    expression: `MAX([${Object.keys(usingMetrics).join(', ')}])`,
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
