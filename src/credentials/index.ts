import { assignedCredentials, headerCredentials, wordCredentials } from './assignments';
import { bytesOfBase64 } from './base64';
import { commandCredentials } from './command';
import { gitleaksMatches } from './gitleaks';
import { isReference } from './harmless';
import { ISSUERS } from './issuers';
import { endsInMetadata, meaningOf } from './names';
import { isNamedCredential } from './policy';
import { secretlintMatches } from './secretlint';
import { shellWords } from './shell-words';
import { type Located, urlCredentials } from './url';

export { isNamedCredential } from './policy';

/** A credential that was found. Its text is no part of it, so that nothing can print it. */
export interface Credential {
  /** What it is, for a person: `GitHub token`. */
  readonly kind: string;
}

/** A credential in a command. */
export interface CommandCredential extends Credential {
  /** Number of the part that holds it, from 0. */
  readonly part: number;
}

/** Longest text that is looked at, in characters: a task definition holds no more than 64 KiB. */
export const LONGEST_TEXT = 65_536;

/** The credential that a value is or holds, by its own marks and by its name. */
export function findCredential(name: string, value: string): Credential | undefined {
  const text = value.slice(0, LONGEST_TEXT);
  if (text.trim() === '') return undefined;
  const marked = credentialIn(text);
  if (marked) return marked;
  if (isNamedCredential(name, text)) return { kind: 'value under a name that means a credential' };
  if (isReference(text) || meaningOf(name) === 'metadata' || endsInMetadata(name)) return undefined;
  if (/^-{1,2}[A-Za-z]/.test(text.trim())) {
    const given = inLine(text);
    if (given) return given;
  }
  const named = namedMatch(name, text);
  return named === undefined ? undefined : { kind: named };
}

/** The credential that a text holds, whatever its name is. */
export function credentialIn(text: string): Credential | undefined {
  const known = judged.get(text);
  if (known !== undefined) return known === NONE ? undefined : known;
  const [first] = credentialsIn(text.slice(0, LONGEST_TEXT));
  const found = first === undefined ? undefined : { kind: first.kind };
  if (judged.size >= MOST_REMEMBERED) judged.clear();
  judged.set(text, found ?? NONE);
  return found;
}

/** Stages and templates repeat the same texts. */
const judged = new Map<string, Credential>();
const NONE: Credential = { kind: '' };
const MOST_REMEMBERED = 2000;

/** The credentials in the parts of a command, or of a line that a shell reads. */
export function credentialsInCommand(parts: readonly string[]): readonly CommandCredential[] {
  const found = new Map<number, CommandCredential>();
  const add = (credential: CommandCredential): void => {
    if (!found.has(credential.part)) found.set(credential.part, credential);
  };
  for (const [part, text] of parts.entries()) {
    const own = credentialIn(text) ?? (/\s/.test(text) ? inLine(text) : undefined);
    if (own) add({ ...own, part });
  }
  for (const credential of commandCredentials(parts)) add(credential);
  // the name in one part and the value in the next: `--header`, `Authorization:`, `Bearer …`
  if (found.size === 0) {
    const whole = credentialIn(parts.join(' '));
    if (whole) add({ ...whole, part: parts.length - 1 });
  }
  return [...found.values()].sort((left, right) => left.part - right.part);
}

/** The credentials in the parts of a command that stand out only behind its entry point: `["sshpass", "-p"]` and `[…]`. */
export function credentialsAcross(
  entryPoint: readonly string[],
  command: readonly string[],
): readonly CommandCredential[] {
  const before = new Set([...credentialsInCommand(command)].map(({ part }) => part));
  return credentialsInCommand([...entryPoint, ...command])
    .map(({ part, kind }) => ({ kind, part: part - entryPoint.length }))
    .filter(({ part }) => part >= 0 && !before.has(part));
}

function inLine(line: string): Credential | undefined {
  for (const { kind } of commandCredentials(shellWords(line.slice(0, LONGEST_TEXT)))) return { kind };
  return undefined;
}

/** A text in which every credential is replaced by `***`. */
export function mask(text: string): string {
  let masked = text;
  // what is covered by one match may hide another; each round leaves less
  for (let round = 0; round < 20; round += 1) {
    const [first] = [...credentialsIn(masked)].sort((left, right) => right.length - left.length);
    if (first === undefined) return masked;
    masked = `${masked.slice(0, first.index)}***${masked.slice(first.index + first.length)}`;
  }
  return '***';
}

function* credentialsIn(text: string): Iterable<Located> {
  for (const { kind, pattern } of ISSUERS) {
    const match = pattern.exec(text);
    if (match) yield { kind, index: match.index, length: match[0].length };
  }
  for (const { id, index, length } of secretlintMatches(text))
    yield { kind: `credential of the kind "${id}"`, index, length };
  for (const { byName, id, index, length } of gitleaksMatches(text)) {
    if (!byName) yield { kind: `credential of the kind "${id}"`, index, length };
  }
  yield* urlCredentials(text);
  yield* headerCredentials(text);
  yield* assignedCredentials(text);
  yield* wordCredentials(text);
  for (const { 0: encoded, index } of text.matchAll(BASE64)) {
    const inner = decoded(encoded);
    if (inner === undefined) continue;
    for (const { kind } of plainCredentialsIn(inner))
      yield { kind: `${kind} in Base64`, index, length: encoded.length };
  }
}

const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

function* plainCredentialsIn(text: string): Iterable<Located> {
  for (const { kind, pattern } of ISSUERS) {
    const match = pattern.exec(text);
    if (match) yield { kind, index: match.index, length: match[0].length };
  }
  yield* urlCredentials(text);
  yield* assignedCredentials(text);
}

/** The rules of gitleaks that need the name of the issuer beside a value. */
function namedMatch(name: string, value: string): string | undefined {
  for (const { byName, id } of gitleaksMatches(`${name}=${value}`)) {
    if (byName) return `credential of the kind "${id}"`;
  }
  for (const { id } of secretlintMatches(`${name}=${value}`)) return `credential of the kind "${id}"`;
  return undefined;
}

/** The text that stands in Base64, where it is text. */
function decoded(encoded: string): string | undefined {
  const inner = new TextDecoder().decode(bytesOfBase64(encoded));
  return /^[\t\n\r\x20-\x7e\u00a0-\uffef]{8,}$/.test(inner) ? inner : undefined;
}
