import type { Alias, LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { isObject, type Json } from '../../util/json';
import { UnusableInput } from '../../util/text-limits';
import { parseYamlText, type YamlDocument } from '../../util/yaml-text';
import type { Parsed } from './json';

/** Functions that have a short form (`!Sub`), by their names behind `Fn::`. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'ForEach',
  'GetAZs',
  'GetAtt',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
]);

/** Short forms that are not called `Fn::…` in their long form. */
const LONG_FORM: Readonly<Record<string, string>> = { '!Ref': 'Ref', '!Condition': 'Condition' };

/**
 * A YAML template, short forms of functions written out.
 *
 * The dialect is that of CloudFormation: YAML 1.1, so that `yes` and `on` are booleans and `010` is eight, without the
 * timestamps of it, so that a date is a text. Anchors and merges, which CloudFormation itself refuses and its tools
 * resolve before, are resolved here too.
 *
 * Source: AWS CloudFormation User Guide, "CloudFormation template format": YAML 1.1 is supported, and its binary, omap, pairs,
 * set and timestamp tags, aliases and hash merges are not.
 *
 * @throws UnusableInput where it is no YAML that CloudFormation reads, or too much to be a template
 */
export function parseYaml(text: string): Parsed {
  // a template of JSON, as the CDK writes it, need not wait for the library
  const { isMap, isScalar, LineCounter } = require('yaml') as typeof import('yaml');
  let counter = new LineCounter();
  const { document, targets } = documentOf(text, () => {
    counter = new LineCounter();
    return counter;
  });
  const [error] = document.errors;
  if (error) throw notRead(error.message.split('\n')[0].replace(/:$/, ''));
  const lines = new Map<string, number>();
  const resources = document.get('Resources', true);
  if (isMap(resources)) {
    for (const { key } of resources.items) {
      if (isScalar(key) && key.range) lines.set(String(key.source ?? key.value), counter.linePos(key.range[0]).line);
    }
  }
  return { content: new Reader(targets, counter).value(document.contents), lines };
}

/** As many lines as texts in quotes may go on at the indentation of their keys, and as long as a template may then be. */
const MOST_CONTINUATIONS = 50;
const LONGEST_TEMPLATE = 1_000_000;

/**
 * A text as a document. CloudFormation lets a text in quotes go on at the indentation of its key, or before it, and the
 * library follows the specification, which forbids that: such a line is moved to the right, where spaces count for nothing.
 */
function documentOf(text: string, counter: () => LineCounter, left = MOST_CONTINUATIONS): YamlDocument {
  const parsed = parseYamlText(text, { version: '1.1', lineCounter: counter() });
  const [error] = parsed.document.errors;
  if (error?.code !== 'MISSING_CHAR' || !/^Missing closing ["']quote/.test(error.message)) return parsed;
  const end = text.indexOf('\n', error.pos[0]);
  if (end < 0 || left === 0 || text.length > LONGEST_TEMPLATE) return parsed;
  const column = end - text.lastIndexOf('\n', end - 1);
  const moved = documentOf(`${text.slice(0, end + 1)}${' '.repeat(column)}${text.slice(end + 1)}`, counter, left - 1);
  return moved.document.errors.length > 0 ? parsed : moved;
}

function notRead(cause: string): UnusableInput {
  return new UnusableInput(`is not YAML that CloudFormation reads (${cause})`);
}

/** Writes nodes as plain values. */
class Reader {
  private readonly yaml = require('yaml') as typeof import('yaml');

  public constructor(
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly counter: LineCounter,
  ) {}

  public value(node: Node | null): Json {
    const tag = node?.tag;
    // the tag of YAML's own types (`!!str`) is a name with a colon
    if (node === null || tag === undefined || tag === '!' || tag.includes(':')) return this.untagged(node);
    const name = LONG_FORM[tag] ?? (FUNCTIONS.has(tag.slice(1)) ? `Fn::${tag.slice(1)}` : undefined);
    if (name === undefined) throw notRead(`${tag} is no function of it, ${this.place(node)}`);
    const argument = this.untagged(node);
    if (name === 'Fn::GetAtt' && typeof argument === 'string') {
      const [id = '', ...attribute] = argument.split('.');
      return { [name]: [id, attribute.join('.')] };
    }
    return { [name]: argument };
  }

  private untagged(node: Node | null): Json {
    if (this.yaml.isAlias(node)) return this.value(this.targets.get(node) ?? null);
    if (this.yaml.isScalar(node)) return scalar(node.value, node.source);
    if (this.yaml.isSeq(node)) return node.items.map((item) => this.value(item as Node | null));
    return this.yaml.isMap(node) ? this.members(node) : null;
  }

  private members(map: YAMLMap): Json {
    const members = new Map<string, Json>();
    const merged = new Map<string, Json>();
    for (const pair of map.items as Pair<unknown, Node | null>[]) {
      const name = this.name(pair.key);
      const content = this.value(pair.value);
      if (name !== '<<' || typeof content !== 'object' || content === null) members.set(name, content);
      // of several that are merged the first one decides
      else
        for (const one of [content].flat().filter(isObject))
          for (const [key, item] of Object.entries(one)) setOnce(merged, key, item);
    }
    for (const [key, item] of merged) setOnce(members, key, item);
    return Object.fromEntries(members);
  }

  private name(key: unknown): string {
    if (this.yaml.isScalar(key)) return String(key.source ?? key.value);
    return this.yaml.isAlias(key) ? this.name(this.targets.get(key)) : String(key);
  }

  private place(node: Node): string {
    return `line ${this.counter.linePos(node.range?.[0] ?? 0).line}`;
  }
}

function setOnce(members: Map<string, Json>, name: string, value: Json): void {
  if (!members.has(name)) members.set(name, value);
}

/** What a value that is written without quotes stands for. */
function scalar(value: unknown, source: string | undefined): Json {
  if (value === null || typeof value === 'string') return value;
  // The letters alone are booleans in YAML 1.1, and to no parser that CloudFormation and its tools use.
  if (typeof value === 'boolean') return /^[yn]$/i.test(source ?? '') ? (source ?? value) : value;
  if (typeof value === 'number') return source !== undefined && isText(source, value) ? source : value;
  return source ?? String(value);
}

function isText(source: string, value: number): boolean {
  // "22:22" is a number to base 60 in YAML 1.1, and to nobody else.
  if (source.includes(':')) return true;
  // A zero begins an octal number, which "0890" is not; so an account may be written.
  if (/^[-+]?0[0-7_]*[89][0-9_]*$/.test(source)) return true;
  return Number.isInteger(value) && !Number.isSafeInteger(value);
}
