import type { ResourceChange } from '../../changes';
import { isPart } from '../../resource-types';
import { goes } from '../helpers';
import type { Rule } from '../rule';

/** A rule of a security group or a policy of a role is a part of it: whether it opens something is looked at by itself. */
export const rule: Rule<ResourceChange> = {
  id: 'part-changed',
  applies: (change) => isPart(change.type) && goes(change),
  level: 'in-place',
  reason: (change) =>
    `${change.type} ${change.action === 'replace' ? 'is exchanged' : 'is taken off'}, which updates the resource that it belongs to.`,
  remedy: 'Nothing to do, unless somebody still needs what it allows.',
  detail: (change) => change.action,
  decides: true,
};
