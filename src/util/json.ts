export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value itself if it is a list, a list of it if it is anything else, an empty list if it is absent. */
export function asList(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The value below a path of property names. */
export function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** JSON with sorted keys: equal values give equal text. */
export function canonical(value: Json | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isObject(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** CloudFormation takes `10` and `"10"`, `true` and `"true"` for the same value; so must everything that compares scalars. */
export function scalarText(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** The one key and argument of an intrinsic function call, `undefined` for any other value. */
export function intrinsic(value: Json | undefined): { name: string; argument: Json } | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || name === undefined) return undefined;
  if (name !== 'Ref' && name !== 'Condition' && !name.startsWith('Fn::')) return undefined;
  return { name, argument: value[name] as Json };
}

/** Replaces every string of a value, keys excepted. */
export function mapStrings(value: Json, replace: (text: string, path: string) => string, path = ''): Json {
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapStrings(item, replace, `${path}[${index}]`));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        mapStrings(item, replace, path === '' ? key : `${path}.${key}`),
      ]),
    );
  }
  return value;
}

/**
 * Text of a value in which intrinsic functions stand as `${LogicalId}` and `${LogicalId.Attribute}`, so that
 * `Fn::Join`, `Fn::Sub` and plain strings that mean the same are the same text.
 */
export function render(value: Json | undefined): string {
  const scalar = scalarText(value);
  if (scalar !== undefined) return scalar;
  const call = intrinsic(value);
  if (call === undefined) return canonical(value);
  const { name, argument } = call;
  if (name === 'Ref' && typeof argument === 'string') return `\${${argument}}`;
  if (name === 'Fn::GetAtt') {
    return `\${${Array.isArray(argument) ? argument.map(render).join('.') : render(argument)}}`;
  }
  if (name === 'Fn::Sub' && typeof argument === 'string') return argument;
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    const [separator, parts] = argument;
    if (typeof separator === 'string' && Array.isArray(parts)) return parts.map(render).join(separator);
  }
  return canonical(value);
}

const REFERENCE_IN_TEXT = /\$\{([A-Za-z0-9]+)(?:\.[^}]*)?\}/g;

/** Logical IDs that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function references(value: Json | undefined): Set<string> {
  const found = new Set<string>();
  const visit = (item: Json | undefined): void => {
    const call = intrinsic(item);
    if (call?.name === 'Ref' && typeof call.argument === 'string') found.add(call.argument);
    else if (call?.name === 'Fn::GetAtt') {
      const first = Array.isArray(call.argument) ? call.argument[0] : String(call.argument).split('.')[0];
      if (typeof first === 'string') found.add(first);
    } else if (call?.name === 'Fn::Sub') {
      for (const text of asList(call.argument)) {
        if (typeof text === 'string')
          for (const match of text.matchAll(REFERENCE_IN_TEXT)) found.add(match[1] as string);
        else visit(text);
      }
    } else if (Array.isArray(item)) item.forEach(visit);
    else if (isObject(item)) Object.values(item).forEach(visit);
  };
  visit(value);
  return found;
}
