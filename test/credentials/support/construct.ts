/**
 * Credentials that no issuer has given out. They are put together when a test runs, so that no scanner of a repository
 * takes one of them for a real one.
 */

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

export const ALPHABETS = {
  hex: `${DIGITS}abcdef`,
  upper: `${UPPER}${DIGITS}`,
  base32: `${UPPER}234567`,
  lower: `${LOWER}${DIGITS}`,
  letters: `${LOWER}${UPPER}`,
  alphanumeric: `${LOWER}${UPPER}${DIGITS}`,
  base64: `${LOWER}${UPPER}${DIGITS}+/`,
  url: `${LOWER}${UPPER}${DIGITS}_-`,
  digits: DIGITS,
} as const;

/** Characters that differ from call to call, and are the same from run to run. */
export class Random {
  private state: number;

  public constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** So many characters of an alphabet; the third is a digit where it has any, as in nearly each real token. */
  public text(alphabet: keyof typeof ALPHABETS, length: number): string {
    const characters = ALPHABETS[alphabet];
    const drawn = Array.from({ length }, () => characters.charAt(this.next(characters.length)));
    if (characters.includes('7') && length > 3) drawn[3] = '7';
    return drawn.join('');
  }

  public uuid(): string {
    return [8, 4, 4, 4, 12].map((length) => this.text('hex', length)).join('-');
  }

  public base64(bytes: number): string {
    return Buffer.from(Array.from({ length: bytes }, () => this.next(256))).toString('base64');
  }

  private next(limit: number): number {
    // Mulberry32
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let value = this.state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  }
}

/** A private key in PEM; its content is noise. */
export function pem(random: Random, kind: string): string {
  const body = Array.from({ length: 6 }, () => random.text('base64', 64)).join('\n');
  return `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
}

export function jsonWebToken(random: Random): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  return [part({ alg: 'HS256', typ: 'JWT' }), part({ sub: '4711', iat: 1700000000 }), random.text('url', 43)].join('.');
}
