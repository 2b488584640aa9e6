import { asList, isObject, scalarText, valueAt } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { isOn, propertiesOf } from '../helpers';
import type { Rule } from '../rule';

export const rule: Rule<ResourceChange> = {
  id: 'container-privilege-grows',
  applies: (change) => change.type === 'AWS::ECS::TaskDefinition' && grownPrivileges(change).length > 0,
  level: 'broadens',
  reason: (change) => `Containers get more privileges: ${grownPrivileges(change).join(', ')}.`,
  remedy: 'Make sure that the containers need them; a second person should say so.',
  detail: (change) => grownPrivileges(change),
};

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
