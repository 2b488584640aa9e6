import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { mentionsIdentity } from '../../resource-types';
import type { Rule } from '../rule';

/** `Fn::ForEach`: resources that only exist after a transform at deployment. */
export const rule: Rule<ResourceChange> = {
  id: 'loop-changed',
  applies: (change) => change.type === 'Fn::ForEach',
  level: (change) =>
    change.action !== 'create' && mentionsIdentity(canonical(change.context.before[change.logicalId]))
      ? 'loses'
      : 'replaces',
  reason: () => 'A loop over resources changes; what it makes of them is only known at deployment.',
  remedy: 'Write the resources out.',
  detail: (change) => [
    canonical(change.context.before[change.logicalId]),
    canonical(change.context.after[change.logicalId]),
  ],
  decides: true,
};
