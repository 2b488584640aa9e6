/** Forms of values that are written for people or name something: no program and nobody who chooses a secret makes them. */
import { WEAK } from './switches';

/** A word as it stands in names: `dns`, `Dns`, `TLS`, `v2`, `db01`, `2026`. */
const WORD = '(?:[A-Z]?[a-z]+|[A-Z]{2,12}|\\d{1,4}|[a-z]{1,10}\\d{1,3})';
const SEGMENT = `(?:${WORD}(?:[-_.]${WORD}){0,8}|\\$?\\{[\\w.:-]{1,60}\\}|\\*)`;
const PATH_OF_WORDS = new RegExp(`^(?=[^/]{0,60}[A-Za-z])${SEGMENT}(?:/${SEGMENT}){1,12}/?$`);
const NAME_OF_WORDS = new RegExp(`^(?=[A-Za-z])${WORD}(?:[-_.:/]${WORD}){1,12}$`);
/** The name of a thing that holds a credential ends so: `dns-db-credentials`. */
const NAME_OF_CREDENTIAL =
  /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+){0,6}[-_](?:credentials?|creds|secrets?|tokens?|passwords?|keys?|cert|certs|certificate|tls|auth|config|cfg|connection)$/;
/** Who chooses a secret says so in it: `my-super-secret`. */
const BOAST =
  /(?:^|[-_.])(?:my|our|your|super|ultra|very|top|mega|change|changeme|replace|please|insecure|unsafe|not|this|is|keep|strong|dont|dummy|hunter|letmein|correct|s3cret)(?:[-_.]|$)/i;

const LONGEST = 300;

/** `prod/dns/database`: a name in Secrets Manager, a parameter, a key of a store. */
export function isPathOfWords(text: string): boolean {
  return text.length <= LONGEST && PATH_OF_WORDS.test(text) && !/(?:^|\/)\d/.test(text);
}

/** `dns-api-key`, `prod.dns.token`: words that are joined, and not a word alone. */
export function isNameOfWords(text: string): boolean {
  return text.length <= LONGEST && NAME_OF_WORDS.test(text) && !BOAST.test(text);
}

/** `dns-db-credentials`: words of which the last one says what it is the name of. */
export function isNameOfCredential(text: string): boolean {
  return text.length <= LONGEST && NAME_OF_CREDENTIAL.test(text) && !BOAST.test(text) && !WEAK.has(text);
}

/** `sub,email`, `###,END`, `<s>,</s>`: names of fields or signs, no one of which a person would choose. */
export function isListOfWords(text: string): boolean {
  if (text.length > 4096) return false;
  const items = text.split(/[,;|]/).map((item) => item.trim());
  return (
    items.length >= 2 &&
    items.every(
      (item) =>
        /^(?:[A-Za-z][a-z_.-]{0,30}|[A-Z_]{1,20}|[^\p{L}\p{N}]{0,12}|<[^<>\s]{1,30}>)$/u.test(item) &&
        !WEAK.has(item.toLowerCase()),
    )
  );
}

/** A sentence: `Invalid token`, `Ask the operator.` */
export function isProse(text: string): boolean {
  if (text.length > 4096) return false;
  const words = text.trim().split(/\s+/);
  const areWords = words.every((word) => /^["'(]?[\p{L}'’-]{1,24}[)"'.,:;!?]{0,3}$/u.test(word));
  return areWords && ((words.length >= 2 && /^\p{Lu}\p{Ll}/u.test(text)) || (words.length >= 3 && /[.!?]$/.test(text)));
}

/** A sentence that speaks of a password: no one who chooses one writes so. */
export function isSentence(text: string): boolean {
  return (
    isProse(text) && /\s(?:is|the|an?|your|to|of|must|for|please|not|has|was|are|and|or|too|from|by)\s/i.test(text)
  );
}

/** Signs alone. */
export function isPunctuation(text: string): boolean {
  return text.length <= 64 && /^[^\p{L}\p{N}]*$/u.test(text);
}

export const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
/** A digest that says by what it was made. */
export const DIGEST = /^(?:md5|sha1|sha224|sha256|sha384|sha512|blake2b|blake3)[:/-][A-Za-z0-9+/=_-]{20,}$/i;

/** Words that are joined by capitals, with few signs beside them: `ServiceTargetGroupB4C5D6E7`, the name of a resource. */
export function isCamelCase(text: string): boolean {
  return text.replace(/[A-Z]?[a-z]{3,}/g, '').length < text.length * 0.4;
}

/** A mark of letters and what a program made behind it: `tfp_9fBx…`. What is published is marked as well. */
const MARKED_TOKEN =
  /^(?!(?:pk|pub|phc|publishable|public|anon|site|client|id|sha\d{1,3}|v\d)[_-])[A-Za-z][A-Za-z0-9]{1,11}(?:[_-][a-z]{2,10}){0,2}[_-]([A-Za-z0-9]{30,200})$/;

/** Whether a whole value is a token by its form, whoever gave it out: letters of both cases and digits behind a mark. */
export function isMarkedToken(text: string): boolean {
  const made = text.length > 260 ? undefined : MARKED_TOKEN.exec(text)?.[1];
  if (made === undefined || isCamelCase(made)) return false;
  return /[a-z]/.test(made) && /[A-Z]/.test(made) && /\d/.test(made) && new Set(made).size >= 16;
}
