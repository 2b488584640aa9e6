import type { App } from 'aws-cdk-lib/core';
import type { ElasticAddresses } from '../model';
import { type CreatedAddresses, createAddresses } from '../parts/addresses';
import { BaseStack, type BaseStackProps } from './base-stack';

/** What the address stack is made of. */
export interface AddressStackProps extends BaseStackProps {
  readonly addresses: ElasticAddresses;
}

/**
 * The fixed public addresses of the stage.
 *
 * They are a stack of their own because clients know them by heart: whatever happens to the load balancer, they stay.
 * The stack is protected against deletion, and an address that leaves the stack is kept in the account.
 */
export class AddressStack extends BaseStack {
  readonly addresses: CreatedAddresses;

  constructor(app: App, props: AddressStackProps) {
    const { serviceName, stage } = props;
    super(app, props, {
      part: 'addresses',
      description: `Fixed addresses of ${serviceName}, stage ${stage.name}`,
      terminationProtection: true,
    });
    this.addresses = createAddresses(this, props);
  }
}
