/**
 * The language of probes: payloads in hex and patterns over the hex of answers.
 *
 * In a payload `{a:4}` stands for four fresh random bytes, `{a:4x}` for four written as eight hex digits (for protocols
 * of text), and a later `{a}` for the same bytes again. In a pattern `{a}` stands for the hex of the bytes that were
 * sent. Names are letters only, so that they never look like a repetition (`{8}`).
 */

import { RegExpParser } from '@eslint-community/regexpp';
import { Refusal } from '../util/refusal';
import { MAX_ANSWER_DIGITS, patternWork, RepeatedEmptiness } from './pattern-work';

/** Longest payload in bytes: it fits every path without being split. */
export const MAX_PAYLOAD_BYTES = 1400;

/** One piece of a payload: fixed bytes as hex, or the random bytes of a name. */
export type Piece = { readonly hex: string } | { readonly name: string };

/** Random bytes of a payload. */
export interface Nonce {
  readonly name: string;
  /** Number of random bytes. */
  readonly size: number;
  /** Whether they are sent as hex digits. */
  readonly text: boolean;
}

export interface Payload {
  readonly pieces: readonly Piece[];
  readonly nonces: ReadonlyMap<string, Nonce>;
  /** Length in bytes, before padding. */
  readonly bytes: number;
}

/** Why a payload or a pattern is no good, and what to do. */
export class LanguageError extends Refusal {
  public constructor(
    reason: string,
    public readonly remedy: string,
  ) {
    super(reason);
  }
}

const PAYLOAD_TOKEN = /\{([a-z]+)(?::([1-9][0-9]*)(x?))?\}|([0-9a-f]{2})/y;

/**
 * @throws LanguageError when the text is no payload
 */
export function parsePayload(send: string): Payload {
  const pieces: Piece[] = [];
  const nonces = new Map<string, Nonce>();
  let bytes = 0;
  for (let at = 0; at < send.length; at = PAYLOAD_TOKEN.lastIndex) {
    PAYLOAD_TOKEN.lastIndex = at;
    const token = PAYLOAD_TOKEN.exec(send);
    if (!token) throw unreadable(send, at);
    const [, name, size, text, hex] = token;
    if (hex) {
      pieces.push({ hex });
      bytes += 1;
      continue;
    }
    if (size && nonces.has(name)) {
      throw new LanguageError(
        `{${name}} is given a size twice`,
        `Give it at the first place only, then write {${name}}.`,
      );
    }
    if (size) nonces.set(name, { name, size: Number(size), text: text === 'x' });
    const nonce = nonces.get(name);
    if (!nonce) throw new LanguageError(`{${name}} has no size`, `Write {${name}:4} at its first place.`);
    pieces.push({ name });
    bytes += nonceBytes(nonce);
  }
  return { pieces, nonces, bytes };
}

/** The most steps that all patterns of a probe together may take for one answer: some 25 ms of a small machine. */
export const MAX_STEPS = 25_000_000;

/** Longest pattern, placeholders written out: it is compiled for each probe. */
export const MAX_PATTERN_CHARACTERS = 4096;

/** Deepest groups within groups: both languages read them recursively. */
export const MAX_PATTERN_DEPTH = 20;

/** Number of bytes that a nonce takes in the payload. */
export function nonceBytes({ size, text }: Nonce): number {
  return text ? 2 * size : size;
}

