import { references, render } from '../../../cloudformation/functions';
import { asList, canonical, isObject, type Json, type JsonObject } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { propertiesOf } from '../helpers';
import { isNetworkLoadBalancer } from '../network-load-balancer';
import type { Rule } from '../rule';

/** CloudFormation calls it an update without interruption, and the fixed address of a zone is gone. */
export const rule: Rule<ResourceChange> = {
  id: 'address-mapping',
  applies: (change) => isNetworkLoadBalancer(change) && change.action === 'update' && lostZones(change).length > 0,
  level: 'loses',
  reason: (change) => `The load balancer gives up ${lostZones(change).join(', ')}, in place and without a warning.`,
  remedy: 'Keep every subnet and every address in SubnetMappings; add zones, do not exchange them.',
  detail: (change) => lostZones(change),
};

/** Subnets with their addresses, `undefined` where the list is no list that can be read. */
function zonesOf(properties: JsonObject, gone: ReadonlySet<string>): Map<string, string> | undefined {
  const { SubnetMappings: mappings, Subnets: subnets } = properties;
  if ((mappings !== undefined && !Array.isArray(mappings)) || (subnets !== undefined && !Array.isArray(subnets)))
    return undefined;
  const name = (value: Json | undefined): string =>
    `${render(value)}${[...references(value)].some((id) => gone.has(id)) ? ' (recreated)' : ''}`;
  const zones = new Map<string, string>();
  for (const subnet of asList(subnets)) zones.set(name(subnet), '');
  for (const mapping of asList(mappings)) {
    if (!isObject(mapping) || mapping.SubnetId === undefined) return undefined;
    const addresses = ['AllocationId', 'PrivateIPv4Address', 'IPv6Address'].flatMap((key) =>
      mapping[key] === undefined ? [] : [`${key} ${name(mapping[key])}`],
    );
    zones.set(name(mapping.SubnetId), addresses.join(', '));
  }
  return zones;
}

function lostZones(change: ResourceChange): string[] {
  const [before, after] = [propertiesOf(change.before), propertiesOf(change.after)];
  const old = zonesOf(before, new Set());
  const fresh = zonesOf(after, change.context.gone);
  if (old === undefined || fresh === undefined) {
    const same = ['SubnetMappings', 'Subnets'].every((key) => canonical(before[key]) === canonical(after[key]));
    return same ? [] : ['a list of subnets that cannot be read before deployment'];
  }
  return [...old].flatMap(([subnet, address]) => {
    const now = fresh.get(subnet);
    if (now === undefined) return [`subnet ${subnet}${address === '' ? '' : ` with ${address}`}`];
    if (now === address) return [];
    return [address === '' ? `the address that it had in subnet ${subnet}` : `${address} in subnet ${subnet}`];
  });
}
