import { isHarmlessIssuedKey, isHarmlessPassword, isHarmlessSecret } from './harmless';
import { meaningOf } from './names';

/**
 * What stands before the `@` of an address, from the last space, quote or `@` on. Where there is no `@`, nothing is looked
 * for, and a pattern that ends at one is tried once an `@`: no text makes that slow.
 */
const LONGEST_BEFORE = 800;
/** The part of an address before its host: `scheme://user:password@`. A slash may stand in a careless password. */
const USER_INFORMATION = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/:@?#'"]{0,256}):([^\s@'"]{1,512})$/i;
/** A token in the place of the user. */
const USER_ALONE = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/:@?#'"]{16,256})$/i;
/** MySQL drivers of Go write no scheme: `user:password@tcp(host:3306)/db`. */
const WITHOUT_SCHEME = /(?<![\w/.-])([\w.-]{1,64}):([^\s@/'"]{1,256})$/;
const GO_HOST = /^(?:tcp|unix|udp)\(/;
/** A host without its scheme; `sip:alice@example.com` is an address, and a password has a digit. */
const HOST_WITHOUT_SCHEME =
  /(?<![\w/:.-])(?!(?:mailto|sips?|xmpp|acct|im|tel|owner|contact|email|urn):)([\w.-]{1,64}):([^\s@/'":]{4,256})$/i;
const HOST = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,20}(?=[/:\s]|$)/i;
const QUERY = /[?&;]([\w.%-]{1,64})=([^&\s#;'"]{1,1024})/g;

export interface Located {
  readonly kind: string;
  readonly index: number;
  readonly length: number;
}

/** The passwords and tokens in the addresses of a text. */
export function* urlCredentials(text: string): Iterable<Located> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = beforeSign(text, at);
    const found = before.length < 2 ? undefined : inUser(text, before, text.slice(at + 1, at + 300));
    if (found) yield { kind: found.kind, index: at - found.length, length: found.length };
  }
  if (!text.includes('://')) return;
  for (const match of text.matchAll(QUERY)) {
    const [whole, name = '', value = ''] = match;
    // `key=` of an address gives access where it is made, and is the name of an entry elsewhere
    const meaning = /^(?:key|code|k)$/i.test(name) && !isHarmlessIssuedKey(value) ? 'issued' : meaningOf(name);
    if (meaning === 'none' || meaning === 'metadata' || (meaning === 'key' && value.length < 16)) continue;
    if (meaning === 'password' ? isHarmlessPassword(decoded(value)) : isHarmlessSecret(decoded(value))) continue;
    const length = value.length;
    yield { kind: `address with the parameter "${name}"`, index: match.index + whole.length - length, length };
  }
}

function beforeSign(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < LONGEST_BEFORE && !/[\s@'"]/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, at);
}

/** The credential that ends where the host begins. */
function inUser(text: string, before: string, behind: string): { kind: string; length: number } | undefined {
  const address = USER_INFORMATION.exec(before);
  if (address && /^[^\s@]|^$/.test(behind)) {
    const [, scheme = '', , password = ''] = address;
    if (isHarmlessPassword(decoded(password)) || /^\d{1,5}(?:\/|$)/.test(password)) return undefined;
    return { kind: `address (${scheme.toLowerCase()}) with a password`, length: password.length };
  }
  const [, , known = ''] = (GO_HOST.test(behind) && WITHOUT_SCHEME.exec(before)) || [];
  if (known !== '' && !isHarmlessPassword(known)) return { kind: 'address with a password', length: known.length };
  const [, , chosen = ''] = (HOST.test(behind) && HOST_WITHOUT_SCHEME.exec(before)) || [];
  if (/\d/.test(chosen) && /[A-Za-z]/.test(chosen) && !isHarmlessPassword(chosen)) {
    return { kind: 'address with a password', length: chosen.length };
  }
  const [, scheme = '', user = ''] = USER_ALONE.exec(before) ?? [];
  if (!/\d/.test(user) || !/[A-Za-z]/.test(user) || isHarmlessPassword(decoded(user))) return undefined;
  // the key in an address of Sentry is public
  if (/^[0-9a-f]{32}$/.test(user) && /sentry|ingest|glitchtip/i.test(text)) return undefined;
  if (/^[\w.-]+%40/.test(user)) return undefined;
  return { kind: `address (${scheme.toLowerCase()}) with a token`, length: user.length };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
