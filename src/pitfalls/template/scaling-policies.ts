import type { Resource } from '../../cloudformation/evaluate/model';
import { knownString, resourceOf } from '../../cloudformation/evaluate/value';
import type { EcsService, Topology } from './topology';

export interface Scaling {
  readonly service: EcsService;
  readonly policies: readonly Resource[];
}

export function* scaled({ udpServices, assembly }: Topology): Iterable<Scaling> {
  const all = assembly.ofType('AWS::ApplicationAutoScaling::ScalingPolicy');
  for (const service of udpServices) {
    const policies = all.filter((policy) => {
      const target = resourceOf(policy.property('ScalingTargetId'));
      return target !== undefined && service.scalableTargets.includes(target);
    });
    if (policies.length > 0) yield { service, policies };
  }
}

export const TRACKING = 'TargetTrackingScalingPolicyConfiguration';

export function predefined(policy: Resource): string | undefined {
  return knownString(policy.property(TRACKING, 'PredefinedMetricSpecification', 'PredefinedMetricType'));
}
