import { isObject } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { isRevision } from '../../resource-types';
import { goes } from '../helpers';
import type { Rule } from '../rule';

/** CloudFormation calls a new revision a replacement; what runs changes over to it in place. */
export const rule: Rule<ResourceChange> = {
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

function hasSuccessor(change: ResourceChange): boolean {
  return Object.values(change.context.after).some((resource) => isObject(resource) && resource.Type === change.type);
}
