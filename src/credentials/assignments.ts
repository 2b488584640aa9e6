import { bytesOfBase64 } from './base64';
import { isHarmlessSecret, isReference, looksRandom } from './harmless';
import { meaningOf, namesUser } from './names';
import { isNamedCredential } from './policy';
import type { Located } from './url';

/** What may stand between a name and its value: `name=value`, `name: value`, `"name" => "value"`, quotes escaped or not. */
const SEPARATOR = /[:=]/g;
const NAME_CHARACTER = /[\w.\-\u00c0-\u024f\u0370-\uffef]/;
const LONGEST_NAME = 81;
/** The forms of a value, each from the place where it begins. */
const VALUES: readonly { readonly pattern: RegExp; readonly bare?: boolean }[] = [
  { pattern: /(?:"""|''')\s{0,3}([^"']{1,4096})(?:"""|''')/y },
  { pattern: /\\?"((?:[^"\\]|\\[^"]){1,4096})\\?"/y },
  { pattern: /'([^']{1,4096})'/y },
  // a block of YAML; its first line is enough
  { pattern: /[|>][-+\d]{0,2}[ \t]{0,8}\r?\n[ \t]{1,40}(\S.{0,4095})/y },
  { pattern: /((?:[$%#][A-Za-z]?\{[^{}\s]{0,200}\}|[^\s,;&}"'\]]){1,4096})/y, bare: true },
];
/** An ARN holds `secret:` and the name of one. */
const ARN = /\barn:aws[a-z-]*:[^\s"',]+/g;
const CODE = /^[A-Za-z_$][\w$]{0,80}(?:\.[\w$]{1,80}){0,10}[[(]/;

const AUTHORIZATION =
  /\b(?:authorization|x-[a-z-]{0,30}(?:token|key|secret|auth)|(?:api|auth)-?(?:key|token)|cookie)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:(basic|bearer|token|apikey|digest|negotiate|key|bot|ssws|geniekey|splunk|dpop)\s{1,3})?([^\s"',;\\]{1,4096})/gi;
const BEARER = /\b(?:bearer|basic)\s{1,3}([A-Za-z0-9+/=._~-]{12,4096})/gi;

/** The credentials that stand under telling names inside a text. */
export function* assignedCredentials(text: string): Iterable<Located> {
  const visible = text.includes('arn:aws') ? text.replace(ARN, (arn) => ' '.repeat(arn.length)) : text;
  let past = 0;
  for (const { index } of visible.matchAll(SEPARATOR)) {
    if (index < past) continue;
    const before = visible.charAt(index - 1);
    if (before === ':' || before === '=' || before === '!') continue;
    // `WITH PASSWORD :name` of SQL
    if (/\s/.test(before) && /^:\w/.test(visible.slice(index, index + 2))) continue;
    const { name, quoted } = nameBefore(visible, index);
    // most names tell nothing, and a text may hold many
    if (name === '' || !speaks(name)) continue;
    let at = index + 1;
    while (at < index + 3 && /[=>]/.test(visible.charAt(at))) at += 1;
    for (let spaces = 0; spaces < 3 && /\s/.test(visible.charAt(at)); spaces += 1) at += 1;
    const found = valueAt(visible, at);
    if (found === undefined) continue;
    const { value, start, end, bare } = found;
    const isProse = bare && visible.charAt(index) === ':' && !quoted && readsOn(visible.slice(end, end + 60));
    if (!isCredential(name, value, bare, isProse)) continue;
    past = end;
    yield { kind: `value under the name "${name}"`, index: start, length: value.length };
  }
}

function speaks(name: string): boolean {
  const meaning = meaningOf(name);
  return (meaning !== 'none' && meaning !== 'metadata') || name === 'auth' || namesUser(name);
}

/** The name that ends before a separator. */
function nameBefore(text: string, separator: number): { readonly name: string; readonly quoted: boolean } {
  let end = separator;
  for (let spaces = 0; spaces < 3 && /\s/.test(text.charAt(end - 1)); spaces += 1) end -= 1;
  const quoted = /["']/.test(text.charAt(end - 1));
  if (quoted) end -= 1;
  if (quoted && text.charAt(end - 1) === '\\') end -= 1;
  let start = end;
  while (start > 0 && end - start < LONGEST_NAME && NAME_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  // a name begins with a letter; `${NAME:-…}` and `%NAME` are none
  const name = text.slice(start, end).replace(/^[-.\d]+/, '');
  const sign = name.length === end - start ? text.charAt(start - 1) : '';
  // `$password = "…"` of PHP and PowerShell
  const isVariable = sign === '$' && /^\s{0,3}=\s{0,3}["']/.test(text.slice(end, end + 8));
  const isReferred = /[$%{]/.test(sign) && !isVariable;
  return { name: isReferred ? '' : name, quoted };
}

function valueAt(
  text: string,
  at: number,
): { readonly value: string; readonly start: number; readonly end: number; readonly bare: boolean } | undefined {
  for (const { pattern, bare = false } of VALUES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const value = match?.[1];
    if (match === null || value === undefined) continue;
    const start = at + match[0].indexOf(value);
    return { value: value.trimEnd(), start, end: at + match[0].length, bare };
  }
  return undefined;
}

function isCredential(name: string, value: string, bare: boolean, prose: boolean): boolean {
  // an address, a call, or an inner object whose own names tell
  if (bare && (CODE.test(value) || /^(?:\/\/|[{[(<|>`])/.test(value))) return false;
  if (name === 'auth' && holdsUserAndPassword(value)) return true;
  // `password: Passwort`: how a page calls it
  if (/^\p{Lu}[\p{Ll} ]+:?$/u.test(value) && meaningOf(value) === 'password') return false;
  // a filter or a pattern that speaks of it: `(userPassword=*)`
  const own = bare && !/[([{<]/.test(value) ? value.replace(/[)\]}>]+$/, '') : value;
  return isNamedCredential(name, own) && (!prose || looksRandom(own) || /\d/.test(own));
}

/** Whether a sentence goes on: `Password: the one of the account`. */
function readsOn(rest: string): boolean {
  return /^\s[A-Za-z]+(?:[\s.,!?]|$)/.test(rest);
}

/** The credentials in the headers of requests. */
export function* headerCredentials(text: string): Iterable<Located> {
  for (const match of text.matchAll(AUTHORIZATION)) {
    const [whole, , value = ''] = match;
    if (isHarmlessSecret(value) || isReference(value) || value.length < 6) continue;
    yield { kind: 'header with a credential', index: match.index + whole.lastIndexOf(value), length: value.length };
  }
  for (const match of text.matchAll(BEARER)) {
    const [whole, value = ''] = match;
    if (!/[0-9]/.test(value) || isHarmlessSecret(value)) continue;
    yield { kind: 'header with a credential', index: match.index + whole.lastIndexOf(value), length: value.length };
  }
}

/** Base64 of `user:password`, as Docker's configuration and basic authentication have it. */
export function holdsUserAndPassword(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{6,}={0,2}$/.test(value) || value.length % 4 !== 0) return false;
  return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(String.fromCharCode(...bytesOfBase64(value.slice(0, 4096))));
}
