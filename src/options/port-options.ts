import type { SecretOptions } from './application-options';

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
 * How the health gate finds out whether a port is served: by the protocol's own question, or by the kernel's socket table
 * where a protocol never answers.
 */
export enum Probe {
  /** Any protocol: bound, and its queue is read; passive. */
  SOCKET = 'socket',
  /** DNS. */
  DNS = 'dns',
  /** NTP, synchronised. */
  NTP = 'ntp',
  /** NTP, synchronised or not. */
  NTP_ALIVE = 'ntp-alive',
  /** RADIUS authentication, Status-Server. */
  RADIUS = 'radius',
  /** RADIUS accounting, Status-Server. */
  RADIUS_ACCT = 'radius-acct',
  /** SNMPv3, engine discovery. */
  SNMP = 'snmp',
  /** SNMPv2c, sysUpTime of the community `public`. */
  SNMP_V2C = 'snmp-v2c',
  /** Kerberos KDC, AS-REQ of a realm that does not exist. */
  KERBEROS = 'kerberos',
  /** ONC RPC, null procedure of the portmapper. */
  ONC_RPC = 'onc-rpc',
  /** Memcached, version. */
  MEMCACHED = 'memcached',
  /** TFTP, read request of a file that need not exist. */
  TFTP = 'tftp',
  /** Echo. */
  ECHO = 'echo',
  /** SIP, OPTIONS. */
  SIP = 'sip',
  /** STUN, Binding. */
  STUN = 'stun',
  /** QUIC, Version Negotiation. */
  QUIC = 'quic',
  /** DTLS, HelloVerifyRequest. */
  DTLS = 'dtls',
  /** CoAP, ping. */
  COAP = 'coap',
  /** OpenVPN, hard reset. */
  OPENVPN = 'openvpn',
  /** GTP-U, Echo. */
  GTP_U = 'gtp-u',
  /** Mumble, ping. */
  MUMBLE = 'mumble',
  /** BitTorrent tracker, connect. */
  BT_TRACKER = 'bt-tracker',
  /** Source engine, A2S_INFO. */
  SOURCE_A2S = 'source-a2s',
  /** RakNet (Minecraft Bedrock), unconnected ping. */
  MINECRAFT_BEDROCK = 'minecraft-bedrock',
  /** Id Tech 3, getinfo. */
  QUAKE3 = 'quake3',
  /** Teeworlds 0.7, token request. */
  TEEWORLDS = 'teeworlds',
  /** Syslog: never answers, so the socket is watched. */
  SYSLOG = 'syslog',
  /** StatsD: never answers, so the socket is watched. */
  STATSD = 'statsd',
  /** NetFlow, IPFIX and sFlow: never answers, so the socket is watched. */
  NETFLOW = 'netflow',
  /** Graylog Extended Log Format: never answers, so the socket is watched. */
  GELF = 'gelf',
  /** Collectd binary protocol: never answers, so the socket is watched. */
  COLLECTD = 'collectd',
  /** WireGuard: silent to everybody but its peers: never answers, so the socket is watched. */
  WIREGUARD = 'wireguard',
  /** Multicast DNS and its like: refused, with the reason. */
  MDNS = 'mdns',
  /** DHCP: refused, with the reason. */
  DHCP = 'dhcp',
  /** A datagram and an answer of your own: see `probeOptions`. */
  CUSTOM = 'custom',
}

/**
 * Details of a port's probe. Payloads and answers are hex, or text; `{a:4}` in a payload stands for four fresh random
 * bytes (`{a:4x}`: as hex digits, for protocols of text), and `{a}` later on for the same bytes.
 */
export interface ProbeOptions {
  /**
   * `custom`: the payload as hex.
   *
   * @default - `sendText`
   */
  readonly send?: string;

  /**
   * `custom`: the payload as text, instead of `send`.
   *
   * @default - `send`
   */
  readonly sendText?: string;

  /**
   * `custom`: regular expression over the lower-case hex of the answer, of the subset in docs/probes.md. Refused when its
   * work for the longest datagram is not bounded: `.*` twice, `(0+)+`, `.*` without `^`.
   *
   * @default - `expectText`
   */
  readonly expect?: string;

  /**
   * `custom`: how an answer of text begins, instead of `expect`.
   *
   * @default - `expect`
   */
  readonly expectText?: string;

  /**
   * `custom`: further regular expressions, by the word that is reported when they do not match.
   *
   * @default - none
   */
  readonly checks?: Record<string, string>;

  /**
   * `custom`: zero-pad the payload to this many bytes.
   *
   * @default - not padded
   */
  readonly padTo?: number;

  /**
   * `custom`: accept the answer from any port of the application.
   *
   * @default false
   */
  readonly anyPort?: boolean;

  /**
   * Send from this fixed port, for servers that keep state for every peer.
   *
   * @default - a fresh port each time
   */
  readonly sourcePort?: number;

  /**
   * Probe over loopback: only where the server's list of clients demands it. The socket table must then show a binding
   * that the load balancer reaches, too.
   *
   * @default - as the preset knows best
   */
  readonly loopback?: boolean;

  /**
   * `dns`: ask for the A record of this name, which the server must know without asking others.
   *
   * @default - the name servers of the root, without recursion
   */
  readonly dnsName?: string;

  /**
   * `radius`: the shared secret; only the gate receives it.
   *
   * @default - none
   */
  readonly secret?: SecretOptions;
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

  /**
   * Details of the probe.
   *
   * @default - none
   */
  readonly probeOptions?: ProbeOptions;
}
