import { LONGEST_TEXT } from '.';
import { decodedTexts } from './decoding';
import type { Places } from './options';

/** A text of which a part was not looked at. */
export interface UnseenText {
  /** Where it stands, for example `application.environment.ZONES`. */
  readonly path: string;
  /** What was not looked at, and why, as sentences. */
  readonly message: string;
}

/** What was not looked at in a text of a length, as a sentence. */
function unseenPart(length: number): string {
  return `It has ${length} characters. Credentials are looked for in the first ${LONGEST_TEXT}; the last ${length - LONGEST_TEXT} were not looked at.`;
}

/** What was not looked at in a text: its end, or what is packed or encoded in it; nothing where all was. */
export function unseenIn(text: string): string | undefined {
  if (text.length > LONGEST_TEXT) return unseenPart(text.length);
  // less than a header and a few characters is nothing packed
  if (text.length < SHORTEST_CODE) return undefined;
  for (const decoded of decodedTexts(text)) {
    if ('reason' in decoded) return `A part of it ${decoded.reason}. Credentials were not looked for in that part.`;
  }
  return undefined;
}

const SHORTEST_CODE = 24;

/** What was not looked at in the parts of a command. */
export function unseenInCommand(parts: readonly string[]): string | undefined {
  const length = commandLength(parts);
  if (length > LONGEST_TEXT) return unseenPart(length);
  return parts.map(unseenIn).find((message) => message !== undefined);
}

/** Length of a command as one line, as it is looked at. */
function commandLength(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, Math.max(0, parts.length - 1));
}

/** The texts in plain data of a user of which a part was not looked at. */
export function* unseenTextsIn(data: unknown, { commands, ignored }: Places): Iterable<UnseenText> {
  const pending: { value: unknown; path: string; key: string }[] = [{ value: data, path: '', key: '' }];
  const seen = new Set<object>();
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const { value, path, key } = one;
    if (typeof value === 'string') {
      const message = unseenIn(value);
      if (message !== undefined) yield { path, message };
      continue;
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) continue;
    if (Array.isArray(value) && commands.has(key) && value.every((part) => typeof part === 'string')) {
      const message = unseenInCommand(value);
      if (message !== undefined) yield { path, message };
      continue;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (ignored.has(name)) continue;
      const below = Array.isArray(value) ? `${path}[${labelOf(inner, name)}]` : path === '' ? name : `${path}.${name}`;
      pending.push({ value: inner, path: below, key: Array.isArray(value) ? key : name });
    }
  }
}

function labelOf(element: unknown, index: string): string {
  const name = typeof element === 'object' && element !== null ? (element as Record<string, unknown>).name : undefined;
  return typeof name === 'string' ? name : index;
}
