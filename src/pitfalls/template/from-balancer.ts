import type { Truth } from '../../cloudformation/evaluate/truth';
import { balancerGroups } from './questions';
import { among, type Peer } from './security-groups';
import type { Attachment } from './topology';

/** The other side is the load balancer, which a rule can only name by a group if it has one. */
export function fromBalancer(attachment: Attachment, withoutGroup: Truth): (peer: Peer) => Truth {
  const groups = balancerGroups(attachment.targetGroup);
  return groups === undefined ? (peer) => (peer.kind === 'group' ? withoutGroup : true) : among(groups);
}
