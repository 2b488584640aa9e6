import type { DatagramPreset } from '../preset';

/** Names, time, management and authentication. */
export const INFRASTRUCTURE: readonly DatagramPreset[] = [
  {
    kind: 'datagram',
    name: 'dns',
    title: 'DNS',
    reference: 'RFC 1035, 4.1',
    // `. NS` without recursion: with it, a resolver says SERVFAIL whenever its upstream is away.
    datagram: { send: '{a:2}00000001000000000000000002' + '0001', expect: '^{a}[89a-f]..[^2]' },
    leavesOut: 'zones, upstream resolvers and forwarders: a refusal counts as an answer, SERVFAIL does not',
    serverMustAllow: "queries from the task's own address (an answer of REFUSED is good enough)",
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'ntp',
    title: 'NTP, synchronised',
    reference: 'RFC 5905, 7.3',
    datagram: {
      send: `23${'00'.repeat(39)}{a:8}`,
      expect: '^.[4c].{46}{a}',
      checks: { synced: '^[0-9ab].0[1-9a-f]' },
    },
    leavesOut: 'how good the time is: only that the server calls itself synchronised (leap indicator, stratum 1 to 15)',
    serverMustAllow:
      "clients from the task's own address, and one probe every interval through its rate limit (chrony: `allow`; ratelimit not above 2^3 s)",
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'ntp-alive',
    title: 'NTP, synchronised or not',
    reference: 'RFC 5905, 7.3',
    datagram: { send: `23${'00'.repeat(39)}{a:8}`, expect: '^.[4c].{46}{a}' },
    leavesOut: 'whether the server knows the time',
    serverMustAllow: "clients from the task's own address (chrony: `allow`)",
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'radius',
    aliases: ['radius-auth'],
    title: 'RADIUS authentication, Status-Server',
    reference: 'RFC 5997; RFC 3579, 3.2',
    datagram: {
      send: `0c{i:1}0026{a:16}5012${'00'.repeat(16)}`,
      expect: '^02{i}',
      target: 'loopback',
    },
    signed: true,
    leavesOut: 'directories and databases behind the server: Status-Server asks none of them',
    serverMustAllow:
      'a client 127.0.0.1 with the same shared secret, and Status-Server (FreeRADIUS: `status_server = yes`); with a wrong secret a RADIUS server is silent, which reads as a timeout',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'radius-acct',
    title: 'RADIUS accounting, Status-Server',
    reference: 'RFC 5997; RFC 3579, 3.2',
    datagram: {
      send: `0c{i:1}0026{a:16}5012${'00'.repeat(16)}`,
      expect: '^05{i}',
      target: 'loopback',
    },
    signed: true,
    leavesOut: 'where accounting records go',
    serverMustAllow:
      'a client 127.0.0.1 with the same shared secret, and Status-Server (FreeRADIUS: `status_server = yes`)',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'snmp',
    aliases: ['snmp-v3'],
    title: 'SNMPv3, engine discovery',
    reference: 'RFC 3414, 4',
    datagram: {
      send:
        '303e020103301102042a{a:3}020300ffe3040104020103' +
        '0410300e0400020100020100040004000400' +
        '301404000400a00e02042a{a}0201000201003000',
      expect: '^30.{2,8}02010330.{20,500}a8.{10,80}2b060106030f01010400',
    },
    leavesOut: 'communities, users and subagents: discovery needs none',
    serverMustAllow: 'to be bound beyond loopback (snmpd: `agentAddress udp:161`); no community or user is needed',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'snmp-v2c',
    title: 'SNMPv2c, sysUpTime of the community `public`',
    reference: 'RFC 3416',
    datagram: {
      send: '302902010104067075626c6963a01c02042a{a:3}020100020100300e300c06082b060102010103000500',
      expect: '^30.{2,8}020101.{4,80}a2.{2,8}02042a{a}020100',
    },
    leavesOut: 'every object but sysUpTime',
    serverMustAllow: "the community `public` from the task's own address; a wrong community is answered with silence",
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'kerberos',
    title: 'Kerberos KDC, AS-REQ of a realm that does not exist',
    reference: 'RFC 4120',
    datagram: {
      send:
        '6a8187308184a103020105a20302010aa4783076a00703050000000000a1123010a003020101a10930071b0570726f6265' +
        'a2101b0e4845414c54482e494e56414c4944a3233021a003020102a11a30181b066b72627467741b0e4845414c54482e494e56414c4944' +
        'a511180f32303337303130313030303030305aa70602042a{a:3}a8053003020112',
      expect: '^7e',
    },
    leavesOut: 'principals and the database: any KRB-ERROR is an answer',
    serverMustAllow: 'nothing beyond what every client may',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'onc-rpc',
    title: 'ONC RPC, null procedure of the portmapper',
    reference: 'RFC 5531',
    datagram: { send: `{a:4}0000000000000002000186a00000000200000000${'00'.repeat(16)}`, expect: '^{a}00000001' },
    leavesOut: 'the programs that are registered',
    serverMustAllow: "calls from the task's own address",
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'memcached',
    title: 'memcached, version',
    reference: 'memcached protocol.txt, UDP frames',
    datagram: { send: '{a:2}00000001000076657273696f6e0d0a', expect: '^{a}00000001000056455253494f4e20' },
    leavesOut: 'what is stored',
    serverMustAllow: 'UDP, which is off by default (`-U 11211`)',
    warning: 'memcached over UDP is a known amplifier of attacks: admit named clients only.',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'tftp',
    title: 'TFTP, read request of a file that need not exist',
    reference: 'RFC 1350',
    // The server answers from a new port, so the socket must not be connected.
    datagram: { send: '00012e6865616c7468636865636b006f6374657400', expect: '^000[35]', anyPort: true },
    leavesOut: 'files: "not found" is an answer',
    serverMustAllow: "requests from the task's own address",
    warning:
      'A TFTP server sends its data from a new port. Behind a Network Load Balancer that is another flow, so transfers do not reach the client unless the server has a single-port mode.',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'echo',
    title: 'Echo',
    reference: 'RFC 862',
    datagram: { send: '{a:16}', expect: '^{a}$' },
    leavesOut: 'nothing',
    serverMustAllow: 'nothing',
    evidence: 'daemons',
  },
];
