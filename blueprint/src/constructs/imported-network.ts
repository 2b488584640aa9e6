import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { ImportedNetwork as ImportedNetworkModel, Subnet } from '../model';
import type { Placement } from './placement';

/** An existing VPC by its IDs: nothing is looked up, and nothing in it is changed. */
export class ImportedNetwork extends Construct implements Placement {
  readonly vpc: ec2.IVpc;
  readonly loadBalancerSubnets: Readonly<Record<string, ec2.ISubnet>>;
  readonly taskSubnets: readonly ec2.ISubnet[];
  readonly assignPublicIp: boolean;

  constructor(scope: Construct, id: string, network: ImportedNetworkModel) {
    super(scope, id);
    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: network.vpcId,
      vpcCidrBlock: network.cidr,
      availabilityZones: [...new Set(network.taskSubnets.map((subnet) => subnet.zone))],
    });
    const loadBalancerSubnets = new Construct(this, 'LoadBalancerSubnets');
    this.loadBalancerSubnets = Object.fromEntries(
      network.loadBalancerSubnets.map((subnet) => [subnet.zone, importSubnet(loadBalancerSubnets, subnet)]),
    );
    const taskSubnets = new Construct(this, 'TaskSubnets');
    this.taskSubnets = network.taskSubnets.map((subnet) => importSubnet(taskSubnets, subnet));
    this.assignPublicIp = network.assignPublicIp;
  }
}

function importSubnet(scope: Construct, { subnetId, zone }: Subnet): ec2.ISubnet {
  return ec2.Subnet.fromSubnetAttributes(scope, subnetId, { subnetId, availabilityZone: zone });
}
