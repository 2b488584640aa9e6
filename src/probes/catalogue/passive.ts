import type { RefusedPreset, SocketPreset } from '../preset';

const UNREAD = 'what becomes of the messages: only that a socket is bound beyond loopback and that its queue is read';

function silent(name: string, title: string, reference: string, aliases?: readonly string[]): SocketPreset {
  return { kind: 'socket', name, title, reference, leavesOut: UNREAD, ...(aliases ? { aliases } : {}) };
}

/** Protocols whose servers do not answer, so that the kernel's socket table has to tell. */
export const PASSIVE: readonly SocketPreset[] = [
  silent('socket', 'any protocol: bound, and its queue is read', 'proc(5), /proc/net/udp'),
  silent('syslog', 'Syslog', 'RFC 5426'),
  silent('statsd', 'StatsD', 'StatsD metric types'),
  silent('netflow', 'NetFlow, IPFIX and sFlow', 'RFC 7011', ['ipfix', 'sflow']),
  silent('gelf', 'Graylog Extended Log Format', 'GELF 1.1'),
  silent('collectd', 'collectd binary protocol', 'collectd, Binary protocol'),
  silent('wireguard', 'WireGuard: silent to everybody but its peers', 'WireGuard whitepaper, 5.4'),
];

/** Protocols that cannot work behind a Network Load Balancer. */
export const REFUSED: readonly RefusedPreset[] = [
  {
    kind: 'refused',
    name: 'mdns',
    aliases: ['llmnr', 'ssdp'],
    title: 'Multicast DNS and its like',
    reference: 'RFC 6762',
    cause: 'its clients send to a multicast address, and a Network Load Balancer forwards no multicast',
    remedy: 'Serve unicast DNS (preset `dns`) instead.',
  },
  {
    kind: 'refused',
    name: 'dhcp',
    aliases: ['bootp'],
    title: 'DHCP',
    reference: 'RFC 2131',
    cause: 'its clients broadcast before they have an address, and a Network Load Balancer forwards no broadcast',
    remedy:
      'Let relay agents send to the servers themselves; if only relayed (unicast) requests matter to you, probe the port with `socket`.',
  },
];
