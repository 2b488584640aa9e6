import { isHarmlessPassword, isHarmlessSecret } from './harmless';
import { meaningOf } from './names';

/** The part of an address before its host: `scheme://user:password@`. A slash may stand in a careless password. */
const USER_INFORMATION = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/:@?#'"]{0,256}):([^\s@'"]{1,512})@(?=[^\s@]|$)/gi;
/** A token in the place of the user. */
const USER_ALONE = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/:@?#'"]{16,256})@/gi;
/** MySQL drivers of Go write no scheme: `user:password@tcp(host:3306)/db`. */
const WITHOUT_SCHEME = /(?<![\w/])([\w.-]{1,64}):([^\s@/'"]{1,256})@(?:tcp|unix|udp)\(/g;
/** A host without its scheme; `sip:alice@example.com` is an address, and a password has a digit. */
const HOST_WITHOUT_SCHEME =
  /(?<![\w/:.-])(?!(?:mailto|sips?|xmpp|acct|im|tel|owner|contact|email|urn):)([\w.-]{1,64}):(?=[^\s@]*\d)(?=[^\s@]*[A-Za-z])([^\s@/'":]{4,256})@[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=[/:\s]|$)/gi;
const QUERY = /[?&;]([\w.%-]{1,64})=([^&\s#;'"]{1,1024})/g;

export interface Located {
  readonly kind: string;
  readonly index: number;
  readonly length: number;
}

/** The passwords and tokens in the addresses of a text. */
export function* urlCredentials(text: string): Iterable<Located> {
  for (const match of text.matchAll(USER_INFORMATION)) {
    const [whole, scheme = '', , password = ''] = match;
    if (isHarmlessPassword(decoded(password)) || /^\d{1,5}(?:\/|$)/.test(password)) continue;
    yield { kind: `address (${scheme.toLowerCase()}) with a password`, ...place(match.index, whole, password, 1) };
  }
  for (const match of [...text.matchAll(WITHOUT_SCHEME), ...text.matchAll(HOST_WITHOUT_SCHEME)]) {
    const [whole, , password = ''] = match;
    if (isHarmlessPassword(password)) continue;
    yield { kind: 'address with a password', ...place(match.index, whole, password, 1) };
  }
  for (const match of text.matchAll(USER_ALONE)) {
    const [whole, scheme = '', user = ''] = match;
    // the key in an address of Sentry is public
    if (isHarmlessPassword(decoded(user)) || !/\d/.test(user) || !/[A-Za-z]/.test(user)) continue;
    if (/^[0-9a-f]{32}$/.test(user) && /sentry|ingest|glitchtip/i.test(text)) continue;
    if (/^[\w.-]+%40/.test(user)) continue;
    yield { kind: `address (${scheme.toLowerCase()}) with a token`, ...place(match.index, whole, user, 1) };
  }
  if (!/:\/\//.test(text)) return;
  for (const match of text.matchAll(QUERY)) {
    const [whole, name = '', value = ''] = match;
    const meaning = meaningOf(name);
    if (meaning !== 'password' && meaning !== 'secret' && !(meaning === 'key' && value.length >= 16)) continue;
    if (meaning === 'password' ? isHarmlessPassword(decoded(value)) : isHarmlessSecret(decoded(value))) continue;
    yield { kind: `address with the parameter "${name}"`, ...place(match.index, whole, value, 0) };
  }
}

function place(start: number, whole: string, part: string, behind: number): { index: number; length: number } {
  return { index: start + whole.lastIndexOf(part, whole.length - behind), length: part.length };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
