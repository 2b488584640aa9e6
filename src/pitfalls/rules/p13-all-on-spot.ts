import { isUnknown, items, knownNumber, knownString, step } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import type { Topology } from '../template/topology';

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
    { kind: 'impossible', why: 'No option runs every task on Spot.' },
    { kind: 'template', finds: 'UDP services on Spot without an on-demand base', check: allSpot },
  ],
} satisfies Pitfall;
