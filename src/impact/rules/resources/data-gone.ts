import type { ResourceChange } from '../../changes';
import { holdsData } from '../../resource-types';
import { causeDetail, describe, goes, isKept, moveRemedy } from '../helpers';
import type { Rule } from '../rule';

/** A resource that holds data goes, and nothing keeps the data. */
export const rule: Rule<ResourceChange> = {
  id: 'data-gone',
  applies: (change) => holdsData(change.type) && goes(change) && !isKept(change),
  level: 'loses',
  reason: (change) => `${change.type} ${describe(change)}; its data is deleted.`,
  remedy: (change) =>
    change.movedTo === undefined
      ? 'Leave it as it is, or deploy RemovalPolicy.RETAIN for it first, so that the data outlives the change.'
      : moveRemedy(change),
  detail: (change) => [causeDetail(change), change.movedTo?.logicalId ?? null],
  decides: true,
};
