import type { Document } from 'yaml';
import { UnusableInput } from '../../util/text-limits';
import { parseYamlText, plainValue, type YamlDocument } from '../../util/yaml-text';
import type { JsonValue, Keys } from '../manifest';
import { equal, isObject } from './merge';
import { type Parsed, UnusableText } from './text';

/** The keys of a YAML file. Comments and the form of what is not changed stay. */
export function parseYaml(text: string): Parsed {
  const parsed = read(text);
  const { document } = parsed;
  const [error] = document.errors;
  if (error) throw new UnusableText(`it is not YAML (${error.message.split('\n')[0]})`);
  const keys = (plainValue(parsed) ?? {}) as JsonValue;
  if (!isObject(keys)) throw new UnusableText('it holds no mapping');
  return {
    keys,
    print: (merged) => {
      if (equal(merged, keys)) return text;
      change(document, [], keys, merged);
      return document.toString({ lineWidth: 0 });
    },
  };
}

function read(text: string): YamlDocument {
  try {
    return parseYamlText(text);
  } catch (error) {
    throw error instanceof UnusableInput ? new UnusableText(`it ${error.reason}`) : error;
  }
}

function change(document: Document, path: readonly string[], found: Keys, merged: Keys): void {
  for (const key of Object.keys(found)) {
    if (!Object.hasOwn(merged, key)) document.deleteIn([...path, key]);
  }
  for (const [key, value] of Object.entries(merged)) {
    const before = Object.hasOwn(found, key) ? found[key] : undefined;
    if (before !== undefined && equal(before, value)) continue;
    if (isObject(before) && isObject(value)) change(document, [...path, key], before, value);
    else document.setIn([...path, key], document.createNode(value));
  }
}
