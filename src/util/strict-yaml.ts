import type { Json } from './json';
import { Refusal } from './refusal';

/** A text is no YAML that every reader reads alike; the message says why. */
export class YamlError extends Refusal {}

/**
 * Reads YAML that others wrote. What readers differ in (anchors, tags, merged and doubled keys, several documents) is
 * refused, so that what is looked at here is what GitHub and the package managers read.
 */
export function readYaml(text: string): Json {
  if (/\t/.test(text.replace(/^[^\n]*["'#|>][^\n]*$/gm, ''))) throw new YamlError('it is indented by tabs');
  // most commands read none, and every start would wait for the library
  const { parseDocument } = require('yaml') as typeof import('yaml');
  const document = parseDocument(text, { uniqueKeys: true, stringKeys: true, schema: 'core', merge: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new YamlError(problem.message.split('\n')[0] as string);
  const peculiar = peculiarity(document.contents);
  if (peculiar !== undefined) throw new YamlError(`it has ${peculiar}`);
  return document.toJS({ maxAliasCount: 0 }) as Json;
}

/** A part that readers differ in. */
function peculiarity(root: unknown): string | undefined {
  const left: unknown[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const { anchor, source, tag, items, key, value } = node as Record<string, unknown>;
    if (anchor !== undefined) return 'an anchor';
    if ('source' in node && !('value' in node) && typeof source === 'string') return 'an alias';
    if (typeof tag === 'string' && !tag.startsWith('tag:yaml.org,2002:')) return `the tag ${tag}`;
    if (Array.isArray(items)) left.push(...items);
    if ('key' in node) {
      if ((key as { value?: unknown } | null)?.value === '<<') return 'a merged key';
      left.push(key, value);
    }
  }
  return undefined;
}
