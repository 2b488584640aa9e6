import { type Json, scalarText } from '../../util/json';
import { intrinsic } from '../functions';

/**
 * Text that is put together, in the one form that all ways to write it come to: `Fn::Sub`, `Fn::Join` and what is nested
 * in them become one `Fn::Join` without separator, what is known becomes the text itself, and a lone reference itself.
 */
export function joined(parts: readonly Json[]): Json {
  const flat: Json[] = [];
  for (const part of parts.flatMap(piecesOf)) {
    const last = flat.at(-1);
    const text = scalarText(part);
    if (text === undefined) flat.push(part);
    else if (typeof last === 'string') flat[flat.length - 1] = last + text;
    else if (text !== '') flat.push(text);
  }
  if (flat.length === 0) return '';
  return flat.length === 1 ? (flat[0] as Json) : { 'Fn::Join': ['', flat] };
}

/** `text` of `Fn::Sub` in pieces; what stands between `${` and `}` is looked up. */
export function piecesOfSub(text: string, lookUp: (name: string) => Json): Json[] {
  return text.split(/(\$\{[^}]+\})/).map((piece) => {
    const [, literal, name] = /^\$\{(!?)([^}]+)\}$/.exec(piece) ?? [];
    if (name === undefined) return piece;
    return literal === '!' ? `\${${name}}` : lookUp(name.trim());
  });
}

function piecesOf(part: Json): Json[] {
  const call = intrinsic(part);
  if (call?.name !== 'Fn::Join' || !Array.isArray(call.argument)) return [part];
  const [separator, pieces] = call.argument;
  return separator === '' && Array.isArray(pieces) ? pieces : [part];
}

/** A reference as `Fn::Sub` writes it. */
export function referenceTo(name: string): Json {
  return name.includes('.') ? attributeOf(name) : { Ref: name };
}

/** `Fn::GetAtt` in the form of a list, which is one of two that templates have. */
export function attributeOf(name: string): Json {
  const dot = name.indexOf('.');
  return { 'Fn::GetAtt': [name.slice(0, dot), name.slice(dot + 1)] };
}
