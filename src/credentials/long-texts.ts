import { LONGEST_TEXT } from '.';
import type { Places } from './options';

/** A text of which only the beginning is looked at. */
export interface LongText {
  /** Where it stands, for example `application.environment.ZONES`. */
  readonly path: string;
  /** Its length, in characters. */
  readonly length: number;
}

/** What was not looked at, as a sentence. */
export function unseenPart(length: number): string {
  return `It has ${length} characters. Credentials are looked for in the first ${LONGEST_TEXT}; the last ${length - LONGEST_TEXT} were not looked at.`;
}

/** Whether credentials are looked for in a part of a text alone. */
export function isTooLong(length: number): boolean {
  return length > LONGEST_TEXT;
}

/** Length of a command as one line, as it is looked at. */
export function commandLength(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length, Math.max(0, parts.length - 1));
}

/** The texts in plain data of a user that are longer than what is looked at. */
export function* longTextsIn(data: unknown, { commands, ignored }: Places): Iterable<LongText> {
  const pending: { value: unknown; path: string; key: string }[] = [{ value: data, path: '', key: '' }];
  const seen = new Set<object>();
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    const { value, path, key } = one;
    if (typeof value === 'string') {
      if (isTooLong(value.length)) yield { path, length: value.length };
      continue;
    }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) continue;
    if (Array.isArray(value) && commands.has(key) && value.every((part) => typeof part === 'string')) {
      const length = commandLength(value);
      if (isTooLong(length)) yield { path, length };
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
