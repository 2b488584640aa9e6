import { assignedCredentials, headerCredentials } from './assignments';
import { commandCredentials, readsAsCommand } from './command';
import { decodedTexts } from './decoding';
import { formattedCredentials } from './formats';
import { gitleaksMatches } from './gitleaks';
import { isReference } from './harmless';
import { issuedCredentials } from './issuer-matches';
import { endsInMetadata, meaningOf } from './names';
import { isNamedCredential } from './policy';
import { secretlintMatches } from './secretlint';
import { isMarkedToken } from './shapes';
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

/** A name of fewer characters is no token. */
const SHORTEST_TOKEN = 16;

/** The credential that a value is or holds, by its own marks and by its name. */
export function findCredential(name: string, value: string): Credential | undefined {
  const text = value.slice(0, LONGEST_TEXT);
  // a label or a tag may have it for its name
  const inName = name.length >= SHORTEST_TOKEN ? credentialIn(name) : undefined;
  if (inName) return { kind: `${inName.kind} in the place of a name` };
  if (text.trim() === '') return undefined;
  const marked = credentialIn(text);
  if (marked) return marked;
  if (isNamedCredential(name, text)) return { kind: 'value under a name that means a credential' };
  if (isReference(text) || meaningOf(name) === 'metadata' || endsInMetadata(name)) return undefined;
  if (isMarkedToken(text.trim())) return { kind: 'token with the mark of its issuer' };
  if (readsAsCommand(text)) {
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
    const own = credentialIn(text);
    if (own) add({ ...own, part });
  }
  for (const credential of commandCredentials(parts)) add(credential);
  // the name in one part and the value in the next: `--header`, `Authorization:`, `Bearer …`
  if (found.size === 0) {
    // each part was looked at whole; what spans two of them stands at their ends
    const whole = credentialIn(parts.map((part) => endsOf(part.slice(0, LONGEST_TEXT))).join(' '));
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

const LONGEST_END = 1024;

function endsOf(part: string): string {
  return part.length <= 2 * LONGEST_END ? part : `${part.slice(0, LONGEST_END)}\n${part.slice(-LONGEST_END)}`;
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
  yield* issuedCredentials(text);
  for (const { id, index, length } of secretlintMatches(text))
    yield { kind: `credential of the kind "${id}"`, index, length };
  for (const { byName, id, index, length } of gitleaksMatches(text)) {
    if (!byName) yield { kind: `credential of the kind "${id}"`, index, length };
  }
  yield* urlCredentials(text);
  yield* headerCredentials(text);
  yield* assignedCredentials(text);
  yield* formattedCredentials(text);
  for (const decoded of decodedTexts(text)) {
    if ('reason' in decoded) continue;
    const { coding, index, length } = decoded;
    for (const kind of kindsInDecoded(decoded.text)) yield { kind: `${kind} in ${coding}`, index, length };
  }
}

/** The credentials in what stood in a code: the scanners are for texts that people write. */
function* kindsInDecoded(text: string): Iterable<string> {
  for (const { kind } of issuedCredentials(text)) yield kind;
  for (const { kind } of urlCredentials(text)) yield kind;
  for (const { kind } of headerCredentials(text)) yield kind;
  for (const { kind } of assignedCredentials(text)) yield kind;
  for (const { kind } of formattedCredentials(text)) yield kind;
  if (text.length <= LONGEST_SCRIPT && /\s/.test(text)) {
    const given = inLine(text);
    if (given) yield given.kind;
  }
}

/** A script in a code is read as lines of a shell up to this length; what is longer is data. */
const LONGEST_SCRIPT = 16_384;

/** Longest value that could be a credential by its name alone; a longer one has marks of its own. */
const LONGEST_BESIDE = 4096;

/** The rules of gitleaks that need the name of the issuer beside a value. */
function namedMatch(name: string, value: string): string | undefined {
  const text = `${name}=${value.slice(0, LONGEST_BESIDE)}`;
  for (const { byName, id } of gitleaksMatches(text)) {
    if (byName) return `credential of the kind "${id}"`;
  }
  for (const { id } of secretlintMatches(text)) return `credential of the kind "${id}"`;
  return undefined;
}
