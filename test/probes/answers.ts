import { createHash } from 'node:crypto';

/** Shared secret of the RADIUS answers. */
export const SECRET = 'testing123';

/** Bytes of each preset's payload, as the protocol has it. */
export const LENGTHS: Readonly<Record<string, number>> = {
  dns: 17,
  ntp: 48,
  'ntp-alive': 48,
  radius: 38,
  'radius-acct': 38,
  snmp: 64,
  'snmp-v2c': 43,
  kerberos: 138,
  'onc-rpc': 40,
  memcached: 17,
  tftp: 21,
  echo: 16,
  sip: 282,
  stun: 20,
  quic: 1200,
  dtls: 95,
  coap: 4,
  openvpn: 14,
  'gtp-u': 12,
  mumble: 12,
  'bt-tracker': 16,
  'source-a2s': 25,
  'minecraft-bedrock': 33,
  quake3: 20,
  teeworlds: 520,
};

type Answer = (question: Buffer) => Buffer;

const hex = (text: string) => Buffer.from(text, 'hex');
const zeros = (length: number) => Buffer.alloc(length);

/** A right answer to the payload of each preset, in the shape in which servers give it. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  dns: (q) => Buffer.concat([q.subarray(0, 2), hex('80000001000000010000'), q.subarray(12)]),
  ntp: ntpAnswer,
  'ntp-alive': ntpAnswer,
  radius: (q) => radiusAnswer(q, 2),
  'radius-acct': (q) => radiusAnswer(q, 5),
  // A report of usmStatsUnknownEngineIDs, which tells the engine's ID.
  snmp: () =>
    hex(
      '3069020103301102042a010203020300ffe3040100020103041d301b040d80001f8880a1b2c3d4e5f6071802010102011004000400' +
        '04003032040d80001f8880a1b2c3d4e5f607180400a81f02042a0102030201000201003011300f060a2b060106030f01010400410101',
    ),
  'snmp-v2c': (q) =>
    Buffer.concat([
      hex('302d02010104067075626c6963a220'),
      q.subarray(q.indexOf(hex('02042a')), q.indexOf(hex('02042a')) + 6),
      hex('0201000201003012301006082b0601020101030043040001e240'),
    ]),
  kerberos: () => hex('7e5a3058a003020105a10302011ea411180f32303236303130313030303030305aa503020106a603020144'),
  'onc-rpc': (q) => Buffer.concat([q.subarray(0, 4), hex('00000001'), zeros(16)]),
  memcached: (q) => Buffer.concat([q.subarray(0, 8), Buffer.from('VERSION 1.6.18\r\n')]),
  tftp: () => hex('0005000146696c65206e6f7420666f756e6400'),
  echo: (q) => Buffer.from(q),
  sip: (q) => {
    const via = /Via: [^\r]*/.exec(q.toString())?.[0] ?? '';
    return Buffer.from(`SIP/2.0 200 OK\r\n${via};received=127.0.0.1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`);
  },
  stun: (q) => Buffer.concat([hex('0101000c'), q.subarray(4, 20), hex('002000080001a147e112a643')]),
  quic: (q) => Buffer.concat([hex('9a00000000'), q.subarray(14, 23), q.subarray(5, 14), hex('00000001')]),
  dtls: () => Buffer.concat([hex('16feff0000000000000000002f0300002300000000000000' + '23feff20'), zeros(32)]),
  coap: (q) => Buffer.concat([hex('7000'), q.subarray(2, 4)]),
  openvpn: (q) => Buffer.concat([hex('40'), zeros(8), hex('0100000000'), q.subarray(1, 9), hex('00000000')]),
  'gtp-u': (q) => Buffer.concat([hex('3202000600000000'), q.subarray(8, 10), hex('00000e00')]),
  mumble: (q) => Buffer.concat([hex('00010500'), q.subarray(4, 12), hex('0000000100000064' + '00011170')]),
  'bt-tracker': (q) => Buffer.concat([zeros(4), q.subarray(12, 16), hex('0102030405060708')]),
  'source-a2s': () => hex('ffffffff410a0b0c0d'),
  'minecraft-bedrock': (q) =>
    Buffer.concat([
      hex('1c'),
      q.subarray(1, 9),
      hex('0102030405060708'),
      q.subarray(9, 25),
      hex('0004'),
      Buffer.from('MCPE'),
    ]),
  quake3: (q) =>
    Buffer.concat([hex('ffffffff'), Buffer.from('infoResponse\n\\game\\baseq3\\challenge\\'), q.subarray(12)]),
  teeworlds: (q) => Buffer.concat([hex('040000'), q.subarray(8, 12), hex('05a1b2c3d4')]),
};

function ntpAnswer(question: Buffer): Buffer {
  const answer = Buffer.concat([hex('240206e9'), zeros(44)]);
  question.copy(answer, 24, 40, 48);
  return answer;
}

function radiusAnswer(question: Buffer, code: number): Buffer {
  const head = Buffer.from([code, question[1], 0, 20]);
  const authenticator = createHash('md5').update(head).update(question.subarray(4, 20)).update(SECRET).digest();
  return Buffer.concat([head, authenticator]);
}
