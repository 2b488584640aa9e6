import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { DatagramProbe } from '../model/model';
import { compilePattern, parsePayload } from './language';

/** A probe ready to be sent. */
export interface Question {
  readonly payload: Buffer;
  /** Hex of the bytes behind each placeholder. */
  readonly sent: ReadonlyMap<string, string>;
}

/** The word of an answer: `ok`, `mismatch`, `authenticator` or the name of the check that it fails. */
export type Judgement = string;

const MESSAGE_AUTHENTICATOR = 80;

/** Fills a probe's payload with fresh random bytes. */
export function ask(probe: DatagramProbe, secret?: string, random: (size: number) => Buffer = randomBytes): Question {
  const { pieces, nonces } = parsePayload(probe.send);
  const sent = new Map<string, string>();
  for (const { name, size, text } of nonces.values()) {
    const bytes = random(size);
    sent.set(name, text ? Buffer.from(bytes.toString('hex')).toString('hex') : bytes.toString('hex'));
  }
  const hex = pieces.map((piece) => ('hex' in piece ? piece.hex : sent.get(piece.name))).join('');
  const plain = Buffer.from(hex, 'hex');
  const padded = Buffer.concat([plain, Buffer.alloc(Math.max(0, (probe.padTo ?? 0) - plain.length))]);
  return { payload: secret === undefined ? padded : signRadius(padded, secret), sent };
}

/** What an answer says about the server. */
export function judge(probe: DatagramProbe, question: Question, answer: Buffer, secret?: string): Judgement {
  const hex = answer.toString('hex');
  const matches = (pattern: string) => compilePattern(pattern, question.sent).test(hex);
  if (!matches(probe.expect)) return 'mismatch';
  if (secret !== undefined && !isSignedRadius(answer, question.payload, secret)) return 'authenticator';
  return Object.entries(probe.checks ?? {}).find(([, pattern]) => !matches(pattern))?.[0] ?? 'ok';
}

/** Offset of the Message-Authenticator attribute (RFC 3579, 3.2), or -1. */
export function messageAuthenticatorOffset(packet: Buffer): number {
  for (let at = 20; at + 18 <= packet.length; at += Math.max(packet[at + 1], 2)) {
    if (packet[at] === MESSAGE_AUTHENTICATOR && packet[at + 1] === 18) return at;
  }
  return -1;
}

function signRadius(packet: Buffer, secret: string): Buffer {
  const at = messageAuthenticatorOffset(packet);
  const signed = Buffer.from(packet);
  signed.fill(0, at + 2, at + 18);
  createHmac('md5', secret)
    .update(signed)
    .digest()
    .copy(signed, at + 2);
  return signed;
}

/** RFC 2865, 3: the Response Authenticator. */
function isSignedRadius(answer: Buffer, request: Buffer, secret: string): boolean {
  const digest = createHash('md5')
    .update(answer.subarray(0, 4))
    .update(request.subarray(4, 20))
    .update(answer.subarray(20))
    .update(secret)
    .digest();
  return digest.equals(answer.subarray(4, 20));
}
