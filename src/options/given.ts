/**
 * Options without what is given as `undefined`, at every depth: it means "not given" and nothing else, so that nothing behind
 * here has to tell the two apart. Lists keep their length, and objects of a class are left alone.
 */
export function withoutUndefined<T>(value: T): T {
  return stripped(value, new Map()) as T;
}

function stripped(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // somebody's object may hold itself
  if (seen.has(value)) return seen.get(value);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const element of value) list.push(stripped(element, seen));
    return list;
  }
  if (!isPlain(value)) return value;
  const result: Record<string, unknown> = {};
  seen.set(value, result);
  for (const [key, part] of Object.entries(value)) {
    if (part !== undefined) result[key] = stripped(part, seen);
  }
  return result;
}

/** Written as `{ … }`. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
