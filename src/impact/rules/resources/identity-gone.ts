import type { ResourceChange } from '../../changes';
import { holdsIdentity } from '../../resource-types';
import { causeDetail, describe, goes, moveRemedy } from '../helpers';
import { LOAD_BALANCER } from '../network-load-balancer';
import type { Rule } from '../rule';

/** The address or name that clients were told goes with the resource. */
export const rule: Rule<ResourceChange> = {
  id: 'identity-gone',
  applies: (change) => holdsIdentity(change.type) && goes(change),
  level: 'loses',
  reason: (change) =>
    `The ${nameOf(change.type)} ${describe(change)}; ${change.action === 'orphan' ? 'what clients hold no longer leads here' : 'what clients hold of it, name and addresses, goes'}.`,
  remedy: (change) =>
    change.movedTo === undefined
      ? 'Leave it as it is. Where it must change, create a second one beside it, move the clients, then remove this one.'
      : moveRemedy(change),
  detail: (change) => [causeDetail(change), change.movedTo?.stack ?? null, change.movedTo?.logicalId ?? null],
  decides: true,
};

function nameOf(type: string): string {
  return type === LOAD_BALANCER
    ? 'load balancer'
    : type === 'AWS::EC2::EIP'
      ? 'Elastic IP'
      : (type.split('::')[2] ?? type);
}
