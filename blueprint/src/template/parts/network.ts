import type { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { CreatedNetwork } from '../constructs/created-network';
import { FlowLogs } from '../constructs/flow-logs';
import { ImportedNetwork } from '../constructs/imported-network';
import type { Placement } from '../constructs/placement';
import type { CreatedNetwork as CreatedNetworkModel, Stage } from '../model';

/** What a network is made of. */
export interface CreateNetworkProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly network: CreatedNetworkModel;
}

/** The network of a stage. */
export interface Network {
  readonly placement: Placement;
  /** The VPC where it is created here, and what it was created in. */
  readonly created?: { readonly vpc: Vpc; readonly stack: Stack };
}

/** A VPC of the stage's own. */
export function createNetwork(scope: Construct, { serviceName, stage, network }: CreateNetworkProps): Network {
  const placement = new CreatedNetwork(scope, 'Network', { serviceName, stage, network });
  const { vpc } = placement;
  if (network.flowLogs) {
    const { logGroup } = new FlowLogs(scope, 'FlowLogs', { stage, vpc, flowLogs: network.flowLogs });
    if (logGroup) {
      new CfnOutput(scope, 'FlowLogGroupName', {
        description: 'Log group of the flows of the VPC',
        value: logGroup.logGroupName,
      });
    }
  }
  return { placement, created: { vpc, stack: Stack.of(scope) } };
}

/** The network that a stage uses: what was created for it, or an existing one, which is imported into the scope. */
export function networkOf(scope: Construct, stage: Stage, created?: Network): Network {
  const { network } = stage;
  if (network.source === 'imported') return { placement: new ImportedNetwork(scope, 'Network', { stage, network }) };
  if (created === undefined) {
    throw new Error(`network: stage "${stage.name}" creates its VPC, so its service needs a network. Create it first.`);
  }
  return created;
}
