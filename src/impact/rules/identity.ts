import { references, render } from '../../cloudformation/functions';
import { inWords } from '../../cloudformation/words';
import { asList, canonical, isObject, type Json, type JsonObject, scalarText } from '../../util/json';
import type { ResourceChange } from '../changes';
import { holdsIdentity } from '../resource-types';
import { causeDetail, describe, goes, moveRemedy, propertiesOf } from './helpers';
import type { Rule } from './rule';

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** The address or name that clients were told goes with the resource. */
export const identityGone: Rule<ResourceChange> = {
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

/** CloudFormation calls it an update without interruption, and the fixed address of a zone is gone. */
export const addressMapping: Rule<ResourceChange> = {
  id: 'address-mapping',
  applies: (change) => isNetworkLoadBalancer(change) && change.action === 'update' && lostZones(change).length > 0,
  level: 'loses',
  reason: (change) =>
    `The load balancer gives up ${lostZones(change)
      .map(({ words }) => words)
      .join(', ')}, in place and without a warning.`,
  remedy: 'Keep every subnet and every address in SubnetMappings; add zones, do not exchange them.',
  detail: (change) => lostZones(change).map(({ key }) => key),
};

/** A security group can neither be added to nor taken from a Network Load Balancer that exists. */
export const securityGroupToggled: Rule<ResourceChange> = {
  id: 'security-group-toggled',
  applies: (change) =>
    isNetworkLoadBalancer(change) && change.action === 'update' && hasGroups(change.before) !== hasGroups(change.after),
  level: 'replaces',
  reason: (change) =>
    hasGroups(change.after)
      ? 'The load balancer was created without a security group and can never get one: the API refuses, or it has to be recreated.'
      : 'The load balancer was created with security groups and cannot be without: the API refuses, or it has to be recreated.',
  remedy: (change) =>
    hasGroups(change.after)
      ? 'Leave it without one (feature flag @aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault off), or create a second load balancer.'
      : 'Leave at least one security group on it.',
  detail: (change) => hasGroups(change.after),
};

/** The IPv6 addresses of a dual-stack load balancer. */
export const ipv6Lost: Rule<ResourceChange> = {
  id: 'ipv6-lost',
  applies: (change) => {
    if (change.type !== LOAD_BALANCER || change.action !== 'update') return false;
    const type = change.properties.get('IpAddressType');
    return (
      type !== undefined &&
      String(type.before ?? '').startsWith('dualstack') &&
      !String(type.after ?? '').startsWith('dualstack')
    );
  },
  level: 'loses',
  reason: () => 'The load balancer gives up its IPv6 addresses.',
  remedy: 'Leave IpAddressType at dualstack.',
  detail: (change) => change.properties.get('IpAddressType')?.after ?? null,
};

function nameOf(type: string): string {
  return type === LOAD_BALANCER
    ? 'load balancer'
    : type === 'AWS::EC2::EIP'
      ? 'Elastic IP'
      : (type.split('::')[2] ?? type);
}

function isNetworkLoadBalancer(change: ResourceChange): boolean {
  if (change.type !== LOAD_BALANCER) return false;
  const { Type: type } = propertiesOf(change.before);
  // A type that the template does not tell may be the network's: fail closed.
  return type !== undefined && (scalarText(type) === undefined || type === 'network');
}

function hasGroups(resource: JsonObject | undefined): boolean {
  const { SecurityGroups: groups } = propertiesOf(resource);
  return groups !== undefined && asList(groups).length > 0;
}

/** A part of a list of subnets: what it is compared by, and what people read of it. */
interface Part {
  readonly key: string;
  readonly words: string;
}

interface Zone {
  readonly subnet: Part;
  readonly addresses: Part;
}

const NO_ADDRESS: Part = { key: '', words: '' };

/** Subnets with their addresses by key, `undefined` where the list is no list that can be read. */
function zonesOf(properties: JsonObject, gone: ReadonlySet<string>): Map<string, Zone> | undefined {
  const { SubnetMappings: mappings, Subnets: subnets } = properties;
  if ((mappings !== undefined && !Array.isArray(mappings)) || (subnets !== undefined && !Array.isArray(subnets)))
    return undefined;
  const name = (value: Json | undefined, label = ''): Part => {
    const mark = [...references(value)].some((id) => gone.has(id)) ? ' (recreated)' : '';
    return { key: `${label}${render(value)}${mark}`, words: `${label}${inWords(value)}${mark}` };
  };
  const zones = new Map<string, Zone>();
  const add = (subnet: Part, addresses: Part) => zones.set(subnet.key, { subnet, addresses });
  for (const subnet of asList(subnets)) add(name(subnet), NO_ADDRESS);
  for (const mapping of asList(mappings)) {
    if (!isObject(mapping) || mapping.SubnetId === undefined) return undefined;
    const addresses = ['AllocationId', 'PrivateIPv4Address', 'IPv6Address'].flatMap((key) =>
      mapping[key] === undefined ? [] : [name(mapping[key], `${key} `)],
    );
    add(name(mapping.SubnetId), {
      key: addresses.map(({ key }) => key).join(', '),
      words: addresses.map(({ words }) => words).join(', '),
    });
  }
  return zones;
}

function lostZones(change: ResourceChange): Part[] {
  const [before, after] = [propertiesOf(change.before), propertiesOf(change.after)];
  const old = zonesOf(before, new Set());
  const fresh = zonesOf(after, change.context.gone);
  if (old === undefined || fresh === undefined) {
    const same = ['SubnetMappings', 'Subnets'].every((key) => canonical(before[key]) === canonical(after[key]));
    const text = 'a list of subnets that cannot be read before deployment';
    return same ? [] : [{ key: text, words: text }];
  }
  return [...old].flatMap(([subnet, zone]) => {
    const now = fresh.get(subnet);
    return now?.addresses.key === zone.addresses.key
      ? []
      : [
          {
            key: lostOf(now, zone.subnet.key, zone.addresses.key),
            words: lostOf(now, zone.subnet.words, zone.addresses.words),
          },
        ];
  });
}

function lostOf(now: Zone | undefined, subnet: string, address: string): string {
  if (now === undefined) return `subnet ${subnet}${address === '' ? '' : ` with ${address}`}`;
  return address === '' ? `the address that it had in subnet ${subnet}` : `${address} in subnet ${subnet}`;
}
