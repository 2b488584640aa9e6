/**
 * Unpacks DEFLATE (RFC 1951). The one of Node is no part of every place where texts are looked at, and has no bound that
 * keeps a small text from becoming a large one.
 */

/** What unpacking came to. */
export type Inflated = { readonly bytes: Uint8Array } | { readonly problem: 'broken' | 'too large' };

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const ORDER_OF_LENGTHS = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;

/** Ends the reading of bits wherever it is; it never leaves this file. */
class NotInflated extends Error {
  public constructor(public readonly problem: 'broken' | 'too large') {
    super(problem);
  }
}

/** Numbers of the codes of each length, and their symbols in the order of the codes. */
interface Codes {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

function codesOf(lengths: readonly number[]): Codes {
  const counts = new Array<number>(LONGEST_CODE + 1).fill(0);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((left, right) => left.length - right.length || left.symbol - right.symbol)
    .map(({ symbol }) => symbol);
  return { counts, symbols };
}

const FIXED_LITERALS = codesOf([
  ...new Array<number>(144).fill(8),
  ...new Array<number>(112).fill(9),
  ...new Array<number>(24).fill(7),
  ...new Array<number>(8).fill(8),
]);
const FIXED_DISTANCES = codesOf(new Array<number>(30).fill(5));

class Bits {
  private at: number;
  private buffer = 0;
  private filled = 0;

  public constructor(
    private readonly bytes: Uint8Array,
    start: number,
  ) {
    this.at = start;
  }

  public take(count: number): number {
    while (this.filled < count) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new NotInflated('broken');
      this.buffer |= byte << this.filled;
      this.filled += 8;
    }
    const value = this.buffer & ((1 << count) - 1);
    this.buffer >>>= count;
    this.filled -= count;
    return value;
  }

  public symbol({ counts, symbols }: Codes): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length += 1) {
      code |= this.take(1);
      const count = counts[length] ?? 0;
      if (code - count < first) {
        const symbol = symbols[index + code - first];
        if (symbol === undefined) break;
        return symbol;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new NotInflated('broken');
  }

  /** Leaves what is over of a byte. */
  public align(): void {
    this.buffer = 0;
    this.filled = 0;
  }
}

/**
 * The unpacked bytes behind a place, at most so many.
 *
 * @param start where the packed data begins, behind a header
 */
export function inflate(packed: Uint8Array, start: number, most: number): Inflated {
  const out: number[] = [];
  const put = (byte: number): void => {
    if (out.length >= most) throw new NotInflated('too large');
    out.push(byte);
  };
  try {
    const bits = new Bits(packed, start);
    for (let isLast = false; !isLast; ) {
      isLast = bits.take(1) === 1;
      const type = bits.take(2);
      if (type === 0) stored(bits, put);
      else if (type === 1) block(bits, FIXED_LITERALS, FIXED_DISTANCES, out, put);
      else if (type === 2) block(bits, ...dynamicCodes(bits), out, put);
      else throw new NotInflated('broken');
    }
    return { bytes: Uint8Array.from(out) };
  } catch (error) {
    if (error instanceof NotInflated) return { problem: error.problem };
    throw error;
  }
}

function stored(bits: Bits, put: (byte: number) => void): void {
  bits.align();
  const length = bits.take(16);
  bits.take(16);
  for (let index = 0; index < length; index += 1) put(bits.take(8));
}

function dynamicCodes(bits: Bits): [Codes, Codes] {
  const literals = bits.take(5) + 257;
  const distances = bits.take(5) + 1;
  const given = bits.take(4) + 4;
  const ofLengths = new Array<number>(ORDER_OF_LENGTHS.length).fill(0);
  for (const symbol of ORDER_OF_LENGTHS.slice(0, given)) ofLengths[symbol] = bits.take(3);
  const codes = codesOf(ofLengths);
  const lengths: number[] = [];
  while (lengths.length < literals + distances) {
    const symbol = bits.symbol(codes);
    if (symbol < 16) lengths.push(symbol);
    else {
      const before = lengths.at(-1);
      if (symbol === 16 && before === undefined) throw new NotInflated('broken');
      const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
      for (let index = 0; index < times; index += 1) lengths.push(symbol === 16 ? (before ?? 0) : 0);
    }
  }
  return [codesOf(lengths.slice(0, literals)), codesOf(lengths.slice(literals, literals + distances))];
}

function block(bits: Bits, literals: Codes, distances: Codes, out: number[], put: (byte: number) => void): void {
  for (let symbol = bits.symbol(literals); symbol !== END_OF_BLOCK; symbol = bits.symbol(literals)) {
    if (symbol < END_OF_BLOCK) {
      put(symbol);
      continue;
    }
    const length = (LENGTH_BASE[symbol - 257] ?? 0) + bits.take(LENGTH_EXTRA[symbol - 257] ?? 0);
    const distance = bits.symbol(distances);
    const back = (DISTANCE_BASE[distance] ?? 0) + bits.take(DISTANCE_EXTRA[distance] ?? 0);
    if (length === 0 || back === 0 || back > out.length) throw new NotInflated('broken');
    for (let index = 0; index < length; index += 1) put(out[out.length - back] ?? 0);
  }
}
