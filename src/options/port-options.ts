/**
 * Protocol of a listener and of its target group.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
export enum Protocol {
  /** Datagrams. */
  UDP = 'UDP',
  /** Datagrams and connections on the same port, as DNS needs them. */
  TCP_UDP = 'TCP_UDP',
  /** Connections. */
  TCP = 'TCP',
}

/**
 * How the health gate finds out whether a port is served.
 */
export enum Probe {
  /** Passive: something is bound to the port and reads what arrives. Works for every protocol. */
  SOCKET = 'socket',
}

/**
 * A listener port of the load balancer.
 */
export interface PortOptions {
  /**
   * Port the load balancer listens on (1 to 65535).
   */
  readonly port: number;

  /**
   * Protocol of the listener, its target group and the container's port mapping.
   *
   * @default Protocol.UDP
   */
  readonly protocol?: Protocol;

  /**
   * Port the application is bound to inside the task (1 to 65535).
   *
   * @default - the same as `port`
   */
  readonly containerPort?: number;

  /**
   * Stable name of the port: logical IDs are made from it, so changing it replaces the listener.
   *
   * @default - protocol and port, for example `udp-53`
   */
  readonly name?: string;

  /**
   * How the health gate finds out whether the port is served.
   *
   * @default Probe.SOCKET
   */
  readonly probe?: Probe;
}
