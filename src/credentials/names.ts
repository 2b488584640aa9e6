import { FOREIGN_WORDS, inEnglish, withoutAccents } from './languages';
import {
  GLUED,
  HARMLESS_QUALIFIERS,
  INDIFFERENT,
  ISSUED_KEYS,
  KNOWN_NAMES,
  LAST_KEYS,
  METADATA,
  NAMED_SECRETS,
  PASSWORDS,
  SECRET_KEYS,
  SECRETS,
  USER_AND_PASSWORD,
} from './vocabulary';

/**
 * What the name of a value says of it. A name is read as words, however they are joined: `DB_PASSWORD`, `dbPassword`,
 * `db-password`, `DBPASSWORD`.
 *
 * - `password`: a person chose the value, so that any word may be one
 * - `pin`: digits that a person chose
 * - `secret`: a program made or shares the value
 * - `named`: the name of a secret, or the secret
 * - `issued`: a key that somebody gives out, which a word is not
 * - `key`: a key of an unknown kind, which only a random value makes a credential
 * - `metadata`: the name speaks of a credential and means something else: where it lies, how long it lives
 * - `none`: the name speaks of nothing
 */
export type NameMeaning = 'password' | 'pin' | 'secret' | 'named' | 'issued' | 'key' | 'metadata' | 'none';

/** The words of a name, in lower case. */
export function wordsOf(name: string): string[] {
  const plain = /[^ -~]/.test(name) ? withoutAccents(name) : name;
  const words = plain
    .replace(/([\p{Ll}0-9])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}0-9]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  return inEnglish(words).flatMap(unglued);
}

function unglued(word: string): string[] {
  const bare = word.replace(/\d{1,3}$/, '');
  if (PASSWORDS.has(bare) || SECRETS.has(bare)) return [bare];
  for (const [pattern, meaning] of GLUED) {
    const match = pattern.exec(bare);
    if (match?.[1] !== undefined) return [match[1], meaning];
  }
  return [word];
}

/** Texts repeat the same names; names are short, and no more of them are remembered than a text holds. */
const judged = new Map<string, NameMeaning>();
const MOST_REMEMBERED = 4096;

/** What a name says of its value. */
export function meaningOf(name: string): NameMeaning {
  if (!TELLING.test(name)) return 'none';
  const known = judged.get(name);
  if (known !== undefined) return known;
  if (judged.size >= MOST_REMEMBERED) judged.clear();
  const meaning = meaningOfWords(wordsOf(name.slice(-LONGEST_NAME)));
  judged.set(name, meaning);
  return meaning;
}

const LONGEST_NAME = 256;
/** A name in which none of these stands tells nothing; names in other letters are read in any case. */
const TELLING = new RegExp(
  [
    ...PASSWORDS,
    ...SECRETS,
    ...LAST_KEYS,
    ...FOREIGN_WORDS,
    'key',
    'pin',
    'code',
    'erl',
    'rollbar',
    'honeycomb',
    'authtkt',
    'tarantool',
    '[^ -~]',
  ].join('|'),
  'i',
);

function meaningOfWords(all: readonly string[]): NameMeaning {
  if (KNOWN_NAMES.has(all.join('_'))) return 'issued';
  const found = all.map((word, index) => meaningAt(all, word, index));
  const last = found.reduce((latest, meaning, index) => (meaning === 'none' ? latest : index), -1);
  const meaning = found[last] ?? 'none';
  if (meaning === 'none') return 'none';
  const behind = all.slice(last + 1).filter((word) => !INDIFFERENT.has(word) && !/^(v?\d+)$/.test(word));
  if (behind.length === 0) return meaning;
  if (behind.some((word) => METADATA.has(word))) return 'metadata';
  // whose it is stands behind it (`TOKEN_GITHUB`, `PASSWORD_LDAP`), or what nobody foresaw: no short word is one then
  return meaning === 'password' || meaning === 'secret' ? 'secret' : 'none';
}

function meaningAt(all: readonly string[], word: string, index: number): NameMeaning {
  const before = all[index - 1] ?? '';
  const isLast = index === all.length - 1;
  if (word === 'key' || word === 'keys') return meaningOfKey(all, index);
  // a pin of a board is a small number
  if (word === 'pin' || (word === 'code' && (before === 'pin' || before === 'security'))) return 'pin';
  if (LAST_KEYS.has(word)) {
    const alone = word === 'auth' && index === 0;
    const inside = !isLast && word !== 'salt' && word !== 'unseal';
    return alone || inside || (word === 'jwt' && index === 0 && all.length > 1) ? 'none' : 'key';
  }
  // a counter of an LLM or a bucket, and `GRANT_TYPE_PASSWORD`
  if (word === 'tokens' || word === 'token' || word === 'pass') {
    if (HARMLESS_QUALIFIERS.has(before)) return 'none';
  }
  if (word === 'community') return before === 'snmp' || before === 'read' || before === 'ro' ? 'secret' : 'none';
  if (PASSWORDS.has(word)) return 'password';
  if (!SECRETS.has(word)) return 'none';
  return word === 'secret' && isNameOfSecret(all, index) ? 'named' : 'secret';
}

function meaningOfKey(all: readonly string[], index: number): NameMeaning {
  const before = all[index - 1] ?? '';
  if (before === '') return 'none';
  if (HARMLESS_QUALIFIERS.has(before) && !SECRET_KEYS.has(before)) return 'none';
  if (before === 'host' && all[index - 2] !== 'ssh') return 'none';
  if (SECRET_KEYS.has(before) || SECRETS.has(before) || PASSWORDS.has(before)) return 'secret';
  return all.slice(0, index).some((word) => ISSUED_KEYS.has(word)) ? 'issued' : 'key';
}

/** `DB_PASSWORD_SECRET` is a secret that holds a password, so that its name may stand there. */
function isNameOfSecret(all: readonly string[], index: number): boolean {
  const before = all[index - 1] ?? '';
  if (NAMED_SECRETS.has(before) || PASSWORDS.has(before) || SECRETS.has(before)) return true;
  return before === 'key' && index > 1;
}

/** Whether a name ends in what is told about something: its number, its place, its version. */
export function endsInMetadata(name: string): boolean {
  return METADATA.has(wordsOf(name).at(-1) ?? '');
}

/** Whether `user:password` belongs under a name. */
export function namesUser(name: string): boolean {
  return USER_AND_PASSWORD.test(name);
}
