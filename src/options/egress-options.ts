/**
 * Transport of a rule of egress.
 */
export enum EgressProtocol {
  /** TCP. */
  TCP = 'tcp',
  /** UDP. */
  UDP = 'udp',
}

/**
 * Something a task may reach. Give at least one of `cidrs`, `prefixLists`, `securityGroups`.
 */
export interface EgressRuleOptions {
  /** Port, 1 to 65535. */
  readonly port: number;

  /**
   * Last port of a range that begins with `port`.
   *
   * @default - `port` alone
   */
  readonly toPort?: number;

  /**
   * Transport.
   *
   * @default EgressProtocol.TCP
   */
  readonly protocol?: EgressProtocol;

  /**
   * IPv4 CIDR blocks.
   *
   * @default - none
   */
  readonly cidrs?: string[];

  /**
   * IDs of managed prefix lists, or `ssm:` and the name of a parameter.
   *
   * @default - none
   */
  readonly prefixLists?: string[];

  /**
   * IDs of existing security groups, or `ssm:` and the name of a parameter.
   *
   * @default - none
   */
  readonly securityGroups?: string[];
}

/**
 * What the tasks may reach. With `rules` or `awsServices` (an empty list counts) nothing else is reached than these and
 * what a task cannot do without: HTTPS for its image, logs and secrets, and the VPC's resolver. Security groups never
 * filter the resolver of AWS; a resolver of your own (DHCP options of an existing VPC) needs a rule on port 53.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export interface EgressOptions {
  /**
   * What the tasks may reach.
   *
   * @default - everything, unless `awsServices` is given
   */
  readonly rules?: EgressRuleOptions[];

  /**
   * AWS services the application calls, by the last part of their endpoint service's name, for example `sqs` or
   * `dynamodb`. HTTPS reaches them; in an isolated network each gets a VPC endpoint.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   */
  readonly awsServices?: string[];

  /**
   * IDs of the managed prefix lists of S3 (and DynamoDB) in the region, or `ssm:` and the name of a parameter, for a
   * network whose only ways out are its VPC endpoints: gateway endpoints have addresses outside of the VPC, and no
   * template can ask for the list that names them. With it HTTPS leads to endpoints alone, without it anywhere that
   * the network has a route to.
   *
   * @default - HTTPS is narrowed by the network's routes alone
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  readonly gatewayPrefixLists?: string[];
}
