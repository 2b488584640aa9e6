import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { holdsData, holdsIdentity } from '../../resource-types';
import { isKept } from '../helpers';
import type { Rule } from '../rule';

/** A condition that is only known at deployment decides whether the resource is there. */
export const rule: Rule<ResourceChange> = {
  id: 'condition-changed',
  applies: (change) => change.action === 'update' && change.attributes.get('Condition')?.after !== undefined,
  level: (change) => {
    const lost = holdsIdentity(change.type) || (holdsData(change.type) && !isKept({ ...change, action: 'destroy' }));
    return lost ? 'loses' : 'replaces';
  },
  reason: (change) => `Whether ${change.type} still exists depends on a condition that is only known at deployment.`,
  remedy: 'Decide it in the code, where it can be seen, instead of a condition of the template.',
  detail: (change) => canonical(change.attributes.get('Condition')?.after),
};
