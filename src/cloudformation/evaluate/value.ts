import { Reference, type Resource, Unknown, type Value } from './model';
import { and, type Truth } from './truth';

/** A value of a known type, an open one, or an absent one. */
export type Lookup<T> = T | Unknown | undefined;

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function isReference(value: unknown): value is Reference {
  return value instanceof Reference;
}

export function isValueObject(value: unknown): value is { readonly [key: string]: Value } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) && !isReference(value)
  );
}

/** Of this one nothing is known at all: two of them are no more equal than any two values. */
const OPEN = new Unknown('');

/** Step into a value; a step into an open value is open. */
export function step(value: Value, ...path: readonly (string | number)[]): Value {
  let current = value;
  for (const key of path) {
    if (isUnknown(current) || isReference(current)) return OPEN;
    if (Array.isArray(current)) current = typeof key === 'number' ? current[key] : undefined;
    else if (isValueObject(current)) current = current[String(key)];
    else return undefined;
  }
  return current;
}

/** Templates write numbers as text as often as not. */
export function asNumber(value: Value): Lookup<number> {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return isUnknown(value) ? value : OPEN;
}

export function asString(value: Value): Lookup<string> {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isUnknown(value) ? value : OPEN;
}

export function asBoolean(value: Value): Lookup<boolean> {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return isUnknown(value) ? value : OPEN;
}

/** A list; a scalar where a list belongs counts as a list of one, as CloudFormation takes it. */
export function asList(value: Value): Lookup<readonly Value[]> {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  return isUnknown(value) ? value : isReference(value) ? OPEN : [value];
}

/** The items of a list, none where it is absent or open. */
export function items(value: Value): readonly Value[] {
  const list = asList(value);
  return list === undefined || isUnknown(list) ? [] : list;
}

/** The truth of a boolean value with the default that an absent one has. */
export function truthOf(value: Value, absent: boolean): Truth {
  const result = asBoolean(value);
  return result === undefined ? absent : isUnknown(result) ? 'unknown' : result;
}

/** Whether two values are the same. */
export function same(left: Value, right: Value): Truth {
  if (isReference(left) && isReference(right)) {
    return left.resource === right.resource && left.attribute === right.attribute;
  }
  if (isUnknown(left) && isUnknown(right) && left !== OPEN && left.expression === right.expression) return true;
  if (isUnknown(left) || isUnknown(right) || isReference(left) || isReference(right)) return 'unknown';
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && and(left.map((item, index) => same(item, right[index])));
  }
  if (isValueObject(left) && isValueObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return and(keys.map((key) => same(left[key], right[key])));
  }
  if (left === undefined || right === undefined || typeof left === 'object' || typeof right === 'object') {
    return left === right;
  }
  return String(left) === String(right);
}

/** The number if it is known. */
export function knownNumber(value: Value): number | undefined {
  const result = asNumber(value);
  return isUnknown(result) ? undefined : result;
}

/** The text if it is known. */
export function knownString(value: Value): string | undefined {
  const result = asString(value);
  return isUnknown(result) ? undefined : result;
}

/** The resource that a value refers to, if it is at hand. */
export function resourceOf(value: Value): Resource | undefined {
  return isReference(value) ? value.resource : undefined;
}
