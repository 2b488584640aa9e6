import { isReference } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_METRICS } from '../references';
import { OTHER_BALANCERS, SPARSE } from '../template/absent-metrics';
import { type Alarm, alarmsOf, firesWhenLow, type WatchedMetric } from '../template/alarms';
import type { Topology } from '../template/topology';

/** Names that look right and that nobody publishes. */
const NO_SUCH_METRIC = /^(RejectedFlowCount_UDP|ProcessedPackets_UDP|PeakPacketsPerSecond_UDP|\w+_TCP_UDP)$/;

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

export const pitfall = {
  id: 'P30',
  theme: 'Scaling and alarms',
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
} satisfies Pitfall;
