/**
 * An endpoint service (AWS PrivateLink) in front of the load balancer, for consumers in other VPCs. What comes through
 * it reaches the tasks from private addresses of the load balancer, not from the consumer's.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
 */
export interface PrivateLinkOptions {
  /**
   * ARNs of the principals that may create an endpoint, for example `arn:aws:iam::111122223333:root`.
   *
   * @default - none but those of the account itself
   */
  readonly allowedPrincipals?: string[];

  /**
   * Whether each connection must be accepted by hand.
   *
   * @default true
   */
  readonly acceptanceRequired?: boolean;

  /**
   * Whether the clients' rules also apply to what comes through the endpoint service: then `clients` must hold the
   * consumers' own private addresses.
   *
   * @default true
   */
  readonly enforceInboundRules?: boolean;

  /**
   * Whether a header of proxy protocol version 2 tells the application who the consumer is. The application must read
   * it, from every client.
   *
   * @default false
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#proxy-protocol
   */
  readonly proxyProtocolV2?: boolean;
}
