import type { ResourceChange } from '../../changes';
import { isRevision } from '../../resource-types';
import type { Rule } from '../rule';
import { UNKNOWN_REMEDY } from '../unknown-remedy';

export const rule: Rule<ResourceChange> = {
  id: 'unknown-property',
  applies: (change) =>
    change.known && !isRevision(change.type) && change.action === 'update' && unknownProperties(change).length > 0,
  level: 'replaces',
  reason: (change) =>
    `The resource specification does not know ${unknownProperties(change).join(', ')} of ${change.type}.`,
  remedy: UNKNOWN_REMEDY,
  detail: (change) => unknownProperties(change),
};

function unknownProperties(change: ResourceChange): string[] {
  return [...change.properties].flatMap(([name, { effect }]) => (effect === 'unknown' ? [name] : [])).sort();
}
