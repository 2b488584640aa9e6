import { parseJsonText } from '../../util/json-text';
import type { JsonValue, Keys } from '../manifest';
import { isObject } from './merge';
import { type Parsed, UnusableText } from './text';

/** The keys of a JSON file. */
export function parseJson(text: string): Parsed {
  let value: JsonValue;
  try {
    value = parseJsonText(text) as JsonValue;
  } catch (error) {
    throw new UnusableText(`it ${(error as Error).message}`);
  }
  if (!isObject(value)) throw new UnusableText('it holds no object');
  return { keys: value, print: (merged) => print(text, value, merged) };
}

/** The keys of package.json, which package managers and projen write anew whether anything changes in it or not. */
export function parsePackageJson(text: string): Parsed {
  const parsed = parseJson(text);
  assertKept(text, parsed.keys);
  return parsed;
}

/** A file in the indentation it had. */
function print(text: string, found: Keys, merged: Keys): string {
  if (JSON.stringify(merged) === JSON.stringify(found)) return text;
  assertKept(text, found);
  const indentation = /^[ \t]+/m.exec(text)?.[0] ?? '  ';
  return `${JSON.stringify(merged, undefined, indentation)}\n`;
}

const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d[\d.eE+-]*/g;

/** What JavaScript cannot hold would be lost by writing the file anew: the first of two equal keys, digits of a number. */
function assertKept(text: string, found: Keys): void {
  const tokens = [...text.matchAll(TOKENS)];
  const keys = tokens.filter(([, colon]) => colon !== undefined).length;
  if (keys !== countKeys(found)) throw new UnusableText('it has a key twice');
  const inexact = tokens.find(([token]) => /^-?\d+$/.test(token) && BigInt(token) !== BigInt(Number(token)));
  if (inexact) throw new UnusableText(`the number ${inexact[0]} has more digits than are kept; write it as text`);
}

function countKeys(value: JsonValue): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countKeys(item), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + 1 + countKeys(item), 0);
}
