import type { ResourceChange } from '../../changes';
import { causeDetail, describe, goes, moveRemedy } from '../helpers';
import type { Rule } from '../rule';

/** What CloudFormation says, where no other rule knows better. */
export const rule: Rule<ResourceChange> = {
  id: 'recreated-or-removed',
  applies: goes,
  level: 'replaces',
  reason: (change) => `${change.type} ${describe(change)}.`,
  remedy: (change) => {
    if (change.movedTo !== undefined) return moveRemedy(change);
    if (change.action === 'replace')
      return 'Keep the old value, or make sure that clients and other resources stand the exchange.';
    return 'Make sure that nothing uses it any longer.';
  },
  detail: (change) => [causeDetail(change), change.movedTo?.stack ?? null, change.movedTo?.logicalId ?? null],
};
