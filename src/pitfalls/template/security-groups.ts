import type { Assembly, Resource, Unknown, Value } from '../../cloudformation/evaluate/model';
import { and, or, type Truth } from '../../cloudformation/evaluate/truth';
import {
  asList,
  asNumber,
  asString,
  isReference,
  isUnknown,
  items,
  type Lookup,
  step,
} from '../../cloudformation/evaluate/value';

export type Direction = 'ingress' | 'egress';

/** One rule of a security group. */
export interface GroupRule {
  /** Resource that states the rule: the group itself or a rule of its own. */
  readonly origin: Resource;
  readonly present: Truth;
  /** Lower case; `-1` for all. */
  readonly protocol: Lookup<string>;
  readonly fromPort: Lookup<number>;
  readonly toPort: Lookup<number>;
  /** The other side. */
  readonly peer: Peer;
}

export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: Lookup<string> }
  | { readonly kind: 'prefix-list' }
  | { readonly kind: 'group'; readonly group: Value };

/** The groups of a load balancer or a service: a list that may hold open values, or an open list. */
export type Groups = readonly Value[] | Unknown;

const PEER_GROUP = { ingress: 'SourceSecurityGroupId', egress: 'DestinationSecurityGroupId' } as const;
const PEER_PREFIX_LIST = { ingress: 'SourcePrefixListId', egress: 'DestinationPrefixListId' } as const;
const INLINE = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;
const STANDALONE = { ingress: 'AWS::EC2::SecurityGroupIngress', egress: 'AWS::EC2::SecurityGroupEgress' } as const;
const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', all: '-1' };

/** The security groups of an assembly and what they let pass. */
export class SecurityGroups {
  public constructor(private readonly assembly: Assembly) {}

  /**
   * Whether one of the groups lets traffic pass.
   *
   * @param matches judges the other side of a rule
   */
  public allows(
    groups: Groups,
    direction: Direction,
    protocol: string,
    port: Lookup<number>,
    matches: (peer: Peer) => Truth,
  ): Truth {
    if (isUnknown(groups)) return 'unknown';
    return or(groups.map((group) => this.groupAllows(group, direction, protocol, port, matches)));
  }

  /** The rules of a group that are known to belong to it. */
  public rules(group: Value, direction: Direction): readonly GroupRule[] {
    if (!isGroup(group)) return [];
    const { resource } = group;
    const inline = items(resource.property(INLINE[direction])).map((rule) => toRule(resource, rule, direction));
    const standalone = this.assembly
      .ofType(STANDALONE[direction])
      .filter((rule) => refersTo(rule.property('GroupId'), resource) === true)
      .map((rule) => toRule(rule, rule.property(), direction));
    return [...inline, ...standalone];
  }

  private groupAllows(
    group: Value,
    direction: Direction,
    protocol: string,
    port: Lookup<number>,
    matches: (peer: Peer) => Truth,
  ): Truth {
    if (!isGroup(group)) return 'unknown';
    const rules = this.rules(group, direction);
    const allowed = or(
      rules.map((rule) =>
        and([rule.present, coversProtocol(rule, protocol), coversPort(rule, port), matches(rule.peer)]),
      ),
    );
    return or([allowed, this.unseen(group.resource, direction)]);
  }

  /** Whether a rule that cannot be seen may let everything pass. */
  private unseen(group: Resource, direction: Direction): Truth {
    const inline = group.property(INLINE[direction]);
    if (isUnknown(inline) || items(inline).some(isUnknown)) return 'unknown';
    if (group.shared || group.template.incomplete || this.assembly.incomplete) return 'unknown';
    const standalone = this.assembly.ofType(STANDALONE[direction]);
    const foreign = standalone.some((rule) => mayConcern(rule, 'GroupId', group));
    if (foreign) return 'unknown';
    if (direction === 'ingress' || items(inline).length > 0) return false;
    // A group without rules of its own lets everything out; rules of their own may or may not end that.
    return standalone.some((rule) => refersTo(rule.property('GroupId'), group) === true) ? 'unknown' : true;
  }
}

function isGroup(value: Value): value is Value & { readonly resource: Resource } {
  return isReference(value) && value.resource.type === 'AWS::EC2::SecurityGroup' && isGroupId(value.attribute);
}

function isGroupId(attribute: string): boolean {
  return attribute === 'Ref' || attribute === 'GroupId' || attribute === 'Id';
}

