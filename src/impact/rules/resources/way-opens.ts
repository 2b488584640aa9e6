import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { aclEntry, covers } from '../../permissions/network';
import { propertiesOf } from '../helpers';
import type { Rule } from '../rule';

/** Types that are a way into or out of a network as a whole. */
const WAYS: ReadonlySet<string> = new Set([
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::Route',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::VPNConnection',
]);

export const rule: Rule<ResourceChange> = {
  id: 'way-opens',
  applies: (change) =>
    WAYS.has(change.type) &&
    (change.action === 'create' || change.action === 'replace' || change.action === 'update') &&
    change.movedHere !== true &&
    !closes(change),
  level: 'broadens',
  reason: (change) =>
    `${change.type} is ${change.action === 'create' ? 'added' : 'changed'}: another way into or out of the network.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => [change.action, propertiesOf(change.after)],
};

/** An entry of a network ACL that denies, or an update of one that admits less or denies more than before. */
function closes({ type, logicalId, before, after }: ResourceChange): boolean {
  if (type !== 'AWS::EC2::NetworkAclEntry') return false;
  const [old, fresh] = [propertiesOf(before), propertiesOf(after)];
  const denies = fresh.RuleAction === 'deny';
  if (before === undefined) return denies;
  if (canonical(old.RuleAction) !== canonical(fresh.RuleAction)) return denies;
  const [was, is] = [aclEntry(logicalId, old), aclEntry(logicalId, fresh)];
  return denies ? covers(is, was) : covers(was, is);
}
