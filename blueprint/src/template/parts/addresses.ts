import { CfnEIP } from 'aws-cdk-lib/aws-ec2';
import { CfnOutput, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ElasticAddresses, Stage } from '../model';

/** What new fixed addresses are made of. */
export interface CreateAddressesProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly addresses: ElasticAddresses;
}

/** The new fixed addresses of a stage. */
export interface CreatedAddresses {
  /** Allocation IDs by the name of the zone. */
  readonly allocationIds: Readonly<Record<string, string>>;
  /** Public addresses by the name of the zone. */
  readonly publicIps: Readonly<Record<string, string>>;
  /** The stack that they are in. */
  readonly stack: Stack;
}

/** The fixed public addresses of a stage, one Elastic IP a zone. An address that leaves its stack is kept in the account. */
export function createAddresses(scope: Construct, props: CreateAddressesProps): CreatedAddresses {
  const allocated = props.addresses.zones.map((zone) => [zone, allocate(scope, props, zone)] as const);
  return {
    allocationIds: Object.fromEntries(allocated.map(([zone, address]) => [zone, address.attrAllocationId])),
    publicIps: Object.fromEntries(allocated.map(([zone, address]) => [zone, address.ref])),
    stack: Stack.of(scope),
  };
}

function allocate(scope: Construct, { serviceName, stage }: CreateAddressesProps, zone: string): CfnEIP {
  const address = new CfnEIP(scope, `Address-${zone}`, { domain: 'vpc' });
  address.applyRemovalPolicy(RemovalPolicy.RETAIN);
  Tags.of(address).add('Name', `${serviceName}-${stage.name}-${zone}`);
  new CfnOutput(scope, `PublicIp-${zone}`, {
    description: `Fixed address of the load balancer in zone ${zone}`,
    value: address.ref,
  });
  return address;
}
