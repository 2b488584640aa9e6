import { meaningOf } from './names';
import { isNamedCredential } from './policy';

/** What stands in a message for a value that nobody may read. */
export const HIDDEN = '***';

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:/;
const DEEPEST = 16;

/** A text for a message about an option, and the texts that it hides. */
export interface Redacted {
  readonly shown: string;
  readonly hidden: readonly string[];
}

/** How values and messages are told without what nobody may read. */
export interface Redaction {
  /**
   * A value of the user as JSON, without what is or may be a credential. Where a secret, its name or its ARN belongs
   * nothing is shown but an ARN: what stands there by mistake is the secret itself.
   *
   * @param path of the option, for example `stages[prod].application.secrets.TOKEN`
   */
  readonly value: (path: string, value: unknown) => Redacted;
  /** A message without credentials, and without the texts that were hidden elsewhere in it. */
  readonly text: (message: string, hidden?: readonly string[]) => string;
}

/** @param mask hides the credentials in a text */
export function redactionBy(mask: (text: string) => string): Redaction {
  return {
    value: (path, value) => redactValue(path, value, mask),
    text: (message, hidden = []) => mask(hidden.reduce((text, secret) => text.replaceAll(secret, HIDDEN), message)),
  };
}

function redactValue(path: string, value: unknown, mask: (text: string) => string): Redacted {
  const hidden: string[] = [];
  const hide = (text: string): string => {
    if (text.length >= 4) hidden.push(text);
    return HIDDEN;
  };
  const names = path.replace(/\[[^\]]*\]/g, '').split('.');
  const clean = (inner: unknown, at: readonly string[], above: readonly object[]): unknown => {
    if (typeof inner === 'bigint') return clean(`${inner}n`, at, above);
    if (typeof inner === 'string' || typeof inner === 'number') {
      if (isHiddenPlace(at, String(inner)) && !ARN.test(String(inner))) return hide(String(inner));
      return typeof inner === 'string' ? mask(inner) : inner;
    }
    if (typeof inner !== 'object' || inner === null) return inner;
    if (above.includes(inner) || above.length > DEEPEST) return '…';
    const inside = [...above, inner];
    if (Array.isArray(inner)) return inner.map((element) => clean(element, at, inside));
    const entries = Object.entries(inner);
    const own = (inner as { readonly name?: unknown }).name;
    return Object.fromEntries(
      entries.map(([key, element]) => {
        // a list of `{ name, value }` in the place of a map
        const name = key === 'value' && typeof own === 'string' ? own : key;
        return [mask(key), clean(element, [...at, name], inside)];
      }),
    );
  };
  const cleaned = clean(value, names, []);
  return { shown: cleaned === undefined ? '(not given)' : JSON.stringify(cleaned), hidden };
}

/** Whether a secret, or the name of one, belongs where a value stands. */
function isHiddenPlace(names: readonly string[], value: string): boolean {
  const free = names.findIndex((name) => FREE.has(name));
  const options = free < 0 ? names : names.slice(0, free);
  if (options.some((name) => meaningOf(name) !== 'none' && !SAFE.test(name))) return true;
  const own = free < 0 ? undefined : names.slice(free + 1).join('.');
  return own !== undefined && isNamedCredential(own, value);
}

/** Maps whose keys the user chooses: a name there says of its value alone. */
const FREE = new Set(['environment', 'tags', 'labels', 'variables']);
/** Options that speak of credentials and hold none; keys of KMS are named and never given. */
const SAFE = /^(keywords|npmTokenAuth)$|[kK]eyArn$/;
