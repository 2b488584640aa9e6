import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** What the endpoints of an isolated network are made of. */
export interface EndpointsProps {
  /** Services by the last part of their name (`ecr.api`). */
  readonly services: readonly string[];
  readonly vpc: ec2.IVpc;
  readonly subnets: readonly ec2.ISubnet[];
}

/** The services that are reached by routes, free of charge, and not by an address in the VPC. */
const GATEWAYS: Readonly<Record<string, ec2.GatewayVpcEndpointAwsService>> = {
  dynamodb: ec2.GatewayVpcEndpointAwsService.DYNAMODB,
  s3: ec2.GatewayVpcEndpointAwsService.S3,
};

/** Adds the VPC endpoints of an isolated network, its tasks' only way out; returns the group that they share. */
export function addEndpoints(scope: Construct, { services, vpc, subnets }: EndpointsProps): ec2.SecurityGroup {
  const securityGroup = new ec2.SecurityGroup(scope, 'EndpointSecurityGroup', {
    vpc,
    description: 'VPC endpoints',
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(443), 'HTTPS from the VPC');
  const selection = { subnets: [...subnets] };
  for (const service of services.filter((name) => !(name in GATEWAYS))) {
    new ec2.InterfaceVpcEndpoint(scope, endpointId(service), {
      vpc,
      service: new ec2.InterfaceVpcEndpointAwsService(service),
      subnets: selection,
      securityGroups: [securityGroup],
      open: false,
    });
  }
  for (const service of services.filter((name) => name in GATEWAYS)) {
    new ec2.GatewayVpcEndpoint(scope, endpointId(service), {
      vpc,
      service: GATEWAYS[service],
      subnets: [selection],
    });
  }
  return securityGroup;
}

function endpointId(service: string): string {
  return `Endpoint-${service.replaceAll('.', '-')}`;
}
