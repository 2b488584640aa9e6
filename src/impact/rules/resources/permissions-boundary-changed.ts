import type { ResourceChange } from '../../changes';
import type { Rule } from '../rule';

export const rule: Rule<ResourceChange> = {
  id: 'permissions-boundary-changed',
  applies: (change) => change.action !== 'create' && change.properties.get('PermissionsBoundary')?.before !== undefined,
  level: 'broadens',
  reason: (change) =>
    change.properties.get('PermissionsBoundary')?.after === undefined
      ? 'The permissions boundary goes: nothing limits the policies of the role any longer.'
      : 'The permissions boundary is another one, which may allow more.',
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => change.properties.get('PermissionsBoundary')?.after ?? null,
};
