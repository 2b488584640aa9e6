import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { isCustomResource } from '../../resource-types';
import type { Rule } from '../rule';
import { UNKNOWN_REMEDY } from '../unknown-remedy';

/** What is not known is taken for the worst that it usually is. */
export const rule: Rule<ResourceChange> = {
  id: 'unknown-type',
  applies: (change) => !change.known && !isCustomResource(change.type) && !change.type.startsWith('Fn::'),
  level: 'replaces',
  reason: (change) => `The resource specification does not know ${change.type}: what this change does cannot be told.`,
  remedy: UNKNOWN_REMEDY,
  detail: (change) => [change.action, canonical(change.before?.Properties), canonical(change.after?.Properties)],
  decides: true,
};
