import { asList, canonical, isObject, type Json, scalarText } from '../util/json';

/** The one key and argument of an intrinsic function call, `undefined` for any other value. */
export function intrinsic(value: Json | undefined): { name: string; argument: Json } | undefined {
  if (!isObject(value)) return undefined;
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || name === undefined) return undefined;
  if (name !== 'Ref' && name !== 'Condition' && !name.startsWith('Fn::')) return undefined;
  return { name, argument: value[name] as Json };
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
