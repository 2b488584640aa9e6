import { asList, canonical, isObject, scalarText, valueAt } from '../../util/json';
import type { ResourceChange } from '../changes';
import { isOn, propertiesOf } from './helpers';
import type { Rule } from './rule';

export const privilegeGrows: Rule<ResourceChange> = {
  id: 'container-privilege-grows',
  applies: (change) => change.type === 'AWS::ECS::TaskDefinition' && grownPrivileges(change).length > 0,
  level: 'broadens',
  reason: (change) => `Containers get more privileges: ${grownPrivileges(change).join(', ')}.`,
  remedy: 'Make sure that the containers need them; a second person should say so.',
  detail: (change) => grownPrivileges(change),
};

export const boundaryWeakened: Rule<ResourceChange> = {
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

/** Properties by which a resource gets the permissions of a role. */
const ROLES = ['ExecutionRoleArn', 'IamInstanceProfile', 'Role', 'RoleArn', 'ServiceRole', 'TaskRoleArn'] as const;

export const roleExchanged: Rule<ResourceChange> = {
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

function grownPrivileges(change: ResourceChange): string[] {
  const before = new Set(privilegesOf(change.before));
  return change.after === undefined ? [] : privilegesOf(change.after).filter((privilege) => !before.has(privilege));
}

function privilegesOf(taskDefinition: ResourceChange['before']): string[] {
  return asList(propertiesOf(taskDefinition).ContainerDefinitions).flatMap((container) => {
    if (!isObject(container)) return [];
    const name = scalarText(container.Name) ?? 'container';
    const added = asList(valueAt(container, ['LinuxParameters', 'Capabilities', 'Add']));
    return [
      ...(isOn(container.Privileged) ? [`privileged (${name})`] : []),
      ...added.map((capability) => `${scalarText(capability) ?? 'a capability'} (${name})`),
    ];
  });
}