function unreadable(send: string, at: number): LanguageError {
  const rest = send.slice(at, at + 12);
  if (/^[0-9a-f](\{|$)/.test(rest)) {
    return new LanguageError(`the hex digit at character ${at} is alone, but a byte has two`, 'Add the missing digit.');
  }
  return new LanguageError(
    `'${rest}' at character ${at} is neither a byte in lower-case hex nor a placeholder`,
    'Write bytes as two lower-case hex digits and random bytes as {a:4}, without blanks.',
  );
}

/** One piece of a pattern: what JavaScript and Python understand in the same way, and nothing else. */
const PATTERN_TOKEN =
  /\{(?<name>[a-z]+)\}|(?<set>\[\^?(?:[0-9a-f](?:-[0-9a-f])?)+\])|(?<open>\((?:\?[:=!])?)|(?<close>\))|(?<anchor>[\^$|])|(?<repeat>(?:[*+?]|\{[0-9]{1,4}(?:,(?:[0-9]{1,4})?)?\})\??)|(?<atom>[0-9a-f.])/y;

/**
 * The most steps that it takes to look for the pattern in an answer.
 *
 * @throws LanguageError when the pattern is none that the gate (Python) and this package (JavaScript) read alike, or when
 * its work is not bounded
 */
export function checkPattern(pattern: string, nonces: ReadonlyMap<string, Nonce>): number {
  refuseUnreadable(pattern, nonces);
  // Nobody knows the random bytes beforehand: each of their digits may be any.
  const written = expand(pattern, (name) => `.{${2 * nonceBytes(nonces.get(name) as Nonce)}}`);
  const { length } = expand(pattern, (name) => '0'.repeat(2 * nonceBytes(nonces.get(name) as Nonce)));
  if (length > MAX_PATTERN_CHARACTERS) {
    throw new LanguageError(
      `it has ${length} characters with the random bytes written out, and at most ${MAX_PATTERN_CHARACTERS} are read`,
      'Look at less of the answer.',
    );
  }
  if (depthOf(pattern) > MAX_PATTERN_DEPTH) {
    throw new LanguageError(`its groups are more than ${MAX_PATTERN_DEPTH} deep`, 'Write it with fewer groups.');
  }
  return boundedSteps(written);
}

function boundedSteps(written: string): number {
  try {
    const parsed = new RegExpParser({ ecmaVersion: 2024 }).parsePattern(written, 0, written.length, { unicode: true });
    const { steps, shortest } = patternWork(parsed);
    if (shortest > MAX_ANSWER_DIGITS) {
      throw new LanguageError(
        `it needs ${shortest} digits, and the longest datagram has ${MAX_ANSWER_DIGITS}`,
        'Ask for fewer.',
      );
    }
    if (!(steps <= MAX_STEPS)) {
      throw new LanguageError(
        `its work is not bounded: for the longest datagram it may take ${inWords(steps)} steps, and ${inWords(MAX_STEPS)} are the most`,
        'Begin it with ^, leave out .* at its end, bound what else repeats (.{0,40} for .*), repeat no group that matches in several ways, and let alternatives differ in their first digits.',
      );
    }
    return steps;
  } catch (error) {
    if (error instanceof LanguageError) throw error;
    if (error instanceof RepeatedEmptiness) {
      throw new LanguageError(
        'it repeats something that may be empty, whose end is not the same in Python and JavaScript',
        'Let what is repeated hold one digit at least: (?:aa)* for (?:(?:aa)?)*.',
      );
    }
    throw new LanguageError(`it is no regular expression: ${(error as Error).message}`, 'Correct it.');
  }
}

function inWords(steps: number): string {
  if (!Number.isFinite(steps) || steps > 1e15) return 'more than 10^15';
  return Math.round(steps).toLocaleString('en-US');
}

function depthOf(pattern: string): number {
  let deepest = 0;
  let depth = 0;
  for (const character of pattern) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The pattern with something in the place of each of its placeholders. */
function expand(pattern: string, replace: (name: string) => string): string {
  return pattern.replace(/\{([a-z]+)\}/g, (_, name: string) => replace(name));
}

function refuseUnreadable(pattern: string, nonces: ReadonlyMap<string, Nonce>): void {
  let repeatable = false;
  for (let at = 0; at < pattern.length; at = PATTERN_TOKEN.lastIndex) {
    PATTERN_TOKEN.lastIndex = at;
    const token = PATTERN_TOKEN.exec(pattern)?.groups;
    if (!token) {
      throw new LanguageError(
        `'${pattern.slice(at, at + 8)}' at character ${at} is not part of the pattern language`,
        'Use lower-case hex digits, . [ ] ( ) | ^ $ * + ? {n,m} and {a} for random bytes of the payload.',
      );
    }
    if (token.repeat && !repeatable) {
      throw new LanguageError(
        `'${token.repeat}' at character ${at} has nothing to repeat`,
        'Put it behind a digit or a group.',
      );
    }
    if (token.name && !nonces.has(token.name)) {
      throw new LanguageError(
        `{${token.name}} is not in the payload`,
        nonces.size === 0
          ? 'Add random bytes such as {a:4} to the payload.'
          : `Use one of ${[...nonces.keys()].map((name) => `{${name}}`).join(', ')}.`,
      );
    }
    repeatable = Boolean(token.atom || token.set || token.close);
  }
}

/** The regular expression behind a pattern, given the hex of the bytes that were sent. */
export function compilePattern(pattern: string, sent: ReadonlyMap<string, string>): RegExp {
  return new RegExp(
    expand(pattern, (name) => sent.get(name) ?? ''),
    'u',
  );
}

/** A payload of text as hex; placeholders stay what they are. */
export function textPayload(text: string): string {
  return text
    .split(/(\{[a-z]+(?::[1-9][0-9]*x?)?\})/)
    .map((part, index) => (index % 2 ? part : Buffer.from(part, 'utf8').toString('hex')))
    .join('');
}

/** A pattern for an answer of text that begins as given; placeholders stay what they are. */
export function textPattern(text: string): string {
  return `^${textPayload(text)}`;
}
