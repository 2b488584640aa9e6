import type { App } from 'aws-cdk-lib/core';
import { canonicalStage } from './canonical';
import type { Extensions, StackHandles } from './extension-points';
import type { ImageVersions, Stage } from './model';
import { AddressStack } from './stacks/address-stack';
import { DeployRoleStack } from './stacks/deploy-role-stack';
import { NetworkStack } from './stacks/network-stack';
import { ServiceStack } from './stacks/service-stack';

/** What the stacks of a stage are made of. */
export interface CreateStageProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly imageVersions: ImageVersions;
  readonly extensions: Extensions;
  readonly rootDirectory: string;
}

/** The parts of one stage, each in a stack of its own. Returns what extensions reach. */
export function createStage(app: App, props: CreateStageProps): StackHandles {
  const { serviceName } = props;
  const stage = canonicalStage(props.stage);
  const { network, addresses, trust } = stage;
  if (trust) new DeployRoleStack(app, { serviceName, stage, trust });
  const networkStack =
    network.source === 'created' ? new NetworkStack(app, { serviceName, stage, network }) : undefined;
  const addressStack =
    addresses.source === 'elastic' ? new AddressStack(app, { serviceName, stage, addresses }) : undefined;
  const { handles } = new ServiceStack(app, {
    ...props,
    stage,
    network: networkStack?.network,
    addresses: addressStack?.addresses,
  });
  return handles;
}
