import { knownNumber } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import { predefined, scaled, TRACKING } from '../template/scaling-policies';
import type { Topology } from '../template/topology';

/** Longest life of a flow after its last datagram; the time for which a scaled-in task would be missed. */
const SCALE_IN_SECONDS = 300;

const HIGHEST_CPU_TARGET = 75;

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

export const pitfall = {
  id: 'P29',
  theme: 'Scaling and alarms',
  title: 'New tasks are idle and old ones are hot after scaling out',
  cause: 'A flow stays with its task until it is silent for 120 s.',
  remedy: 'Scale early, at 60 % CPU, and wait 300 s before scaling in.',
  references: [ecsGuide('service-autoscaling-targettracking')],
  coverage: [
    { kind: 'template', finds: 'CPU targets above 75 % and scale-in cooldowns below 300 s', check: lateScaling },
  ],
} satisfies Pitfall;
