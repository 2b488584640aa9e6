import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import type { Rule } from '../rule';

/** Properties by which a resource gets the permissions of a role. */
const ROLES = ['ExecutionRoleArn', 'IamInstanceProfile', 'Role', 'RoleArn', 'ServiceRole', 'TaskRoleArn'] as const;

export const rule: Rule<ResourceChange> = {
  id: 'role-exchanged',
  applies: (change) => exchangedRoles(change).length > 0,
  level: 'broadens',
  reason: (change) => `${exchangedRoles(change).join(' and ')} is another role, which may allow more.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => exchangedRoles(change).map((name) => change.properties.get(name)?.after ?? null),
};

function exchangedRoles({ properties, action }: ResourceChange): string[] {
  if (action !== 'update' && action !== 'replace') return [];
  return ROLES.filter((name) => {
    const { before, after } = properties.get(name) ?? {};
    return after !== undefined && canonical(before) !== canonical(after);
  });
}
