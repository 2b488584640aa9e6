import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { isCustomResource } from '../../resource-types';
import type { Rule } from '../rule';

/** A custom resource runs a program at deployment; an update of it may hand back another resource. */
export const rule: Rule<ResourceChange> = {
  id: 'custom-resource',
  applies: (change) => isCustomResource(change.type),
  level: (change) => (change.action === 'create' ? 'broadens' : 'replaces'),
  reason: (change) =>
    change.action === 'create'
      ? `${change.type} runs a program at deployment with the permissions of its function.`
      : `${change.type} is a custom resource: what its program does on this change cannot be told.`,
  remedy: 'Read the program behind it.',
  detail: (change) => [change.action, canonical(change.before?.Properties), canonical(change.after?.Properties)],
  decides: true,
};
