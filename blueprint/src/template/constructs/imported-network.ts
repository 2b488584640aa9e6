import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Annotations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ImportedNetwork as ImportedNetworkModel, Stage, Subnet } from '../model';
import { zoneNames } from '../zones';
import { deployTimeValue } from './deploy-time-value';
import type { Placement } from './placement';

/** What an imported network is made of. */
export interface ImportedNetworkProps {
  readonly stage: Stage;
  readonly network: ImportedNetworkModel;
}

/** An existing VPC by its IDs: nothing is looked up, and nothing in it is changed. */
export class ImportedNetwork extends Construct implements Placement {
  readonly vpc: ec2.IVpc;
  readonly loadBalancerSubnets: Readonly<Record<string, ec2.ISubnet>>;
  readonly taskSubnets: readonly ec2.ISubnet[];
  readonly assignPublicIp: boolean;

  constructor(scope: Construct, id: string, { stage, network }: ImportedNetworkProps) {
    super(scope, id);
    // Only whoever adds routes needs the route tables, and nothing in an imported VPC is changed.
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');
    const loadBalancerSubnets = new Construct(this, 'LoadBalancerSubnets');
    this.loadBalancerSubnets = Object.fromEntries(
      network.loadBalancerSubnets.map((subnet) => [subnet.zone, importSubnet(loadBalancerSubnets, subnet)]),
    );
    const taskSubnets = new Construct(this, 'TaskSubnets');
    this.taskSubnets = network.taskSubnets.map((subnet) => importSubnet(taskSubnets, subnet));
    this.assignPublicIp = network.assignPublicIp;

    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: deployTimeValue(this, network.vpcId),
      vpcCidrBlock: network.cidr,
      availabilityZones: zoneNames(stage),
    });
    const internetFacing = stage.loadBalancer.scheme === 'internet-facing';
    register(
      internetFacing ? this.vpc.publicSubnets : this.vpc.privateSubnets,
      Object.values(this.loadBalancerSubnets),
    );
    register(this.assignPublicIp ? this.vpc.publicSubnets : this.vpc.privateSubnets, this.taskSubnets);
  }
}

function importSubnet(scope: Construct, { subnetId, zone }: Subnet): ec2.ISubnet {
  return ec2.Subnet.fromSubnetAttributes(scope, subnetId, {
    subnetId: deployTimeValue(scope, subnetId),
    availabilityZone: zone,
  });
}

/** Makes subnets known to the VPC. Its attributes would take them only in equal numbers in every zone. */
function register(known: ec2.ISubnet[], subnets: readonly ec2.ISubnet[]): void {
  known.push(...subnets.filter(({ subnetId }) => !known.some((subnet) => subnet.subnetId === subnetId)));
}
