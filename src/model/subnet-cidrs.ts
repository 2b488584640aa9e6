/**
 * How a created VPC is cut into subnets.
 *
 * Two programs read it, so like the model it imports nothing but the model's types: the stacks make the subnets, and
 * the package checks and documents what lies in them.
 */
import type { CreatedNetwork, LoadBalancer, Zone } from './model';

const SLOT_BITS = 4;
const SLOTS = 2 ** SLOT_BITS;
const SMALLEST_SUBNET = 28;

/** CIDR blocks of the two subnets that a zone has room for. */
export interface SubnetCidrs {
  readonly private: string;
  readonly public: string;
}

/**
 * The CIDR blocks of a zone: the VPC is cut into 16 slots, a slot into a private and a public half.
 *
 * They depend on the VPC's block and on the zone's slot alone, so adding or removing a zone moves no other.
 */
export function subnetCidrs(vpcCidr: string, zone: Zone): SubnetCidrs {
  const [address, prefix] = vpcCidr.split('/');
  const subnetPrefix = Number(prefix) + SLOT_BITS + 1;
  if (!(subnetPrefix <= SMALLEST_SUBNET)) {
    throw new Error(
      `network.cidr: ${vpcCidr} is too small: it is cut into ${SLOTS} slots of two subnets each, and AWS has no subnet ` +
        `smaller than /${SMALLEST_SUBNET}. Use a block of /${SMALLEST_SUBNET - SLOT_BITS - 1} or larger.`,
    );
  }
  if (!(zone.slot >= 0 && zone.slot < SLOTS)) {
    throw new Error(
      `network.zones: zone "${zone.name}" has slot ${zone.slot}, but a VPC is cut into the slots 0 to ${SLOTS - 1}. ` +
        'Name the zone by its letter, by its full name or by an ordinal from 1.',
    );
  }
  const size = 2 ** (32 - subnetPrefix);
  const start = toNumber(address) + zone.slot * 2 * size;
  return { private: `${toAddress(start)}/${subnetPrefix}`, public: `${toAddress(start + size)}/${subnetPrefix}` };
}

/** In which subnet of each zone the load balancer has its address. */
export function loadBalancerSubnetKind(
  { preset, loadBalancerInPublicSubnets }: Pick<CreatedNetwork, 'preset' | 'loadBalancerInPublicSubnets'>,
  { scheme }: Pick<LoadBalancer, 'scheme'>,
): keyof SubnetCidrs {
  return preset === 'public' || scheme === 'internet-facing' || loadBalancerInPublicSubnets ? 'public' : 'private';
}

/** The first and the last address of a subnet that AWS does not keep for itself. */
export function usableAddresses(cidr: string): readonly [first: string, last: string] {
  const [address, prefix] = cidr.split('/');
  const start = toNumber(address);
  return [toAddress(start + 4), toAddress(start + 2 ** (32 - Number(prefix)) - 2)];
}

/** Whether an address lies between two others, or is one of them. */
export function isWithin(address: string, [first, last]: readonly [first: string, last: string]): boolean {
  return toNumber(first) <= toNumber(address) && toNumber(address) <= toNumber(last);
}

function toNumber(address: string): number {
  return address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}
