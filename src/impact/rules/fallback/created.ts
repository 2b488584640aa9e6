import type { ResourceChange } from '../../changes';
import type { Rule } from '../rule';

export const rule: Rule<ResourceChange> = {
  id: 'created',
  applies: (change) => change.action === 'create' && change.movedHere !== true,
  level: 'in-place',
  reason: (change) => `${change.type} is created.`,
  remedy: 'Nothing to do.',
  detail: () => [],
};
