import { references, render } from '../../../cloudformation/functions';
import { inWords } from '../../../cloudformation/words';
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
  reason: (change) =>
    `The load balancer gives up ${lostZones(change)
      .map(({ words }) => words)
      .join(', ')}, in place and without a warning.`,
  remedy: 'Keep every subnet and every address in SubnetMappings; add zones, do not exchange them.',
  detail: (change) => lostZones(change).map(({ key }) => key),
};

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
