import type { FlowLogOptions } from './flow-log-options';

/**
 * What kind of VPC is created.
 */
export enum NetworkPreset {
  /** Public subnets only: tasks have public addresses and no NAT is paid for. Only the load balancer can reach them. */
  PUBLIC = 'public',
  /** Tasks in private subnets behind NAT. */
  NAT = 'nat',
  /** No way to the internet: VPC endpoints for what a task needs. */
  ISOLATED = 'isolated',
}

/**
 * How many NAT gateways the preset `nat` has.
 */
export enum NatGateways {
  /** One for all zones: cheaper. */
  ONE = 'one',
  /** One a zone: survives the loss of a zone. */
  ONE_PER_ZONE = 'one-per-zone',
}

/**
 * An existing subnet.
 */
export interface SubnetOptions {
  /** ID of the subnet, for example `subnet-0123456789abcdef0`, or `ssm:` and the name of a parameter. */
  readonly subnetId: string;

  /** Name of its Availability Zone, for example `eu-west-1a`. */
  readonly zone: string;
}

/**
 * Where the service runs: a VPC of its own (`preset`, `cidr`, `zones`, `natGateways`), or an existing one (`vpcId`,
 * `vpcCidr`, `loadBalancerSubnets`, `taskSubnets`, `assignPublicIp`, `existingEndpoints`), in which nothing but the
 * security groups of this service is created and nothing is looked up. Subnets that another account shares are given
 * like one's own.
 *
 * IDs of existing resources may be `ssm:` and the name of a parameter of SSM Parameter Store in the stage's account and
 * region (`ssm:/network/vpc-id`): CloudFormation reads it at every deployment.
 */
export interface NetworkOptions {
  /**
   * What kind of VPC is created.
   *
   * @default - NetworkPreset.NAT with SecurityLevel.HARDENED, NetworkPreset.PUBLIC otherwise
   */
  readonly preset?: NetworkPreset;

  /**
   * CIDR block of the created VPC (a /16 to /20).
   *
   * @default "10.0.0.0/16"
   */
  readonly cidr?: string;

  /**
   * Zones of the created VPC by stable name: `1` for the account's first zone, a letter (`a`), or the zone's full name
   * (`eu-west-1a`). One form in a list.
   *
   * @default ["1", "2"]
   */
  readonly zones?: string[];

  /**
   * NAT gateways of the preset `nat`.
   *
   * @default NatGateways.ONE
   */
  readonly natGateways?: NatGateways;

  /**
   * Whether an internal load balancer lies in the public subnets of the preset `nat`, as it does with the preset `public`.
   * A stage that makes its tasks private keeps the addresses of its load balancer this way: without the option the load
   * balancer moves to the private subnets, in place, and gets other addresses there. They are private either way.
   *
   * @default false
   */
  readonly loadBalancerInPublicSubnets?: boolean;

  /**
   * Zone of the one NAT gateway. Name it when you add a zone that comes before it, or the gateway moves there.
   *
   * @default - the first of the zones by name
   */
  readonly natGatewayZone?: string;

  /**
   * ID of an existing VPC, for example `vpc-0123456789abcdef0`, or `ssm:` and the name of a parameter.
   *
   * @default - a VPC is created
   */
  readonly vpcId?: string;

  /**
   * IPv4 CIDR block of the existing VPC; it is not looked up.
   *
   * @default - required with `vpcId`
   */
  readonly vpcCidr?: string;

  /**
   * Subnets of the load balancer in the existing VPC, one a zone.
   *
   * @default - required with `vpcId`
   */
  readonly loadBalancerSubnets?: SubnetOptions[];

  /**
   * Subnets of the tasks in the existing VPC.
   *
   * @default - the subnets of the load balancer
   */
  readonly taskSubnets?: SubnetOptions[];

  /**
   * Whether tasks in the existing VPC get a public address: needed where their subnets have neither NAT nor endpoints.
   *
   * @default false
   */
  readonly assignPublicIp?: boolean;

  /**
   * Further VPC endpoints of the preset `isolated`, by the last part of the service's name, for example `sqs` or
   * `dynamodb`. Those a task cannot do without (ECR, S3, logs, secrets, ECS Exec) are there already.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   */
  readonly endpoints?: string[];

  /**
   * The VPC endpoints of an existing VPC whose task subnets have no other way out, by the last part of the service's
   * name (`ecr.api`, `ecr.dkr`, `s3`, `logs`, …). What a task needs and no endpoint serves is then refused.
   *
   * @default - tasks are taken to reach what they need
   */
  readonly existingEndpoints?: string[];

