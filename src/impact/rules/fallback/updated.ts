import type { ResourceChange } from '../../changes';
import type { Rule } from '../rule';

export const rule: Rule<ResourceChange> = {
  id: 'updated',
  applies: (change) => change.action === 'update',
  level: 'in-place',
  reason: (change) =>
    `${change.type} is updated (${[...change.properties.keys(), ...change.attributes.keys()].sort().join(', ')}).`,
  remedy: 'Nothing to do.',
  detail: (change) => [...change.properties.keys(), ...change.attributes.keys()].sort(),
};
