import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CfnResource, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { CreatedNetwork as CreatedNetworkModel, Stage, Zone } from '../model';
import { loadBalancerSubnetKind, subnetCidrs } from '../subnet-cidrs';
import { availabilityZone } from '../zones';
import { addEndpoints } from './network-endpoints';
import type { Placement } from './placement';

/** What a created network is made of. */
export interface CreatedNetworkProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly network: CreatedNetworkModel;
}

/**
 * A VPC whose subnets are built zone by zone.
 *
 * `ec2.Vpc` would number the subnets it creates and cut its block by their number, so a zone that comes or goes would
 * move its neighbours. Here the IDs come from the name of the zone and the blocks from its slot.
 */
export class CreatedNetwork extends Construct implements Placement {
  readonly vpc: ec2.Vpc;
  readonly loadBalancerSubnets: Readonly<Record<string, ec2.ISubnet>>;
  readonly taskSubnets: readonly ec2.ISubnet[];
  readonly assignPublicIp: boolean;
  readonly endpointSecurityGroup?: ec2.ISecurityGroup;
  /** What the names of subnets begin with. */
  private readonly name: string;

  constructor(scope: Construct, id: string, { serviceName, stage, network }: CreatedNetworkProps) {
    super(scope, id);
    this.name = `${serviceName}-${stage.name}`;
    const { preset, zones } = network;
    const internetFacing = stage.loadBalancer.scheme === 'internet-facing';
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      vpcName: this.name,
      ipAddresses: ec2.IpAddresses.cidr(network.cidr),
      availabilityZones: zones.map((zone) => availabilityZone(Stack.of(this), zone.name)),
      subnetConfiguration: [],
      natGateways: 0,
      // It is a custom resource: a Lambda function that may change this security group. Nothing here uses the group, so
      // only whoever asks for it gets that.
      restrictDefaultSecurityGroup: network.restrictDefaultSecurityGroup ?? false,
    });

    removeRedundantDependency(Stack.of(this));

    const publicSubnets = preset !== 'isolated' || internetFacing ? this.addPublicSubnets(network) : {};
    const privateSubnets = preset === 'public' ? {} : this.addPrivateSubnets(network);
    if (preset === 'nat') {
      addNatGateways(network, publicSubnets, privateSubnets);
    }
    this.vpc.publicSubnets.push(...Object.values(publicSubnets));
    (preset === 'nat' ? this.vpc.privateSubnets : this.vpc.isolatedSubnets).push(...Object.values(privateSubnets));

    this.assignPublicIp = preset === 'public';
    this.taskSubnets = Object.values(preset === 'public' ? publicSubnets : privateSubnets);
    this.loadBalancerSubnets =
      loadBalancerSubnetKind(network, stage.loadBalancer) === 'public' ? publicSubnets : privateSubnets;
    if (preset === 'isolated') {
      this.endpointSecurityGroup = addEndpoints(this, {
        services: network.endpoints ?? [],
        vpc: this.vpc,
        subnets: this.taskSubnets,
      });
    }
  }

  private addPublicSubnets(network: CreatedNetworkModel): Record<string, ec2.PublicSubnet> {
    const gateway = new ec2.CfnInternetGateway(this, 'InternetGateway');
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'InternetGatewayAttachment', {
      internetGatewayId: gateway.ref,
      vpcId: this.vpc.vpcId,
    });
    return byZone(network, (zone) => {
      const subnet = new ec2.PublicSubnet(this, `Public-${zone.name}`, {
        vpcId: this.vpc.vpcId,
        availabilityZone: availabilityZone(Stack.of(this), zone.name),
        cidrBlock: subnetCidrs(network.cidr, zone).public,
        // Tasks ask for a public address themselves; nothing else gets one by accident.
        mapPublicIpOnLaunch: false,
      });
      subnet.addDefaultInternetRoute(gateway.ref, attachment);
      Tags.of(subnet).add('Name', `${this.name}-public-${zone.name}`);
      return subnet;
    });
  }

  private addPrivateSubnets(network: CreatedNetworkModel): Record<string, ec2.PrivateSubnet> {
    return byZone(network, (zone) => {
      const subnet = new ec2.PrivateSubnet(this, `Private-${zone.name}`, {
        vpcId: this.vpc.vpcId,
        availabilityZone: availabilityZone(Stack.of(this), zone.name),
        cidrBlock: subnetCidrs(network.cidr, zone).private,
        mapPublicIpOnLaunch: false,
      });
      Tags.of(subnet).add('Name', `${this.name}-private-${zone.name}`);
      return subnet;
    });
  }
}

/** The CDK's function of that custom resource depends on its role twice over, which cfn-lint warns of. */
function removeRedundantDependency(stack: Stack): void {
  const provider = stack.node.tryFindChild('Custom::VpcRestrictDefaultSGCustomResourceProvider');
  const [role, handler] = ['Role', 'Handler'].map((id) => provider?.node.tryFindChild(id));
  if (CfnResource.isCfnResource(role) && CfnResource.isCfnResource(handler)) handler.removeResourceDependency(role);
}

function byZone<T>(network: CreatedNetworkModel, create: (zone: Zone) => T): Record<string, T> {
  return Object.fromEntries(network.zones.map((zone) => [zone.name, create(zone)]));
}

function addNatGateways(
  network: CreatedNetworkModel,
  publicSubnets: Readonly<Record<string, ec2.PublicSubnet>>,
  privateSubnets: Readonly<Record<string, ec2.PrivateSubnet>>,
): void {
  const names = network.natGateways === 'one' ? [natGatewayZone(network)] : network.zones.map((zone) => zone.name);
  const gateways = Object.fromEntries(names.map((name) => [name, publicSubnets[name].addNatGateway()]));
  for (const [name, subnet] of Object.entries(privateSubnets)) {
    subnet.addDefaultNatRoute((gateways[name] ?? gateways[names[0]]).ref);
  }
}

/** The zone of the only NAT gateway: the stated one, else the one with the lowest slot, whatever the order. */
function natGatewayZone({ natGatewayZone: stated, zones }: CreatedNetworkModel): string {
  if (stated === undefined) {
    return zones.reduce((lowest, zone) => (zone.slot < lowest.slot ? zone : lowest)).name;
  }
  if (!zones.some((zone) => zone.name === stated)) {
    throw new Error(
      `network.natGatewayZone: "${stated}" is none of the network's zones (${zones.map((zone) => zone.name).join(', ')}), ` +
        'so the NAT gateway has no subnet. Name one of them.',
    );
  }
  return stated;
}
