import type { JsonObject } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import type { Rule } from '../rule';

const POLICIES = ['DeletionPolicy', 'UpdateReplacePolicy'];

/** Nothing is gone yet, but the next removal will be silent: fail closed. */
export const rule: Rule<ResourceChange> = {
  id: 'retain-weakened',
  applies: (change) => change.after !== undefined && weakened(change).length > 0,
  level: 'replaces',
  reason: (change) => `${weakened(change).join(' and ')} no longer keeps the resource when it is removed or recreated.`,
  remedy: 'Keep RemovalPolicy.RETAIN; where the resource shall really go, say so in a change of its own.',
  detail: (change) =>
    POLICIES.map((policy) => [policy, change.before?.[policy] ?? null, change.after?.[policy] ?? null]),
};

const STRENGTH = ['Delete', 'Snapshot', 'Retain'];

function weakened(change: ResourceChange): string[] {
  if (change.before === undefined) return [];
  return POLICIES.filter((policy) => strength(change.after, policy) < strength(change.before, policy));
}

function strength(resource: JsonObject | undefined, policy: string): number {
  return Math.max(0, STRENGTH.indexOf(String(resource?.[policy] ?? 'Delete')));
}
