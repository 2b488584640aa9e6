import { isObject, type Json } from '../../util/json';
import { parseJsonText } from '../../util/json-text';

/** Parsed text and the line of each of its resources. */
export interface Parsed {
  readonly content: Json;
  readonly lines: ReadonlyMap<string, number>;
}

/** @throws UnusableInput where the text is no JSON, or too much to be a template */
export function parseJson(text: string): Parsed {
  const content = parseJsonText(text) as Json;
  const resources = isObject(content) && isObject(content.Resources) ? Object.keys(content.Resources) : [];
  const lines = new Map<string, number>();
  let position = text.indexOf('"Resources"');
  let line = text.slice(0, position).split('\n').length;
  for (const logicalId of resources) {
    const match = text.slice(position).search(new RegExp(`"${literal(logicalId)}"\\s*:\\s*\\{`));
    if (match < 0) continue;
    line += text.slice(position, position + match).split('\n').length - 1;
    lines.set(logicalId, line);
    position += match;
  }
  return { content, lines };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
