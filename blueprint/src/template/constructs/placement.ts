import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Where the load balancer and the tasks of a stage stand. */
export interface Placement {
  readonly vpc: ec2.IVpc;
  /** Subnets of the load balancer by the name of the zone. */
  readonly loadBalancerSubnets: Readonly<Record<string, ec2.ISubnet>>;
  readonly taskSubnets: readonly ec2.ISubnet[];
  /** Whether tasks need a public address to reach what they are started from. */
  readonly assignPublicIp: boolean;
  /** Group of the VPC endpoints of an isolated network. */
  readonly endpointSecurityGroup?: ec2.ISecurityGroup;
}
