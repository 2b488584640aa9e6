import { BlockList, isIP } from 'node:net';
import { intrinsic, render } from '../../cloudformation/functions';
import { inWords } from '../../cloudformation/words';
import { asList, canonical, isObject, type Json, type JsonObject, scalarText } from '../../util/json';

/** One rule of a security group. */
export interface NetworkRule {
  /** Resource that carries the rule. */
  readonly logicalId: string;
  /** The group it belongs to. */
  readonly group: string;
  readonly direction: 'ingress' | 'egress';
  /** `-1` is every protocol. */
  readonly protocol: string;
  /** First and last port, or ICMP type and code; absent for all. */
  readonly ports?: readonly [number, number];
  readonly peer: string;
  /** The group and the peer as people say them. @default - as they are compared */
  readonly words?: { readonly group: string; readonly peer: string };
}

const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
const PROTOCOL_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
]);

/** Every rule of the security groups of a template. */
export function networkRulesOf(resources: JsonObject): NetworkRule[] {
  return Object.entries(resources).flatMap(([logicalId, resource]) => {
    if (!isObject(resource)) return [];
    const properties = isObject(resource.Properties) ? resource.Properties : {};
    const read = (direction: NetworkRule['direction'], group: Json, rules: readonly Json[]): NetworkRule[] =>
      rules.map((rule) => networkRule(logicalId, group, direction, rule));
    switch (resource.Type) {
      case SECURITY_GROUP: {
        const group = { Ref: logicalId };
        return [
          ...read('ingress', group, asList(properties.SecurityGroupIngress)),
          // Without a rule of its own a new group lets everything out.
          ...(properties.SecurityGroupEgress === undefined
            ? ['0.0.0.0/0', '::/0'].map(
                (peer): NetworkRule => ({ ...ofGroup(logicalId, group, 'egress', peer), protocol: '-1' }),
              )
            : read('egress', group, asList(properties.SecurityGroupEgress))),
        ];
      }
      case 'AWS::EC2::SecurityGroupIngress':
        return read('ingress', groupOf(properties), [properties]);
      case 'AWS::EC2::SecurityGroupEgress':
        return read('egress', groupOf(properties), [properties]);
      default:
        return [];
    }
  });
}

function groupOf(properties: JsonObject): Json {
  const group = properties.GroupId ?? properties.GroupName ?? null;
  const call = intrinsic(group);
  if (call?.name === 'Fn::GetAtt') {
    const [id] = Array.isArray(call.argument) ? call.argument : String(call.argument).split('.');
    return { Ref: id ?? null };
  }
  return group;
}

function ofGroup(logicalId: string, group: Json, direction: NetworkRule['direction'], peer: Json | undefined) {
  const known = peer ?? '?';
  return {
    logicalId,
    direction,
    group: render(group),
    peer: render(known),
    words: { group: inWords(group), peer: inWords(known) },
  };
}

function networkRule(logicalId: string, group: Json, direction: NetworkRule['direction'], rule: Json): NetworkRule {
  if (!isObject(rule) || scalarText(rule.IpProtocol) === undefined)
    return { ...ofGroup(logicalId, group, direction, rule), peer: canonical(rule), protocol: '?' };
  const written = String(rule.IpProtocol).toLowerCase();
  const protocol = PROTOCOL_NUMBERS.get(written) ?? written;
  const peer = [
    'CidrIp',
    'CidrIpv6',
    'SourcePrefixListId',
    'DestinationPrefixListId',
    'SourceSecurityGroupId',
    'SourceSecurityGroupName',
    'DestinationSecurityGroupId',
  ].flatMap((key) => (rule[key] === undefined ? [] : [rule[key]]));
  const [from, to] = [rule.FromPort, rule.ToPort].map((port) =>
    port === undefined ? undefined : Number(render(port)),
  );
  const all = protocol === '-1' || from === undefined || from === -1;
  return {
    ...ofGroup(logicalId, group, direction, peer[0]),
    protocol,
    ...(all ? {} : { ports: [from, to === undefined || to === -1 ? 65_535 : to] }),
  };
}

/** An entry of a network ACL in the terms of the rules of security groups; whether it admits or denies is not in it. */
export function aclEntry(logicalId: string, entry: JsonObject): NetworkRule {
  const { Egress: egress, Protocol: protocol, PortRange: ports, Icmp: icmp, CidrBlock, Ipv6CidrBlock } = entry;
  const [from, to] = isObject(ports) ? [ports.From, ports.To] : isObject(icmp) ? [icmp.Type, icmp.Code] : [];
  return networkRule(logicalId, entry.NetworkAclId ?? null, scalarText(egress) === 'true' ? 'egress' : 'ingress', {
    ...Object.fromEntries(
      Object.entries({
        IpProtocol: protocol,
        FromPort: from,
        ToPort: to,
        CidrIp: CidrBlock,
        CidrIpv6: Ipv6CidrBlock,
      }).filter((item): item is [string, Json] => item[1] !== undefined),
    ),
  });
}

/** Rules after the change that admit what none before it admitted. */
export function grownRules(before: readonly NetworkRule[], after: readonly NetworkRule[]): NetworkRule[] {
  return after.filter((rule) => !before.some((other) => covers(other, rule)));
}

/** Whether everything that the second rule is about is in the first. */
export function covers(before: NetworkRule, after: NetworkRule): boolean {
  if (before.group !== after.group || before.direction !== after.direction) return false;
  if (before.protocol !== '-1' && before.protocol !== after.protocol) return false;
  return coversPorts(before, after) && coversPeer(before.peer, after.peer);
}

function coversPorts(before: NetworkRule, after: NetworkRule): boolean {
  if (before.ports === undefined) return true;
  if (after.ports === undefined) return false;
  return before.ports[0] <= after.ports[0] && before.ports[1] >= after.ports[1];
}

/** Whether a network, or whatever else a peer is, is the other one or a part of it. */
export function coversPeer(before: string, after: string): boolean {
  if (before === after) return true;
  const [network, prefix] = before.split('/');
  const [address, length] = after.split('/');
  const family = isIP(network ?? '');
  if (family === 0 || family !== isIP(address ?? '') || prefix === undefined || length === undefined) return false;
  if (Number(length) < Number(prefix)) return false;
  const block = new BlockList();
  const name = family === 4 ? 'ipv4' : 'ipv6';
  block.addSubnet(network as string, Number(prefix), name);
  return block.check(address as string, name);
}

/** What a rule is, for people. */
export function describeRule(rule: NetworkRule): string {
  return sentence(rule, rule.words ?? rule);
}

/** What makes it another rule. */
export function identityOf(rule: NetworkRule): string {
  return sentence(rule, rule);
}

function sentence(rule: NetworkRule, { group, peer }: Pick<NetworkRule, 'group' | 'peer'>): string {
  const ports =
    rule.ports === undefined ? '' : rule.ports[0] === rule.ports[1] ? `/${rule.ports[0]}` : `/${rule.ports.join('-')}`;
  const protocol = rule.protocol === '-1' ? 'everything' : `${rule.protocol}${ports}`;
  return rule.direction === 'ingress'
    ? `Admits ${protocol} from ${peer} to ${group}.`
    : `Lets ${protocol} out of ${group} to ${peer}.`;
}
