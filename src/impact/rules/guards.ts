import { asList, canonical, isObject, type JsonObject, scalarText } from '../../util/json';
import type { ResourceChange } from '../changes';
import { isOn, propertiesOf } from './helpers';
import type { Rule } from './rule';

const POLICIES = ['DeletionPolicy', 'UpdateReplacePolicy'];

/** Nothing is gone yet, but the next removal will be silent: fail closed. */
export const retainWeakened: Rule<ResourceChange> = {
  id: 'retain-weakened',
  applies: (change) => change.after !== undefined && weakened(change).length > 0,
  level: 'replaces',
  reason: (change) => `${weakened(change).join(' and ')} no longer keeps the resource when it is removed or recreated.`,
  remedy: 'Keep RemovalPolicy.RETAIN; where the resource shall really go, say so in a change of its own.',
  detail: (change) =>
    POLICIES.map((policy) => [policy, change.before?.[policy] ?? null, change.after?.[policy] ?? null]),
};

export const deletionProtectionOff: Rule<ResourceChange> = {
  id: 'deletion-protection-off',
  applies: (change) => change.after !== undefined && isProtected(change.before) && !isProtected(change.after),
  level: 'replaces',
  reason: () => 'Deletion protection goes off: nothing stops the next change from deleting the resource.',
  remedy: 'Leave deletion protection on; turn it off only in the change that removes the resource.',
  detail: () => [],
};

const STRENGTH = ['Delete', 'Snapshot', 'Retain'];

function weakened(change: ResourceChange): string[] {
  if (change.before === undefined) return [];
  return POLICIES.filter((policy) => strength(change.after, policy) < strength(change.before, policy));
}

function strength(resource: JsonObject | undefined, policy: string): number {
  return Math.max(0, STRENGTH.indexOf(String(resource?.[policy] ?? 'Delete')));
}

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
