import { knownString } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide, NLB_METRICS } from '../references';
import { OTHER_BALANCERS, SPARSE } from '../template/absent-metrics';
import { predefined, scaled, TRACKING } from '../template/scaling-policies';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P28',
  theme: 'Scaling and alarms',
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
} satisfies Pitfall;
