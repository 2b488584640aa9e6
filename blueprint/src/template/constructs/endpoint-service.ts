import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PrivateLink } from '../model';

/** Offers the load balancer to other VPCs by AWS PrivateLink. */
export function createEndpointService(
  scope: Construct,
  id: string,
  { allowedPrincipals, acceptanceRequired }: PrivateLink,
  loadBalancer: elbv2.NetworkLoadBalancer,
): ec2.VpcEndpointService {
  return new ec2.VpcEndpointService(scope, id, {
    vpcEndpointServiceLoadBalancers: [loadBalancer],
    acceptanceRequired,
    allowedPrincipals: allowedPrincipals.map((arn) => new ArnPrincipal(arn)),
  });
}
