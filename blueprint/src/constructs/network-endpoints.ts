import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Stage } from '../model';
import { secretSources } from '../secret-sources';

/** What the endpoints of an isolated network are made of. */
export interface EndpointsProps {
  readonly stage: Stage;
  readonly vpc: ec2.IVpc;
  readonly subnets: readonly ec2.ISubnet[];
}

/**
 * The VPC endpoints without which a task in an isolated network does not start: ECR (its layers come from S3), logs,
 * and the stores of its secrets.
 */
export function addEndpoints(scope: Construct, { stage, vpc, subnets }: EndpointsProps): void {
  const securityGroup = new ec2.SecurityGroup(scope, 'EndpointSecurityGroup', {
    vpc,
    description: 'VPC endpoints',
    allowAllOutbound: false,
  });
  securityGroup.addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(443), 'HTTPS from the VPC');
  const selection = { subnets: [...subnets] };
  for (const [id, service] of Object.entries(interfaceServices(stage))) {
    new ec2.InterfaceVpcEndpoint(scope, `Endpoint-${id}`, {
      vpc,
      service,
      subnets: selection,
      securityGroups: [securityGroup],
      open: false,
    });
  }
  new ec2.GatewayVpcEndpoint(scope, 'Endpoint-s3', {
    vpc,
    service: ec2.GatewayVpcEndpointAwsService.S3,
    subnets: [selection],
  });
}

function interfaceServices(stage: Stage): Record<string, ec2.InterfaceVpcEndpointAwsService> {
  const sources = secretSources(stage);
  return {
    'ecr-api': ec2.InterfaceVpcEndpointAwsService.ECR,
    'ecr-dkr': ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
    logs: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    ...(sources.has('secretsmanager') && { secretsmanager: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER }),
    ...(sources.has('ssm') && { ssm: ec2.InterfaceVpcEndpointAwsService.SSM }),
    ...(stage.task.exec && { ssmmessages: ec2.InterfaceVpcEndpointAwsService.SSM_MESSAGES }),
  };
}