/** Whether a rule or a route may belong to a resource although it does not refer to it. */
export function mayConcern(rule: Resource, property: string, owner: Resource): boolean {
  const value = rule.property(property);
  if (refersTo(value, owner) !== 'unknown') return false;
  if (apart(rule.template.environment, owner.template.environment)) return false;
  // A parameter of the owner's own stack cannot be the owner itself; one of another stack may well be.
  return rule.template !== owner.template || !(isUnknown(value) && value.outside);
}

/** Whether two environments are known and not the same: their resources never meet. */
function apart(left: string | undefined, right: string | undefined): boolean {
  return left !== right && [left, right].every((environment) => environment?.includes('unknown-') === false);
}

/** Whether a value is the ID of a resource. */
export function refersTo(value: Value, group: Resource): Truth {
  if (isReference(value)) return value.resource === group;
  return isUnknown(value) || value === undefined ? 'unknown' : false;
}

function toRule(origin: Resource, rule: Value, direction: Direction): GroupRule {
  const protocol = asString(step(rule, 'IpProtocol'));
  const group = step(rule, PEER_GROUP[direction]) ?? step(rule, 'SourceSecurityGroupName');
  const prefixList = step(rule, PEER_PREFIX_LIST[direction]);
  const cidr = step(rule, 'CidrIp') ?? step(rule, 'CidrIpv6');
  return {
    origin,
    present: origin.present,
    protocol: typeof protocol === 'string' ? (PROTOCOL_NUMBERS[protocol] ?? protocol.toLowerCase()) : protocol,
    fromPort: asNumber(step(rule, 'FromPort')),
    toPort: asNumber(step(rule, 'ToPort')),
    peer:
      group !== undefined
        ? { kind: 'group', group }
        : prefixList !== undefined
          ? { kind: 'prefix-list' }
          : { kind: 'cidr', cidr: asString(cidr) },
  };
}

export function coversProtocol(rule: GroupRule, protocol: string): Truth {
  if (isUnknown(rule.protocol)) return 'unknown';
  return rule.protocol === '-1' || rule.protocol === protocol;
}

export function coversPort(rule: GroupRule, port: Lookup<number>): Truth {
  if (rule.protocol === '-1') return true;
  if ([port, rule.fromPort, rule.toPort, rule.protocol].some(isUnknown)) return 'unknown';
  if (port === undefined || rule.fromPort === undefined) return 'unknown';
  // For ICMP the first number is the type, and the second is not the end of a range.
  if (rule.protocol === 'icmp') return rule.fromPort === -1 || rule.fromPort === port;
  const to = rule.toPort ?? rule.fromPort;
  return rule.fromPort === -1 || (rule.fromPort <= port && port <= to);
}

/** Any other side. */
export const anyone = (): Truth => true;

/** Whether the other side of a rule is one of these groups; an address range is not judged and counts as yes. */
export function among(groups: Groups): (peer: Peer) => Truth {
  return (peer) => {
    if (peer.kind !== 'group') return true;
    if (isUnknown(groups)) return 'unknown';
    return or(
      groups.map((group): Truth => {
        if (isReference(group) && isReference(peer.group)) return group.resource === peer.group.resource;
        if (isUnknown(group) && isUnknown(peer.group) && group.expression === peer.group.expression) return true;
        return typeof group === 'string' && typeof peer.group === 'string' ? group === peer.group : 'unknown';
      }),
    );
  };
}

/** The groups that a property lists. */
export function groupsOf(value: Value): Groups | undefined {
  return asList(value);
}

/** The whole internet, or half of it: two rules then say what one did not. */
const ANYWHERE = /^(0\.0\.0\.0\/0|(0|128)\.0\.0\.0\/1|::\/[01]|8000::\/1|2000::\/3)$/;

/** Whether a range of addresses is the whole internet, or next to it. */
export function isAnywhere(peer: Peer): boolean {
  return peer.kind === 'cidr' && typeof peer.cidr === 'string' && ANYWHERE.test(peer.cidr);
}

const PRIVATE = [/^10\./, /^172\.(1[6-9]|2\d|3[01])\./, /^192\.168\./, /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./];

/** Whether a range of addresses is known to be private. */
export function isPrivate(peer: Peer): Truth {
  if (peer.kind === 'group') return 'unknown';
  if (peer.kind === 'prefix-list' || isUnknown(peer.cidr) || peer.cidr === undefined) return 'unknown';
  const { cidr } = peer;
  return PRIVATE.some((pattern) => pattern.test(cidr)) || /^f[cd]/i.test(cidr);
}
