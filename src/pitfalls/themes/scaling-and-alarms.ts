import type { Resource } from '../../cloudformation/evaluate/model';
import { isReference, knownNumber, knownString, resourceOf } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide, NLB_METRICS } from '../references';
import { type Alarm, alarmsOf, firesWhenLow, type WatchedMetric } from '../template/alarms';
import type { EcsService, Topology } from '../template/topology';

/** Longest life of a flow after its last datagram; the time for which a scaled-in task would be missed. */
const SCALE_IN_SECONDS = 300;
const HIGHEST_CPU_TARGET = 75;

/** Metrics that are published only while they are not zero. */
const SPARSE =
  /(_UDP$|^SecurityGroupBlockedFlowCount|^UnhealthyRoutingFlowCount$|^PortAllocationErrorCount$|^RejectedFlowCount$)/;
/** Names that look right and that nobody publishes. */
const NO_SUCH_METRIC = /^(RejectedFlowCount_UDP|ProcessedPackets_UDP|PeakPacketsPerSecond_UDP|\w+_TCP_UDP)$/;

/** Namespaces of the other kinds of load balancers. */
const OTHER_BALANCERS: readonly string[] = ['AWS/ApplicationELB', 'AWS/ELB', 'AWS/GatewayELB'];

interface Scaling {
  readonly service: EcsService;
  readonly policies: readonly Resource[];
}

function* scaled({ udpServices, assembly }: Topology): Iterable<Scaling> {
  const all = assembly.ofType('AWS::ApplicationAutoScaling::ScalingPolicy');
  for (const service of udpServices) {
    const policies = all.filter((policy) => {
      const target = resourceOf(policy.property('ScalingTargetId'));
      return target !== undefined && service.scalableTargets.includes(target);
    });
    if (policies.length > 0) yield { service, policies };
  }
}

const TRACKING = 'TargetTrackingScalingPolicyConfiguration';

function predefined(policy: Resource): string | undefined {
  return knownString(policy.property(TRACKING, 'PredefinedMetricSpecification', 'PredefinedMetricType'));
}

function* silentScaling(topology: Topology): Iterable<TemplateViolation> {
  for (const { policies } of scaled(topology)) {
    for (const policy of policies) {
      if (predefined(policy) === 'ALBRequestCountPerTarget') {
        yield {
          level: 'error',
          resource: policy,
          message: 'The policy follows ALBRequestCountPerTarget, which a Network Load Balancer does not publish.',
        };
      }
      const namespace = knownString(policy.property(TRACKING, 'CustomizedMetricSpecification', 'Namespace'));
      if (namespace !== undefined && OTHER_BALANCERS.includes(namespace)) {
        yield {
          level: 'error',
          resource: policy,
          message: `The policy follows a metric of ${namespace}, where a Network Load Balancer publishes nothing.`,
        };
      }
      const metric = knownString(policy.property(TRACKING, 'CustomizedMetricSpecification', 'MetricName'));
      if (metric !== undefined && SPARSE.test(metric)) {
        yield {
          level: 'warning',
          resource: policy,
          message: `The policy follows ${metric} itself, which is not published while it is zero: it never scales in.`,
        };
      }
    }
    const [first] = policies;
    if (first && policies.every((policy) => predefined(policy) === 'ECSServiceAverageMemoryUtilization')) {
      yield {
        level: 'warning',
        resource: first,
        message: 'Memory alone decides; a UDP service runs out of CPU and socket buffers long before.',
      };
    }
  }
}

function* lateScaling(topology: Topology): Iterable<TemplateViolation> {
  for (const { policies } of scaled(topology)) {
    for (const policy of policies) {
      const cooldown = knownNumber(policy.property(TRACKING, 'ScaleInCooldown'));
      if (cooldown !== undefined && cooldown < SCALE_IN_SECONDS) {
        yield {
          level: 'advice',
          resource: policy,
          message: `The scale-in cooldown is ${cooldown} s; flows stay with their task until they are silent for 120 s, so the load that is left is not seen yet.`,
        };
      }
      const target = knownNumber(policy.property(TRACKING, 'TargetValue'));
      const onCpu = predefined(policy) === 'ECSServiceAverageCPUUtilization';
      if (onCpu && target !== undefined && target > HIGHEST_CPU_TARGET) {
        yield {
          level: 'advice',
          resource: policy,
          message: `The CPU target is ${target} %: new tasks only get new flows, so the old ones are over it before help comes.`,
        };
      }
    }
  }
}

