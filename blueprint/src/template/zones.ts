import { Aws, Fn, type Stack, Token } from 'aws-cdk-lib/core';
import type { Stage } from './model';

/**
 * The Availability Zone behind a stable zone name: a letter (`a`), a full zone name (`eu-west-1a`), or an ordinal
 * (`1`: the account's first). Nothing is looked up: what depends on the region, CloudFormation fills in.
 */
export function availabilityZone(stack: Stack, zoneName: string): string {
  if (/^[a-z]$/.test(zoneName)) {
    return `${Aws.REGION}${zoneName}`;
  }
  if (/^[1-9][0-9]*$/.test(zoneName)) {
    return Fn.select(Number(zoneName) - 1, Fn.getAzs());
  }
  const inRegionOfStack = !Token.isUnresolved(stack.region) && zoneName.startsWith(stack.region);
  return inRegionOfStack ? `${Aws.REGION}${zoneName.slice(stack.region.length)}` : zoneName;
}

/** Names of the zones of a stage. */
export function zoneNames(stage: Stage): string[] {
  const { network } = stage;
  return network.source === 'created'
    ? network.zones.map((zone) => zone.name)
    : [...new Set([...network.loadBalancerSubnets, ...network.taskSubnets].map((subnet) => subnet.zone))];
}
