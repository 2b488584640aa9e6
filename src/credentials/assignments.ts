import { bytesOfBase64 } from './base64';
import { isHarmlessSecret, isReference, looksRandom } from './harmless';
import { isNamedCredential } from './policy';
import type { Located } from './url';

/** `name=value`, `name: value`, `"name": "value"`, also with the quotes escaped. */
const ASSIGNMENT =
  /(?<![\w$%{])([A-Za-z_][\w.-]{0,80})(\\?["'])?\s{0,3}(:=|=>|=|:)\s{0,3}(?:\\?"((?:[^"\\]|\\[^"]){1,4096})\\?"|'([^']{1,4096})'|((?:\$\{[^{}\s]{0,200}\}|[^\s,;&}"'\]]){1,4096}))/g;
/** An ARN holds `secret:` and the name of one. */
const ARN = /\barn:aws[a-z-]*:[^\s"',]+/g;
const CODE = /^[A-Za-z_$][\w$]*(?:\.[\w$]+)*[[(]/;

const AUTHORIZATION =
  /\b(?:authorization|x-[a-z-]{0,30}(?:token|key|secret|auth)|(?:api|auth)-?(?:key|token)|cookie)\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?(?:(basic|bearer|token|apikey|digest|negotiate|key|bot|ssws|geniekey|splunk|dpop)\s{1,3})?([^\s"',;\\]{1,4096})/gi;
const BEARER = /\b(?:bearer|basic)\s{1,3}([A-Za-z0-9+/=._~-]{12,4096})/gi;

/** The credentials that stand under telling names inside a text. */
export function* assignedCredentials(text: string): Iterable<Located> {
  const visible = text.replace(ARN, (arn) => ' '.repeat(arn.length));
  ASSIGNMENT.lastIndex = 0;
  for (let match = ASSIGNMENT.exec(visible); match; match = ASSIGNMENT.exec(visible)) {
    const [whole, name = '', quote, separator = '', double, single, bare] = match;
    const value = double ?? single ?? bare ?? '';
    const end = match.index + whole.length;
    const isProse =
      bare !== undefined && separator === ':' && quote === undefined && readsOn(visible.slice(end, end + 60));
    // a scheme (`https:`) or an outer name: what it holds may be an assignment itself
    if (!isCredential(name, value, bare !== undefined, isProse)) {
      ASSIGNMENT.lastIndex = match.index + name.length + 1;
      continue;
    }
    const index = match.index + whole.lastIndexOf(value);
    yield { kind: `value under the name "${name}"`, index, length: value.length };
  }
}

function isCredential(name: string, value: string, bare: boolean, prose: boolean): boolean {
  // an address, a call, or an inner object whose own names tell
  if (bare && (CODE.test(value) || /^(?:\/\/|[{[(<|>`])/.test(value))) return false;
  if (name === 'auth' && holdsUserAndPassword(value)) return true;
  return isNamedCredential(name, value) && (!prose || looksRandom(value) || /\d/.test(value));
}

/** Whether a sentence goes on: `Password: the one of the account`. */
function readsOn(rest: string): boolean {
  return /^\s[A-Za-z]+(?:[\s.,!?]|$)/.test(rest);
}

/** `secret "…"` of BIND, `login x password y` of `.netrc`. */
const WORD_AND_VALUE = [
  /(?<![\w-])secret\s{1,3}"([A-Za-z0-9+/]{16,512}={0,2})"/g,
  /\bmachine\s{1,9}\S{1,253}\s{1,9}login\s{1,9}\S{1,256}\s{1,9}password\s{1,9}(\S{1,512})/g,
];

/** The credentials that stand behind a word in files of programs. */
export function* wordCredentials(text: string): Iterable<Located> {
  for (const pattern of WORD_AND_VALUE) {
    for (const { 0: whole, 1: value = '', index } of text.matchAll(pattern)) {
      if (isHarmlessSecret(value)) continue;
      yield {
        kind: 'credential in a file of a program',
        index: index + whole.lastIndexOf(value),
        length: value.length,
      };
    }
  }
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
  return /^[\x20-\x7e]+:[\x20-\x7e]+$/.test(String.fromCharCode(...bytesOfBase64(value)));
}