/** Statistic that is right for the metrics of health, of which each node of the load balancer reports its own view. */
const HEALTH_STATISTIC: Readonly<Record<string, string>> = {
  HealthyHostCount: 'Maximum',
  UnHealthyHostCount: 'Minimum',
};

function* deafAlarms(topology: Topology): Iterable<TemplateViolation> {
  if (topology.udpLoadBalancers.length === 0 && topology.udpTargetGroups.length === 0) return;
  for (const alarm of alarmsOf(topology.assembly)) {
    for (const metric of alarm.metrics) {
      yield* unpublished(topology, alarm, metric);
      if (metric.namespace !== 'AWS/NetworkELB' || typeof metric.name !== 'string') continue;
      yield* deaf(alarm, metric, metric.name);
    }
  }
}

/** The attribute whose value is the dimension. */
const FULL_NAME: Readonly<Record<string, string>> = {
  LoadBalancer: 'LoadBalancerFullName',
  TargetGroup: 'TargetGroupFullName',
};

/** Dimensions under which nothing is ever published for what they name. */
function* unpublished(topology: Topology, { resource }: Alarm, metric: WatchedMetric): Iterable<TemplateViolation> {
  const own = new Set([...topology.loadBalancers, ...topology.targetGroups].map((one) => one.resource));
  for (const { name, value } of metric.values) {
    if (!isReference(value) || !own.has(value.resource)) continue;
    if (typeof metric.namespace === 'string' && OTHER_BALANCERS.includes(metric.namespace)) {
      yield {
        level: 'error',
        resource,
        message: `The alarm watches ${metric.namespace}, where nothing is published for ${value.resource.logicalId}, so it never has data.`,
        remedy: 'Watch AWS/NetworkELB.',
      };
      return;
    }
    const right = FULL_NAME[name];
    if (metric.namespace !== 'AWS/NetworkELB' || right === undefined || value.attribute === right) continue;
    yield {
      level: 'error',
      resource,
      message: `The dimension ${name} is ${value.attribute === 'Ref' ? 'the ARN' : value.attribute} of ${value.resource.logicalId}; metrics carry ${right} (net/… or targetgroup/…), so the alarm never has data.`,
      remedy: `Give the dimension ${right}.`,
    };
  }
}

function* deaf(alarm: Alarm, metric: WatchedMetric, name: string): Iterable<TemplateViolation> {
  const { resource, missingData, expressions } = alarm;
  const { dimensions, statistic } = metric;
  const low = firesWhenLow(alarm);
  if (NO_SUCH_METRIC.test(name)) {
    yield { level: 'error', resource, message: `AWS/NetworkELB has no metric ${name}, so the alarm never has data.` };
    return;
  }
  if (SPARSE.test(name) && expressions.length === 0) {
    if (low && missingData !== 'breaching') {
      yield {
        level: 'warning',
        resource,
        message: `${name} is not published while it is zero, so this alarm on a low value never fires with TreatMissingData ${String(missingData)}.`,
        remedy: 'Set TreatMissingData to breaching, or fill the gaps by metric math.',
      };
    } else if (!low && missingData === 'missing') {
      yield {
        level: 'warning',
        resource,
        message: `${name} is not published while it is zero, so the alarm stays in INSUFFICIENT_DATA instead of OK.`,
        remedy: 'Set TreatMissingData to notBreaching.',
      };
    }
  }
  const right = HEALTH_STATISTIC[name];
  if (right === undefined) return;
  if (typeof statistic === 'string' && statistic !== right) {
    const opposite = statistic === 'Minimum' || statistic === 'Maximum';
    yield {
      level: opposite ? 'advice' : 'warning',
      resource,
      message: `The statistic of ${name} is ${statistic}; each node of the load balancer reports its own view, and ${right} is the one that all of them agree on.`,
      remedy: `Set the statistic to ${right}.`,
    };
  }
  if (dimensions !== 'unknown' && !(dimensions.includes('LoadBalancer') && dimensions.includes('TargetGroup'))) {
    yield {
      level: 'warning',
      resource,
      message: `${name} is published by LoadBalancer and TargetGroup together; with ${dimensions.join(', ') || 'no dimension'} the alarm never has data.`,
      remedy: 'Give the alarm both dimensions.',
    };
  }
  if (name === 'HealthyHostCount' && low && (missingData === 'notBreaching' || missingData === 'ignore')) {
    yield {
      level: 'warning',
      resource,
      message: `No data means no target at all, which TreatMissingData ${missingData} takes for good.`,
      remedy: 'Set TreatMissingData to breaching.',
    };
  }
}

