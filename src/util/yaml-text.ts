import type { Alias, Document, DocumentOptions, Node, ParseOptions, SchemaOptions } from 'yaml';
import { bracketDepth, conflictLine, DEEPEST, UnusableInput } from './text-limits';

/** As many characters as a text of YAML may have: ten times what CloudFormation takes. */
const LONGEST_YAML = 10_000_000;
/** As many values as a text may have with its aliases written out: ten times as many as the largest templates. */
const MOST_VALUES = 1_000_000;

/** A text of YAML as a document whose aliases are all known and lead nowhere without an end. */
export interface YamlDocument {
  readonly document: Document;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/**
 * A text of YAML that somebody else wrote. What is not well formed is among the document's errors, as before.
 *
 * @throws UnusableInput where it is conflicted, too long, too deep, or larger than it looks
 */
export function parseYamlText(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): YamlDocument {
  if (text.length > LONGEST_YAML) throw new UnusableInput(`has more than ${LONGEST_YAML} characters`);
  const line = conflictLine(text);
  if (line !== undefined) throw new UnusableInput(`holds a conflict that a merge left (line ${line})`);
  const deep = new RegExp(`(?:[-?:][ \\t]+){${DEEPEST}}`);
  if (bracketDepth(text, false) > DEEPEST || deep.test(text)) throw tooDeep();
  // most commands read none, and every start would wait for the library
  const { parseDocument } = require('yaml') as typeof import('yaml');
  let document: Document;
  try {
    document = parseDocument(text, { logLevel: 'silent', ...options });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
  // the library takes that for a fault of the text
  if (document.errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw tooDeep();
  const targets = new Map<Alias, Node>();
  if (document.errors.length === 0) new Aliases(targets).count(document.contents, 0);
  return { document, targets };
}

/** A document as plain values. */
export function plainValue({ document }: YamlDocument): unknown {
  // they have been counted
  return document.toJS({ maxAliasCount: -1 });
}

/** Follows aliases without writing them out. */
class Aliases {
  private readonly anchors = new Map<string, { readonly node: Node; size?: number }>();
  private values = 0;

  public constructor(private readonly targets: Map<Alias, Node>) {}

  public count(node: unknown, depth: number): void {
    const { isAlias, isMap, isNode, isSeq } = require('yaml') as typeof import('yaml');
    if (depth > DEEPEST) throw tooDeep();
    if (!isNode(node)) return;
    if (isAlias(node)) {
      this.follow(node);
      return;
    }
    const before = this.values;
    this.add(1);
    const anchor = node.anchor === undefined ? undefined : { node, size: undefined as number | undefined };
    if (anchor !== undefined) this.anchors.set(node.anchor as string, anchor);
    if (isSeq(node)) for (const item of node.items) this.count(item, depth + 1);
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        this.count(key, depth + 1);
        this.count(value, depth + 1);
      }
    }
    if (anchor !== undefined) anchor.size = this.values - before;
  }

  private follow(alias: Alias): void {
    const target = this.anchors.get(alias.source);
    // one without an anchor is an error of the document
    if (target === undefined) return;
    if (target.size === undefined) throw new UnusableInput(`has an alias of itself (*${alias.source})`);
    this.targets.set(alias, target.node);
    this.add(target.size);
  }

  private add(values: number): void {
    this.values += values;
    if (this.values > MOST_VALUES) {
      throw new UnusableInput(`holds more than ${MOST_VALUES} values when its aliases are written out`);
    }
  }
}

function tooDeep(): UnusableInput {
  return new UnusableInput(`nests more than ${DEEPEST} levels deep`);
}
