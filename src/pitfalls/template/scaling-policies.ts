import type { Resource } from '../../cloudformation/evaluate/model';
import { knownString, resourceOf } from '../../cloudformation/evaluate/value';
import type { EcsService, Topology } from './topology';

/** A service with the policies that scale it. */
export interface Scaling {
  readonly service: EcsService;
  readonly policies: readonly Resource[];
}

/** UDP services that are scaled by policies. */
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

/** Property of a policy that follows a target. */
export const TRACKING = 'TargetTrackingScalingPolicyConfiguration';

/** The metric of AWS that a policy follows. */
export function predefined(policy: Resource): string | undefined {
  return knownString(policy.property(TRACKING, 'PredefinedMetricSpecification', 'PredefinedMetricType'));
}