function* circles(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource } of topology.services) {
    const awaited = topology.dependencies(resource);
    if (!awaited.has(resource)) continue;
    const alarm = [...awaited].find(
      (other) => other.type === 'AWS::CloudWatch::Alarm' && topology.dependencies(other).has(resource),
    );
    if (!alarm) continue;
    yield {
      level: 'error',
      resource,
      message: `The service waits for its deployment alarm ${alarm.logicalId}, which refers to the service: neither can be made first.`,
    };
  }
}

export const scalingAndAlarmPitfalls: readonly Pitfall[] = [
  {
    id: 'P28',
    title: 'Scaling never happens',
    cause:
      'The request count of an Application Load Balancer does not exist here, and UDP metrics are absent while they are zero.',
    remedy: 'Scale on CPU, and in steps on PeakPacketsPerSecond; fill gaps by metric math.',
    references: [NLB_METRICS, ecsGuide('service-auto-scaling')],
    coverage: [
      { kind: 'impossible', why: 'Options know CPU and packets as measures, no others.' },
      {
        kind: 'template',
        finds: 'policies on metrics that do not exist, that have gaps, or on memory alone',
        check: silentScaling,
      },
    ],
  },
  {
    id: 'P29',
    title: 'New tasks are idle and old ones are hot after scaling out',
    cause: 'A flow stays with its task until it is silent for 120 s.',
    remedy: 'Scale early, at 60 % CPU, and wait 300 s before scaling in.',
    references: [ecsGuide('service-autoscaling-targettracking')],
    coverage: [
      { kind: 'template', finds: 'CPU targets above 75 % and scale-in cooldowns below 300 s', check: lateScaling },
    ],
  },
  {
    id: 'P30',
    title: 'An alarm is stuck in INSUFFICIENT_DATA or never fires',
    cause:
      'UDP metrics are published only while they are not zero, and metrics of health need their own statistic and both dimensions.',
    remedy:
      'Choose the treatment of missing data per alarm, the maximum of HealthyHostCount and the minimum of UnHealthyHostCount.',
    references: [
      NLB_METRICS,
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html',
    ],
    coverage: [
      {
        kind: 'impossible',
        why: 'The alarms of the stacks carry statistic, dimensions and treatment of missing data per metric.',
      },
      {
        kind: 'template',
        finds: 'alarms with a wrong treatment of missing data, statistic, dimension or metric',
        check: deafAlarms,
      },
    ],
  },
  {
    id: 'P43',
    title: 'Circular dependency on a deployment alarm',
    cause: 'The alarm watches a metric of the service and the service names the alarm.',
    remedy: 'Use metrics of the load balancer for deployment alarms, or name alarm, cluster and service by text.',
    references: [ecsGuide('deployment-alarm-failure')],
    coverage: [
      { kind: 'impossible', why: 'Deployment alarms watch metrics of the load balancer and the target groups alone.' },
      { kind: 'template', finds: 'services that wait for an alarm that waits for them', check: circles },
    ],
  },
];
