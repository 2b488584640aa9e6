/**
 * What the name of a service leads to.
 */
export enum DomainRecord {
  /** The load balancer, whatever its addresses are: an alias in Route 53, a CNAME in any other zone. */
  ALIAS = 'alias',
  /** The fixed addresses themselves. Route 53 takes none of them away when its zone has no healthy task. */
  ADDRESSES = 'addresses',
}

/**
 * Name of the service. With a hosted zone of the stage's account the record is created; without, the records to create
 * elsewhere are an output of the service stack.
 */
export interface DomainOptions {
  /** Complete name, for example `dns.example.com`. */
  readonly recordName: string;

  /**
   * ID of the Route 53 hosted zone in the stage's account, or `ssm:` and the name of a parameter.
   *
   * @default - the zone is kept elsewhere: the records to create are the output `DomainRecords`
   */
  readonly hostedZoneId?: string;

  /**
   * Name of the zone that holds the record.
   *
   * @default - the record's name without its first part
   */
  readonly zoneName?: string;

  /**
   * What the name leads to.
   *
   * @default DomainRecord.ALIAS
   */
  readonly record?: DomainRecord;

  /**
   * Seconds for which resolvers keep the record; an alias in Route 53 has none of its own.
   *
   * @default 300
   */
  readonly ttlSeconds?: number;
}
