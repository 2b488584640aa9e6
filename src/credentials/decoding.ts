import { bytesOfBase64 } from './base64';
import { inflate } from './inflate';

/** A text that stood in another one, in Base64, hexadecimal digits or gzip. */
export interface DecodedText {
  readonly text: string;
  /** What it stood in, the outermost first: `gzip in Base64`. */
  readonly coding: string;
  /** Where the outermost code stands. */
  readonly index: number;
  readonly length: number;
}

/** What was not looked into. */
export interface Undecoded {
  /** Why, as the end of a sentence: `is packed with zstd`. */
  readonly reason: string;
}

/** So many codes in one another are taken off. */
export const DEEPEST_CODE = 4;
/** Most characters that are unpacked from one text. */
export const MOST_DECODED = 131_072;

const BASE64 =
  /[A-Za-z0-9+/_-]{16,}={0,2}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]{16,}={0,2}|\r?\n[ \t]*[A-Za-z0-9+/_-]+={1,2})*/g;
const HEX = /^(?:[0-9a-f]{2}){8,}$/i;
const TEXT = /^[\t\n\r\x20-\x7e\u00a0-\uffef]{8,}$/;
/** Code that holds another one is whole: a text that happens to have its signs is none. */
const PACKED: readonly { readonly name: string; readonly mark: readonly number[] }[] = [
  { name: 'zstd', mark: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', mark: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'bzip2', mark: [0x42, 0x5a, 0x68, 0x39] },
  { name: 'ZIP', mark: [0x50, 0x4b, 0x03, 0x04] },
];

interface Rest {
  left: number;
}

/** The texts that stand in codes in a text, and what of it was not looked into. */
export function* decodedTexts(text: string): Iterable<DecodedText | Undecoded> {
  const rest = { left: MOST_DECODED };
  for (const { 0: code, index } of text.matchAll(BASE64)) {
    for (const one of inCode(code, 1, rest)) {
      yield 'reason' in one ? one : { ...one, index, length: code.length };
    }
  }
}

type Inner = Pick<DecodedText, 'text' | 'coding'> | Undecoded;

function* inCode(code: string, depth: number, rest: Rest): Iterable<Inner> {
  const whole = code.replace(/\s+/g, '');
  const found = [...ofWhole(whole, depth, rest)];
  yield* found;
  // lines that are codes of their own
  if (found.length > 0 || whole.length === code.length) return;
  for (const line of code.split(/\s+/)) yield* ofWhole(line, depth, rest);
}

function* ofWhole(code: string, depth: number, rest: Rest): Iterable<Inner> {
  const isHex = HEX.test(code);
  const bytes = isHex ? bytesOfHex(code) : bytesOfBase64(code);
  for (const one of ofBytes(bytes, rest)) {
    if ('reason' in one) {
      yield one;
      continue;
    }
    const coding = [...(one.coding === '' ? [] : [one.coding]), isHex ? 'hexadecimal digits' : 'Base64'].join(' in ');
    yield { text: one.text, coding };
    for (const { 0: inner } of one.text.matchAll(BASE64)) {
      if (depth < DEEPEST_CODE) {
        for (const deeper of inCode(inner, depth + 1, rest)) {
          yield 'reason' in deeper ? deeper : { ...deeper, coding: `${deeper.coding} in ${coding}` };
        }
      } else if (isCode(inner)) {
        yield { reason: `is encoded more than ${DEEPEST_CODE} times` };
        return;
      }
    }
  }
}

function* ofBytes(bytes: Uint8Array, rest: Rest): Iterable<Inner> {
  const packed = PACKED.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (packed) {
    yield { reason: `is packed with ${packed.name}` };
    return;
  }
  const start = startOfDeflate(bytes);
  if (start === undefined) {
    const text = textOf(bytes);
    if (text !== undefined) yield { text, coding: '' };
    return;
  }
  const unpacked = inflate(bytes, start, rest.left);
  if ('problem' in unpacked) {
    // two bytes of zlib are nothing rare; three of gzip are
    if (unpacked.problem === 'too large')
      yield { reason: `has more than ${MOST_DECODED} characters when it is unpacked` };
    else if (bytes[0] === 0x1f) yield { reason: 'is packed with gzip and broken' };
    return;
  }
  rest.left -= unpacked.bytes.length;
  const text = textOf(unpacked.bytes);
  if (text !== undefined) yield { text, coding: 'gzip' };
}

/** Where packed data begins behind the header of gzip (RFC 1952) or zlib (RFC 1950). */
function startOfDeflate(bytes: Uint8Array): number | undefined {
  const [first = 0, second = 0, method, flags = 0] = bytes;
  if (first === 0x78 && bytes.length > 16 && ((first << 8) | second) % 31 === 0 && (second & 0x20) === 0) return 2;
  if (first !== 0x1f || second !== 0x8b || method !== 8) return undefined;
  let at = 10;
  const pastZero = (): void => {
    const end = bytes.indexOf(0, at);
    at = end < 0 ? bytes.length : end + 1;
  };
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  if (flags & 8) pastZero();
  if (flags & 16) pastZero();
  if (flags & 2) at += 2;
  return at;
}

const UTF8 = new TextDecoder();

/** Bytes as text, where they are one; that of Windows has a zero behind each letter. */
function textOf(bytes: Uint8Array): string | undefined {
  const isWide = bytes.length >= 16 && bytes[1] === 0 && bytes.every((byte, index) => index % 2 === 0 || byte === 0);
  const text = UTF8.decode(isWide ? bytes.filter((_, index) => index % 2 === 0) : bytes);
  return TEXT.test(text) ? text : undefined;
}

function isCode(code: string): boolean {
  const bytes = HEX.test(code) ? bytesOfHex(code) : bytesOfBase64(code.replace(/\s+/g, ''));
  return startOfDeflate(bytes) !== undefined || textOf(bytes) !== undefined;
}

function bytesOfHex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) =>
    Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16),
  );
}
