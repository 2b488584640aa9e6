import {
  DIGEST,
  isCamelCase,
  isListOfWords,
  isNameOfCredential,
  isNameOfWords,
  isPathOfWords,
  isProse,
  isPunctuation,
  isSentence,
  UUID,
} from './shapes';
import { CHOSEN, SWITCHES, WEAK } from './switches';

/** Values that are no credential whatever their name says. */

const PLACEHOLDER =
  /^(?:<[^<>]*>|\[[^[\]]*\]|\*+|x{3,}|\.{3,}|-+|_+|\?+|%[A-Za-z_]\w*%|\{\{[^{}]*\}\}|\{[A-Za-z_][\w.-]*\}|:[A-Za-z_]\w*|%[A-Za-z]|@[A-Za-z_]+@|%[A-Za-z]?\{[^{}]*\}|#\{[^{}]*\}|%\([\w.]+\)[sd]|<%.*%>|__[A-Z_]+__|#[a-z_]+#|your[-_ ]?\w*[-_ ]here)$/i;

/** A reference that another program resolves: `$NAME`, `${NAME}`, `$(command)`, `{{resolve:…}}`. */
const REFERENCE = /^(?:\$\w+|\$\{[^{}]*\}|\$\([^()]*\)|\{\{resolve:[^{}]*\}\}|!(?:Ref|Sub|GetAtt)\b.*)$/;

/** What points to a value elsewhere. */
const POINTER =
  /^(?:arn:aws[a-z-]*:[^\s]+|(?:ssm|secretsmanager|vault|file|env|op|secret|awssm|ref|sm|gcpsm|akv|kms)(?::|\/\/).+|alias\/[\w/-]+)$/;

const URL_WITHOUT_USER = /^[a-z][a-z0-9+.-]*:\/\/[^\s@]*$/i;
const SEGMENT = '[A-Za-z0-9._{}$+~@%-]+';
const PATH = new RegExp(String.raw`^(?:[A-Za-z]:)?(?:\.{1,2}|~)?[\\/](?:${SEGMENT}[\\/])*(?:${SEGMENT})?$`);
const FILE =
  /^[\w.-]+(?:\/[\w.-]+)*\.(?:pem|key|crt|cer|p12|pfx|jks|txt|json|ya?ml|toml|ini|conf|cfg|env|pub|token|secret|db|sqlite|csv|xml|properties)$/i;
const VERSION = /^v?\d+(?:\.\d+){1,3}(?:[-+][\w.-]{1,20})?$/;
const DURATION_OR_SIZE = /^\d{1,9}(?:\.\d+)?\s?(?:ns|us|ms|s|m|min|h|d|w|y|b|k|kb|kib|mb|mib|gb|gib|%)$/i;
const HOST = /^(?=.{4,253}$)[a-z0-9_]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}(:\d{1,5})?$/;
const IP = /^(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?::\d{1,5})?$/;
const PUBLIC_KEY =
  /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-ssh-\S+) AAAA|^-----BEGIN (?:RSA |EC )?(?:PUBLIC KEY|CERTIFICATE)/;

/** Whether letters of both cases and digits are mixed as only a program does it. */
export function looksRandom(text: string): boolean {
  if (text.length < 12 || /\s/.test(text)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  const digits = text.replace(/\D/g, '').length;
  // `ProductionDatabase1`: words that are joined by capitals
  if (kinds === 3 && isCamelCase(text)) return false;
  return (kinds === 3 || (kinds === 2 && digits >= 3 && digits < text.length)) && entropy(text) >= 2.8;
}

/** Whether a person chose a text as a password where its name does not tell: six characters with digits or signs. */
export function looksChosen(text: string): boolean {
  if (text.length < 6 || isHarmlessSecret(text)) return false;
  const isMixed = /[A-Za-z]/.test(text) && /\d/.test(text);
  return (
    (isMixed || /[A-Za-z].*[!#$%&*+?^~@]|[!#$%&*+?^~@].*[A-Za-z]/.test(text)) &&
    !/^[a-z]+(?:[-_.][a-z]+)*[-_.]?\d{1,2}$/.test(text)
  );
}

/** Shannon entropy in bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}

/** Whether a value stands for something that lies elsewhere: a reference, an address without a password, a path. */
export function isReference(value: string): boolean {
  const text = value.trim();
  return (
    PLACEHOLDER.test(text) ||
    REFERENCE.test(text) ||
    POINTER.test(text) ||
    PUBLIC_KEY.test(text) ||
    (URL_WITHOUT_USER.test(text) && !/[?&#]/.test(text)) ||
    isPath(text)
  );
}

/** Whether a text is a path; a key in Base64 may begin with a slash as well. */
export function isPath(text: string): boolean {
  if (text.length > 400) return false;
  if (FILE.test(text)) return true;
  return (
    PATH.test(text) &&
    text.split(/[\\/]/).every((segment) => segment.length <= 64 && !(segment.length >= 10 && looksRandom(segment)))
  );
}

/** Whether a value under the name of a password is none. */
export function isHarmlessPassword(value: string): boolean {
  const text = value.trim();
  const lower = text.toLowerCase();
  return (
    text === '' ||
    /^\d{1,2}$/.test(text) ||
    (SWITCHES.has(lower) && !CHOSEN.has(lower)) ||
    DURATION_OR_SIZE.test(text) ||
    isReference(text) ||
    isPathOfWords(text) ||
    isPunctuation(text) ||
    isSentence(text)
  );
}

/** Whether a value under the name of digits that a person chose is none: a pin of a board is a small number. */
export function isHarmlessPin(value: string): boolean {
  return !/^\d{4,12}$/.test(value.trim());
}

/** Whether a value under the name of a secret, token or key is none. */
export function isHarmlessSecret(value: string): boolean {
  const text = value.trim();
  return (
    isHarmlessPassword(text) ||
    SWITCHES.has(text.toLowerCase()) ||
    (/^[A-Za-z]{1,8}$/.test(text) && !WEAK.has(text.toLowerCase())) ||
    /^[+-]?\d{1,7}(?:\.\d+)?$/.test(text) ||
    IP.test(text) ||
    VERSION.test(text) ||
    HOST.test(text.replace(/\.$/, '')) ||
    DIGEST.test(text) ||
    isListOfWords(text) ||
    isProse(text) ||
    isNameOfCredential(text)
  );
}

/** Whether a value is none where the name of a secret may stand as well. */
export function isHarmlessNamedSecret(value: string): boolean {
  const text = value.trim();
  return isHarmlessSecret(text) || isNameOfWords(text);
}

/** Whether a value under the name of a key that somebody gives out is none. */
export function isHarmlessIssuedKey(value: string): boolean {
  const text = value.trim();
  // the name of a license has small letters, and the groups of one that is sold have none
  const isName = /[a-z]/.test(text) && isNameOfWords(text);
  return isHarmlessSecret(text) || isName || (!UUID.test(text) && !looksMade(text));
}

/** Whether a value under the name of a key of an unknown kind is none: only a random text is one. */
export function isHarmlessKey(value: string): boolean {
  const text = value.trim();
  const isName = /[a-z]/.test(text) && isNameOfWords(text.replace(/^_+/, ''));
  return isHarmlessSecret(text) || isName || UUID.test(text) || text.length < 16 || !looksRandom(text);
}

/** Whether a program made a text: random, or the hexadecimal digits or capitals of one. */
function looksMade(text: string): boolean {
  return text.length >= 12 && (looksRandom(text) || /^(?=.*\d)[0-9a-f]{16,}$|^(?=.*\d)[A-Z0-9]{16,}$/.test(text));
}
