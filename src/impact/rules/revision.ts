import { isObject } from '../../util/json';
import type { ResourceChange } from '../changes';
import { isPart, isRevision } from '../resource-types';
import { goes } from './helpers';
import type { Rule } from './rule';

/** CloudFormation calls a new revision a replacement; what runs changes over to it in place. */
export const newRevision: Rule<ResourceChange> = {
  id: 'new-revision',
  applies: (change) =>
    isRevision(change.type) && (change.action === 'replace' || (goes(change) && hasSuccessor(change))),
  level: 'in-place',
  reason: (change) => {
    const names = [...change.properties.keys()].sort();
    return `A new revision is rolled out${names.length === 0 ? '' : ` (${names.join(', ')})`}.`;
  },
  remedy: 'Nothing to do: the deployment is rolling and rolls back by itself when it fails.',
  detail: (change) => [...change.properties.keys()].sort(),
  decides: true,
};

/** A rule of a security group or a policy of a role is a part of it: whether it opens something is looked at by itself. */
export const partChanged: Rule<ResourceChange> = {
  id: 'part-changed',
  applies: (change) => isPart(change.type) && goes(change),
  level: 'in-place',
  reason: (change) =>
    `${change.type} ${change.action === 'replace' ? 'is exchanged' : 'is taken off'}, which updates the resource that it belongs to.`,
  remedy: 'Nothing to do, unless somebody still needs what it allows.',
  detail: (change) => change.action,
  decides: true,
};

function hasSuccessor(change: ResourceChange): boolean {
  return Object.values(change.context.after).some((resource) => isObject(resource) && resource.Type === change.type);
}
