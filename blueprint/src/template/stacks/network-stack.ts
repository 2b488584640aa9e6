import type { Vpc } from 'aws-cdk-lib/aws-ec2';
import { type App, CfnOutput } from 'aws-cdk-lib/core';
import { CreatedNetwork } from '../constructs/created-network';
import { FlowLogs } from '../constructs/flow-logs';
import type { Placement } from '../constructs/placement';
import type { CreatedNetwork as CreatedNetworkModel } from '../model';
import { BaseStack, type BaseStackProps } from './base-stack';

/** What the network stack is made of. */
export interface NetworkStackProps extends BaseStackProps {
  readonly network: CreatedNetworkModel;
}

/** A VPC of the stage's own. */
export class NetworkStack extends BaseStack {
  readonly placement: Placement;
  readonly vpc: Vpc;

  constructor(app: App, props: NetworkStackProps) {
    const { serviceName, stage, network } = props;
    super(app, props, {
      part: 'network',
      description: `Network of ${serviceName}, stage ${stage.name}`,
      terminationProtection: stage.production,
    });
    const created = new CreatedNetwork(this, 'Network', { serviceName, stage, network });
    this.placement = created;
    if (network.flowLogs) {
      const { logGroup } = new FlowLogs(this, 'FlowLogs', { stage, vpc: created.vpc, flowLogs: network.flowLogs });
      if (logGroup) {
        new CfnOutput(this, 'FlowLogGroupName', {
          description: 'Log group of the flows of the VPC',
          value: logGroup.logGroupName,
        });
      }
    }
    this.vpc = created.vpc;
  }
}
