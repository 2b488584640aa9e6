import type { Addresses, Clients, LoadBalancer, Network } from '../../model/model';
import { isWithin, loadBalancerSubnetKind, subnetCidrs, usableAddresses } from '../../model/subnet-cidrs';
import { type AddressesOptions, type ClientsOptions, type LoadBalancerOptions, Scheme } from '../../options';
import {
  type Checks,
  checkCidrs,
  checkPrefixLists,
  checkReference,
  checkSecurityGroups,
  IPV4,
  IPV4_CIDR,
} from './checks';
import { hasSubnets, loadBalancerZones } from './network';

const ALLOCATION_ID = /^eipalloc-[0-9a-f]{8,17}$/;

export function resolveAddresses(options: AddressesOptions, network: Network, checks: Checks): Addresses {
  const { allocationIds, publicIps, privateIps } = options;
  checks.exclusive(
    { ...options, elastic: options.elastic || undefined },
    ['elastic', 'allocationIds', 'privateIps'],
    false,
  );
  if (publicIps && !allocationIds) {
    checks.refuse(
      'publicIps',
      publicIps,
      "it says what the addresses of 'allocationIds' are, and there are none",
      "Remove it, or give 'allocationIds'.",
    );
  }
  const zones = loadBalancerZones(network);
  if (options.elastic) return { source: 'elastic', zones };
  if (allocationIds) {
    checkZones('allocationIds', allocationIds, zones, checks, (key, id) =>
      checkReference(
        checks,
        key,
        id,
        ALLOCATION_ID,
        'the allocation ID of an Elastic IP',
        'eipalloc-0123456789abcdef0',
      ),
    );
    if (publicIps)
      checkZones('publicIps', publicIps, zones, checks, (key, address) => checkAddress(key, address, checks));
    return { source: 'imported', allocationIds, ...(publicIps && { publicIps }) };
  }
  if (privateIps) {
    checkZones('privateIps', privateIps, zones, checks, (key, address, zone) => {
      checkAddress(key, address, checks);
      if (IPV4.test(address)) checkSubnet(key, address, zone, network, checks);
    });
    return { source: 'private', privateIps };
  }
  return { source: 'none' };
}

function checkAddress(key: string, address: string, checks: Checks): void {
  checks.text(key, address, IPV4, 'an IPv4 address', '10.0.0.10');
}

/** A fixed private address lies in the load balancer's subnet of its zone, and is none that AWS keeps for itself. */
function checkSubnet(key: string, address: string, zone: string, network: Network, checks: Checks): void {
  // What is wrong with the block itself is said elsewhere.
  if (!IPV4_CIDR.test(network.cidr)) return;
  if (network.source === 'imported') {
    const range = usableAddresses(network.cidr);
    if (!isWithin(address, range)) {
      checks.warn(
        key,
        address,
        `outside of ${network.cidr}: only right if the VPC has another block and the subnet lies there`,
      );
    }
    return;
  }
  const found = network.zones.find(({ name }) => name === zone);
  if (found === undefined || !hasSubnets(network.cidr)) return;
  const subnet = subnetCidrs(network.cidr, found)[loadBalancerSubnetKind(network, { scheme: Scheme.INTERNAL })];
  const [first, last] = usableAddresses(subnet);
  if (!isWithin(address, [first, last])) {
    checks.refuse(
      key,
      address,
      `outside of ${subnet}, the load balancer's subnet in zone '${zone}', or kept by AWS`,
      `Give an address from ${first} to ${last}.`,
    );
  }
}

/** Each zone of the load balancer has exactly one address. */
function checkZones(
  key: string,
  byZone: Readonly<Record<string, string>>,
  zones: readonly string[],
  checks: Checks,
  checkValue: (key: string, value: string, zone: string) => void,
): void {
  for (const zone of Object.keys(byZone).filter((candidate) => !zones.includes(candidate))) {
    checks.refuse(
      `${key}.${zone}`,
      byZone[zone],
      `the load balancer has no zone '${zone}'`,
      `Use its zones: ${zones.join(', ')}.`,
    );
  }
  for (const zone of zones) {
    if (byZone[zone] === undefined) {
      checks.refuse(
        `${key}.${zone}`,
        undefined,
        `zone '${zone}' of the load balancer has no address, and a load balancer has one in every zone or none`,
        `Give the address of zone '${zone}'.`,
      );
    } else {
      checkValue(`${key}.${zone}`, byZone[zone], zone);
    }
  }
  // one allocation ID in two places is the pitfall P33, in one stage or in two
  if (key === 'allocationIds') return;
  checks.unique(
    key,
    Object.values(byZone),
    'the address is given for two zones',
    'Give each zone an address of its own.',
  );
}

export function resolveLoadBalancer(
  options: LoadBalancerOptions,
  addresses: Addresses,
  production: boolean,
  checks: Checks,
): LoadBalancer {
  const publicAddresses = addresses.source === 'elastic' || addresses.source === 'imported';
  const scheme = options.scheme ?? (publicAddresses ? Scheme.INTERNET_FACING : Scheme.INTERNAL);
  if (scheme === Scheme.INTERNAL && publicAddresses) {
    checks.refuse(
      'scheme',
      scheme,
      'an internal load balancer cannot have Elastic IPs',
      "Remove 'scheme', or use 'addresses.privateIps'.",
    );
  }
  if (scheme === Scheme.INTERNET_FACING && addresses.source === 'private') {
    checks.refuse(
      'scheme',
      scheme,
      'an internet-facing load balancer cannot have fixed private addresses',
      "Remove 'addresses.privateIps', or use 'addresses.elastic'.",
    );
  }
  return {
    scheme,
    crossZone: options.crossZone ?? addresses.source !== 'none',
    deletionProtection: options.deletionProtection ?? production,
    deregistrationDelaySeconds: checks.integer(
      'deregistrationDelaySeconds',
      options.deregistrationDelaySeconds ?? 120,
      0,
      3600,
      ' seconds',
    ),
    connectionTermination: options.connectionTermination ?? true,
  };
}

export function resolveClients(
  options: ClientsOptions,
  loadBalancer: LoadBalancer,
  vpcCidr: string,
  checks: Checks,
): Clients {
  const cidrs = checkCidrs(checks, 'cidrs', options.cidrs);
  const prefixLists = checkPrefixLists(checks, 'prefixLists', options.prefixLists);
  const securityGroups = checkSecurityGroups(checks, 'securityGroups', options.securityGroups);
  const internetFacing = loadBalancer.scheme === 'internet-facing';
  if (internetFacing && securityGroups.length > 0) {
    checks.refuse(
      'securityGroups',
      securityGroups,
      'a security group matches private addresses, and clients reach an internet-facing load balancer from public ones',
      "Give 'clients.cidrs' or 'clients.prefixLists'.",
    );
  }
  const groups = internetFacing ? 0 : securityGroups.length;
  const named = cidrs.length + prefixLists.length + groups > 0;
  if (options.anywhere) {
    if (named) {
      checks.refuse(
        'anywhere',
        true,
        'clients are named too, and everybody includes them',
        "Remove 'anywhere', or the named clients.",
      );
    }
    return { cidrs: ['0.0.0.0/0'], prefixLists: [], securityGroups: [] };
  }
  if (named) return { cidrs, prefixLists, securityGroups };
  // nobody is named: the pitfall P46
  if (internetFacing) return { cidrs, prefixLists, securityGroups };
  return { cidrs: [vpcCidr], prefixLists: [], securityGroups: [] };
}
