import { CfnEIP } from 'aws-cdk-lib/aws-ec2';
import { type App, CfnOutput, RemovalPolicy, Tags } from 'aws-cdk-lib/core';
import type { ElasticAddresses } from '../model';
import { BaseStack, type BaseStackProps } from './base-stack';

/** What the address stack is made of. */
export interface AddressStackProps extends BaseStackProps {
  readonly addresses: ElasticAddresses;
}

/**
 * The fixed public addresses of the stage, one Elastic IP a zone.
 *
 * They are a stack of their own because clients know them by heart: whatever happens to the load balancer, they stay.
 * The stack is protected against deletion, and an address that leaves the stack is kept in the account.
 */
export class AddressStack extends BaseStack {
  /** Allocation IDs by the name of the zone. */
  readonly allocationIds: Readonly<Record<string, string>>;
  /** Public addresses by the name of the zone. */
  readonly publicIps: Readonly<Record<string, string>>;

  constructor(app: App, props: AddressStackProps) {
    const { serviceName, stage, addresses } = props;
    super(app, props, {
      part: 'addresses',
      description: `Fixed addresses of ${serviceName}, stage ${stage.name}`,
      terminationProtection: true,
    });
    const allocated = addresses.zones.map((zone) => [zone, this.allocate(serviceName, stage.name, zone)] as const);
    this.allocationIds = Object.fromEntries(allocated.map(([zone, address]) => [zone, address.attrAllocationId]));
    this.publicIps = Object.fromEntries(allocated.map(([zone, address]) => [zone, address.ref]));
  }

  private allocate(serviceName: string, stageName: string, zone: string): CfnEIP {
    const address = new CfnEIP(this, `Address-${zone}`, { domain: 'vpc' });
    address.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Tags.of(address).add('Name', `${serviceName}-${stageName}-${zone}`);
    new CfnOutput(this, `PublicIp-${zone}`, {
      description: `Fixed address of the load balancer in zone ${zone}`,
      value: address.ref,
    });
    return address;
  }
}
