import type { JsonValue, Keys } from '../manifest';

/** A key of the template that the synth may not write. */
export interface KeyConflict {
  /** Names of the keys on the way to it. */
  readonly path: readonly string[];
  /** `changed` since the template wrote it, `removed`, or `unknown`: there before the template had such a key. */
  readonly reason: 'changed' | 'removed' | 'unknown';
  /** What stands there now. */
  readonly found?: JsonValue;
  /** What the template writes. */
  readonly wanted: JsonValue;
}

/** What becomes of a file whose keys are merged. */
export interface Merge {
  readonly merged: Keys;
  readonly conflicts: readonly KeyConflict[];
  /** Keys of the template that the user changed and that the template does not write any more: kept. */
  readonly kept: readonly (readonly string[])[];
}

/** How keys are merged. */
export interface MergeOptions {
  /** Takes the template's value of its own keys, whatever stands there. */
  readonly force?: boolean;
}

/**
 * Merges key by key. What the template wrote before (`bases`, more than one after an interruption) tells whose a key is:
 * keys of the user stay, keys of the template get its new value or go, and a key of the template with a value that it
 * never wrote is a conflict. Lists are values like any other. The order is that of the file.
 */
export function mergeKeys(
  bases: readonly JsonValue[],
  found: Keys,
  wanted: Keys,
  { force = false }: MergeOptions = {},
): Merge {
  const conflicts: KeyConflict[] = [];
  const kept: (readonly string[])[] = [];

  const mergeAt = (path: readonly string[], before: readonly JsonValue[], disk: Keys, next: Keys): Keys => {
    const merged = new Map<string, JsonValue>();
    for (const [key, value] of Object.entries(disk)) {
      const at = [...path, key];
      const written = before.flatMap((base) => child(base, key));
      const ours = child(next, key)[0];
      const known = written.some((one) => equal(one, value));
      if (isObject(value) && (isObject(ours) || (ours === undefined && written.some(isObject)))) {
        const within = before.map((base) => child(base, key)[0] ?? {});
        const inner = mergeAt(at, within, value, isObject(ours) ? ours : {});
        // an object of the template whose keys are all gone goes as well
        if (ours !== undefined || Object.keys(inner).length > 0) merged.set(key, inner);
      } else if (ours === undefined) {
        if (known) continue;
        if (written.length > 0) kept.push(at);
        merged.set(key, value);
      } else if (known || force || equal(ours, value)) {
        merged.set(key, ours);
      } else {
        conflicts.push({ path: at, reason: written.length > 0 ? 'changed' : 'unknown', found: value, wanted: ours });
        merged.set(key, value);
      }
    }
    return inserted(path, before, merged, next);
  };

  /** Adds the template's keys that the file does not have, each behind the one that the template writes before it. */
  const inserted = (
    path: readonly string[],
    before: readonly JsonValue[],
    merged: ReadonlyMap<string, JsonValue>,
    next: Keys,
  ): Keys => {
    const entries = [...merged];
    let previous: string | undefined;
    for (const [key, value] of Object.entries(next)) {
      if (!merged.has(key)) {
        const isRemoved = before.length > 0 && before.every((base) => child(base, key).length > 0);
        if (isRemoved && !force) conflicts.push({ path: [...path, key], reason: 'removed', wanted: value });
        else entries.splice(entries.findIndex(([name]) => name === previous) + 1, 0, [key, value]);
      }
      previous = key;
    }
    return Object.fromEntries(entries);
  };

  return { merged: mergeAt([], bases, found, wanted), conflicts, kept };
}

/** Whether two values are the same, whatever the order of keys. */
export function equal(a: JsonValue, b: JsonValue): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equal(item, b[index] as JsonValue));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name] as JsonValue, b[name] as JsonValue))
  );
}

export function isObject(value: JsonValue | undefined): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key as a list of one, or none. */
function child(value: JsonValue | undefined, key: string): JsonValue[] {
  return isObject(value) && Object.hasOwn(value, key) ? [value[key] as JsonValue] : [];
}
