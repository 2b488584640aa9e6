import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Stage } from '../model';
import { deployTimeValue } from './deploy-time-value';
import type { Placement } from './placement';

type AddressByZone = Readonly<Record<string, Omit<elbv2.SubnetMapping, 'subnet'>>>;

/** The load balancer's subnets, each with its fixed address; nothing where the service has no fixed addresses. */
export function subnetMappings(
  scope: Construct,
  stage: Stage,
  placement: Placement,
  elasticAllocationIds?: Readonly<Record<string, string>>,
): elbv2.SubnetMapping[] | undefined {
  const addresses = addressesByZone(scope, stage, elasticAllocationIds);
  if (addresses === undefined) {
    return undefined;
  }
  const zones = Object.keys(placement.loadBalancerSubnets);
  for (const zone of Object.keys(addresses)) {
    if (!zones.includes(zone)) {
      throw new Error(
        `addresses: zone "${zone}" of stage "${stage.name}" has a fixed address, but the load balancer has no subnet ` +
          `there (it has: ${zones.join(', ')}). Add the zone to the network or remove its address.`,
      );
    }
  }
  return Object.entries(placement.loadBalancerSubnets).map(([zone, subnet]) => ({ subnet, ...addresses[zone] }));
}

function addressesByZone(
  scope: Construct,
  { addresses }: Stage,
  elasticAllocationIds: Readonly<Record<string, string>> = {},
): AddressByZone | undefined {
  switch (addresses.source) {
    case 'none':
      return undefined;
    case 'elastic':
      return mapValues(elasticAllocationIds, (allocationId) => ({ allocationId }));
    case 'imported':
      return mapValues(addresses.allocationIds, (id) => ({ allocationId: deployTimeValue(scope, id) }));
    case 'private':
      return mapValues(addresses.privateIps, (privateIpv4Address) => ({ privateIpv4Address }));
  }
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
