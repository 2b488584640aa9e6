import { isUnknown, items, knownNumber, knownString, step } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import type { Topology } from '../template/topology';

/** Seconds between the notice of a Spot interruption and its end. */
const NOTICE_SECONDS = 120;

function* allSpot(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, capacity } of topology.udpServices) {
    const providers = items(capacity);
    if (providers.length === 0 || providers.some((item) => isUnknown(step(item, 'CapacityProvider')))) continue;
    const names = providers.map((item) => knownString(step(item, 'CapacityProvider')));
    if (!names.includes('FARGATE_SPOT')) continue;
    const onDemand = providers.find((item) => step(item, 'CapacityProvider') !== 'FARGATE_SPOT');
    const base = step(onDemand, 'Base');
    if (onDemand !== undefined && (isUnknown(base) || (knownNumber(base) ?? 0) >= 1)) continue;
    yield {
      level: 'warning',
      resource,
      message:
        'No base of on-demand capacity is stated, so every task may run on Spot and may be gone two minutes after a notice.',
    };
  }
}

export const pitfall = {
  id: 'P13',
  theme: 'Stops',
  title: 'A Spot interruption loses flows',
  cause: 'The notice of two minutes is about the time that the load balancer needs to stop sending.',
  remedy: 'Use Spot only above a base of on-demand tasks.',
  references: [ecsGuide('fargate-capacity-providers')],
  coverage: [
    // the gate stops first, the application after it, and both within the notice
    optionRule('stops that last longer than the notice of Spot', function* ({ application, capacity, healthGate }) {
      const gate = healthGate?.stopTimeoutSeconds ?? 0;
      if (capacity.spot === undefined || gate + application.stopTimeoutSeconds <= NOTICE_SECONDS) return;
      yield {
        level: 'error',
        isBinding: true,
        option: 'capacity.spot',
        message: `A Spot task is gone ${NOTICE_SECONDS} s after its notice, and the gate (${gate} s) and the application (${application.stopTimeoutSeconds} s) stop one after the other.`,
        remedy:
          "Lower 'application.stopTimeoutSeconds' or 'healthGate.drainSeconds' until both fit, or remove 'capacity.spot'.",
      };
    }),
    { kind: 'template', finds: 'UDP services on Spot without an on-demand base', check: allSpot },
  ],
} satisfies Pitfall;
