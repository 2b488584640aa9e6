import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter, type Node } from 'yaml';
import type { Json } from '../../util/json';
import { parseYamlText } from '../../util/yaml-text';

/** A parsed template and the line of each of its resources. */
export interface ParsedTemplate {
  readonly content: Json;
  readonly lines: ReadonlyMap<string, number>;
}

/** What aliases stand for. */
type Targets = ReadonlyMap<Alias, Node>;

/** Short forms that are not called `Fn::…` in their long form. */
const LONG_FORM: Readonly<Record<string, string>> = { '!Ref': 'Ref', '!Condition': 'Condition' };

/**
 * Parse a YAML template, short-form intrinsics included.
 *
 * CloudFormation reads YAML 1.1: `yes` is a boolean there, and a date is a date, which a template means as text.
 */
export function parseYamlTemplate(text: string): ParsedTemplate {
  const counter = new LineCounter();
  const { document, targets } = parseYamlText(text, { version: '1.1', lineCounter: counter });
  const [error] = document.errors;
  if (error) throw new Error(error.message);
  const lines = new Map<string, number>();
  const resources = document.get('Resources', true);
  if (isMap(resources)) {
    for (const { key } of resources.items) {
      if (isScalar(key) && key.range) lines.set(String(key.source ?? key.value), counter.linePos(key.range[0]).line);
    }
  }
  return { content: toJson(document.contents, targets), lines };
}

function toJson(node: Node | null, targets: Targets): Json {
  const content = untagged(node, targets);
  const tag = node?.tag;
  if (tag === undefined || !/^![A-Za-z]/.test(tag)) return content;
  const name = LONG_FORM[tag] ?? `Fn::${tag.slice(1)}`;
  if (name === 'Fn::GetAtt' && typeof content === 'string') {
    const [id = '', ...attribute] = content.split('.');
    return { [name]: [id, attribute.join('.')] };
  }
  return { [name]: content };
}

function untagged(node: Node | null, targets: Targets): Json {
  if (node === null) return null;
  if (isAlias(node)) return toJson(targets.get(node) ?? null, targets);
  if (isScalar(node)) return scalar(node.value, node.source);
  if (isSeq(node)) return node.items.map((item) => toJson(item as Node, targets));
  if (!isMap(node)) return null;
  const result: Record<string, Json> = {};
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.source ?? key.value) : String(key);
    const content = toJson(value as Node | null, targets);
    if (name === '<<' && typeof content === 'object' && content !== null) {
      for (const merged of Array.isArray(content) ? content : [content]) Object.assign(result, merged, { ...result });
    } else {
      result[name] = content;
    }
  }
  return result;
}

function scalar(value: unknown, source: string | undefined): Json {
  if (value === null || typeof value === 'string') return value;
  // The letters alone are booleans in YAML 1.1, and to no parser that CloudFormation and its tools use.
  if (typeof value === 'boolean') return /^[yn]$/i.test(source ?? '') ? (source ?? value) : value;
  // "22:22" is a number to base 60 in YAML 1.1, and to nobody else.
  if (typeof value === 'number') return source?.includes(':') ? source : value;
  return source ?? String(value);
}
