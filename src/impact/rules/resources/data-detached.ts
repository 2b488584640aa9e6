import type { ResourceChange } from '../../changes';
import { holdsData } from '../../resource-types';
import { causeDetail, describe, goes, isKept, moveRemedy } from '../helpers';
import type { Rule } from '../rule';

/** The data is kept, but what runs goes on with another, empty resource or with none. */
export const rule: Rule<ResourceChange> = {
  id: 'data-detached',
  applies: (change) => holdsData(change.type) && goes(change) && isKept(change),
  level: 'replaces',
  reason: (change) => `${change.type} ${describe(change)}; its data is kept outside the stack.`,
  remedy: (change) =>
    change.movedTo === undefined
      ? 'Leave it as it is, or plan who looks after the kept resource: it can be imported again by `cdk import`.'
      : moveRemedy(change),
  detail: (change) => [causeDetail(change), change.movedTo?.logicalId ?? null],
  decides: true,
};
