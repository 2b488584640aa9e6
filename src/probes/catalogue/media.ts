import { textPattern, textPayload } from '../language';
import type { DatagramPreset } from '../preset';

const SIP_OPTIONS = [
  'OPTIONS sip:healthcheck@127.0.0.1 SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.1:5099;rport;branch=z9hG4bK{a:8x}',
  'Max-Forwards: 1',
  'From: <sip:gate@127.0.0.1>;tag={a}',
  'To: <sip:healthcheck@127.0.0.1>',
  'Call-ID: {a}@gate',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\r\n');

/** Voice, media and transports: protocols with a handshake that can be begun and left. */
export const MEDIA: readonly DatagramPreset[] = [
  {
    kind: 'datagram',
    name: 'sip',
    title: 'SIP, OPTIONS',
    reference: 'RFC 3261, 11; RFC 3581',
    datagram: {
      send: textPayload(SIP_OPTIONS),
      expect: `${textPattern('SIP/2.0 ')}3[1-6].*${textPayload('z9hG4bK')}{a}`,
    },
    leavesOut: 'registrars, users and trunks: every final status is an answer',
    serverMustAllow:
      "requests from the task's own address, and an answer to OPTIONS (a proxy answers 483 or forwards nothing)",
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'stun',
    aliases: ['turn'],
    title: 'STUN, Binding',
    reference: 'RFC 8489, 5 and 6',
    datagram: { send: '000100002112a442{a:12}', expect: '^0101....2112a442{a}' },
    leavesOut: 'TURN allocations, credentials and relay ports',
    serverMustAllow: 'Binding requests without credentials (coturn: not `secure-stun`)',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'quic',
    title: 'QUIC, Version Negotiation',
    reference: 'RFC 9000, 6 and 14.1; RFC 8999',
    // A version that nobody speaks makes every server list its own, without any state.
    datagram: { send: 'c01a2a3a4a08{d:8}08{s:8}', padTo: 1200, expect: '^[89a-f].0000000008{s}08{d}' },
    leavesOut: 'certificates and the application above QUIC',
    serverMustAllow: 'nothing; Version Negotiation is stateless',
    warning:
      'Behind a UDP listener a QUIC connection is bound to its 5-tuple: a client that changes its address loses it, unless the target group speaks QUIC and the server encodes server IDs.',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'dtls',
    title: 'DTLS, HelloVerifyRequest',
    reference: 'RFC 6347, 4.2.1',
    datagram: {
      send:
        '16feff0000000000000000005201000046000000000000' +
        '0046fefd{r:32}00000004c02fc02b01000018000a00040002001d000b00020100000d0006000404030804',
      expect: '^16fe(ff|fd).{20}03',
    },
    leavesOut: 'certificates and ciphers: the server only verifies an address, statelessly',
    serverMustAllow: 'nothing; the cookie exchange must be on, which is the default',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'coap',
    title: 'CoAP, ping',
    reference: 'RFC 7252, 4.3',
    datagram: { send: '4000{a:2}', expect: '^7000{a}$' },
    leavesOut: 'resources',
    serverMustAllow: 'nothing; an empty confirmable message is always reset',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'openvpn',
    title: 'OpenVPN, hard reset',
    reference: 'OpenVPN network protocol, P_CONTROL_HARD_RESET_CLIENT_V2',
    datagram: { send: '38{a:8}0000000000', expect: '^(40|28)' },
    leavesOut: 'certificates, and everything behind tls-auth or tls-crypt',
    serverMustAllow: 'clients without tls-auth and tls-crypt; with them there is silence: use `socket`',
    warning: 'Each probe opens a session that the server keeps half-open for a while; `socket` opens none.',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'gtp-u',
    title: 'GTP-U, Echo',
    reference: '3GPP TS 29.281, 7.2',
    datagram: { send: '3201000400000000{a:2}0000', expect: '^3202.{12}{a}' },
    leavesOut: 'tunnels',
    serverMustAllow: "Echo Requests from the task's own address",
    evidence: 'specification',
  },
  {
    kind: 'datagram',
    name: 'mumble',
    title: 'Mumble, ping',
    reference: 'Mumble protocol, UDP ping',
    datagram: { send: '00000000{a:8}', expect: '^.{8}{a}.{24}$' },
    leavesOut: 'the control channel over TCP',
    serverMustAllow: 'pings (`allowping=true`, the default)',
    evidence: 'daemons',
  },
  {
    kind: 'datagram',
    name: 'bt-tracker',
    title: 'BitTorrent tracker, connect',
    reference: 'BEP 15',
    datagram: { send: '000004172710198000000000{a:4}', expect: '^00000000{a}.{16}$' },
    leavesOut: 'swarms',
    serverMustAllow: 'nothing',
    evidence: 'daemons',
  },
];
