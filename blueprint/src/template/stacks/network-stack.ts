import type { App } from 'aws-cdk-lib/core';
import type { CreatedNetwork } from '../model';
import { createNetwork, type Network } from '../parts/network';
import { BaseStack, type BaseStackProps } from './base-stack';

/** What the network stack is made of. */
export interface NetworkStackProps extends BaseStackProps {
  readonly network: CreatedNetwork;
}

/** A VPC of the stage's own. */
export class NetworkStack extends BaseStack {
  readonly network: Network;

  constructor(app: App, props: NetworkStackProps) {
    const { serviceName, stage } = props;
    super(app, props, {
      part: 'network',
      description: `Network of ${serviceName}, stage ${stage.name}`,
      terminationProtection: stage.production,
    });
    this.network = createNetwork(this, props);
  }
}
