import { asList, canonical, isObject, type JsonObject, scalarText } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { isOn, propertiesOf } from '../helpers';
import type { Rule } from '../rule';

export const rule: Rule<ResourceChange> = {
  id: 'deletion-protection-off',
  applies: (change) => change.after !== undefined && isProtected(change.before) && !isProtected(change.after),
  level: 'replaces',
  reason: () => 'Deletion protection goes off: nothing stops the next change from deleting the resource.',
  remedy: 'Leave deletion protection on; turn it off only in the change that removes the resource.',
  detail: () => [],
};

function isProtected(resource: JsonObject | undefined): boolean {
  const properties = propertiesOf(resource);
  if (['DeletionProtection', 'DeletionProtectionEnabled'].some((name) => isGuard(properties[name]))) return true;
  return asList(properties.LoadBalancerAttributes).some(
    (attribute) => isObject(attribute) && attribute.Key === 'deletion_protection.enabled' && isOn(attribute.Value),
  );
}

function isGuard(value: JsonObject[string] | undefined): boolean {
  return (
    isOn(value) ||
    ['ACTIVE', 'active'].includes(scalarText(value) ?? '') ||
    (isObject(value) && canonical(value) !== '{}')
  );
}