  /**
   * Flow logs of the created VPC.
   *
   * @default - none; all flows to a log group with SecurityLevel.HARDENED
   */
  readonly flowLogs?: FlowLogOptions;

  /**
   * Whether the default security group of the created VPC loses its rules. CloudFormation has no resource for that, so a
   * custom resource of the CDK does it: a Lambda function that may change this one group.
   *
   * @default - true with SecurityLevel.HARDENED
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
   */
  readonly restrictDefaultSecurityGroup?: boolean;
}

/**
 * Who may send to the service.
 */
export interface ClientsOptions {
  /**
   * Everybody. An internet-facing service must say so; UDP that answers anybody can be abused as a reflector.
   *
   * @default false
   */
  readonly anywhere?: boolean;

  /**
   * IPv4 CIDR blocks.
   *
   * @default - the CIDR of the VPC, for an internal service
   */
  readonly cidrs?: string[];

  /**
   * IDs of managed prefix lists, for example `pl-0123456789abcdef0`, or `ssm:` and the name of a parameter.
   *
   * @default - none
   */
  readonly prefixLists?: string[];

  /**
   * IDs of existing security groups, for example `sg-0123456789abcdef0`, or `ssm:` and the name of a parameter. They
   * match clients in the VPC and in peered ones by their private addresses, so only an internal service has such.
   *
   * @default - none
   */
  readonly securityGroups?: string[];
}

/**
 * Fixed addresses of the load balancer. Give at most one of `elastic`, `allocationIds`, `privateIps`.
 */
export interface AddressesOptions {
  /**
   * Create one Elastic IP a zone, in a stack of their own, retained whatever happens. Needs an internet-facing
   * load balancer.
   *
   * @default false
   */
  readonly elastic?: boolean;

  /**
   * Existing Elastic IPs: allocation ID, or `ssm:` and the name of a parameter, by the name of the zone.
   *
   * @default - none
   */
  readonly allocationIds?: Record<string, string>;

  /**
   * What the addresses of `allocationIds` are, by the name of the zone: nothing is looked up, and only with them
   * `DomainRecord.ADDRESSES` has something to lead to.
   *
   * @default - they stand in no output, document or record
   */
  readonly publicIps?: Record<string, string>;

  /**
   * Fixed private IPv4 addresses of an internal load balancer: address by the name of the zone. Each lies in the load
   * balancer's subnet there; `docs/service.md` has the subnets of a created VPC.
   *
   * @default - none
   */
  readonly privateIps?: Record<string, string>;
}

/**
 * From where the load balancer can be reached.
 */
export enum Scheme {
  /** From the VPC and what is connected to it. */
  INTERNAL = 'internal',
  /** From the internet, by the clients that are admitted. */
  INTERNET_FACING = 'internet-facing',
}

/**
 * Kinds of addresses a load balancer has.
 */
export enum IpAddressType {
  /** IPv4 alone. */
  IPV4 = 'ipv4',
  /** IPv4 and IPv6; refused until the service as a whole is dual-stack. */
  DUALSTACK = 'dualstack',
}

/**
 * The Network Load Balancer.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export interface LoadBalancerOptions {
  /**
   * From where the load balancer can be reached. Changing it replaces the load balancer.
   *
   * @default - internet-facing with Elastic IPs, internal otherwise
   */
  readonly scheme?: Scheme;

  /**
   * Whether a zone's address also reaches targets of other zones. A client that is pinned to one address needs it, or
   * enough tasks in each zone.
   *
   * @default - true with fixed addresses, false otherwise
   */
  readonly crossZone?: boolean;

  /**
   * Whether AWS refuses to delete the load balancer.
   *
   * @default - true in production stages and with SecurityLevel.HARDENED
   */
  readonly deletionProtection?: boolean;

  /**
   * Seconds a deregistering target keeps its flows (0 to 3600).
   *
   * @default 120
   */
  readonly deregistrationDelaySeconds?: number;

  /**
   * Whether flows that remain after the delay are cut, so that their next packet reaches another target.
   *
   * @default true
   */
  readonly connectionTermination?: boolean;

  /**
   * Kinds of addresses. Dual-stack is refused: a UDP listener of a dual-stack load balancer needs an IPv6 target group,
   * and the tasks' IPv6 addresses, subnets and rules with it.
   *
   * @default IpAddressType.IPV4
   */
  readonly ipAddressType?: IpAddressType;
}
