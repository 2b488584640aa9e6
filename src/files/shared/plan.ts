import { contentHash } from '../content';
import type { PendingContent } from '../journal';
import type { JsonValue, Keys, ManifestFile } from '../manifest';
import { blockOf, joinBlocks, splitBlocks, splitWithoutMark, withNewline, withoutMark } from './block';
import { parseJson, parsePackageJson } from './json';
import { isObject, type KeyConflict, mergeKeys } from './merge';
import { type Parsed, UnusableText } from './text';
import { parseYaml } from './yaml';

/** All that is known of a shared file that stands in the repository. */
export interface SharedSituation {
  readonly path: string;
  readonly entry?: ManifestFile;
  readonly pending?: readonly PendingContent[];
  /** What stands there. */
  readonly text: string;
  /** What the template makes of it; absent where it is not generated any more. */
  readonly rendered?: string;
  /** Template version that renders. */
  readonly version: string;
  /** What is remembered of the keys that the template wrote, where that is not all of them. */
  readonly remembered?: (keys: Keys) => Keys;
  /** Keys that others wrote for the template. */
  readonly before?: Keys;
  /** Leaves no mark of the template in the file: it goes on without one. */
  readonly unmarked?: boolean;
  /** Takes the template's version of what is the template's. */
  readonly force?: boolean;
}

/** What becomes of a shared file. */
export type SharedDecision =
  | { readonly action: 'stop'; readonly reason: 'keys'; readonly conflicts: readonly KeyConflict[] }
  | { readonly action: 'stop'; readonly reason: 'unusable'; readonly cause: string }
  /** The lines between the two marks are not those that the template wrote. */
  | { readonly action: 'stop'; readonly reason: 'lines' }
  | { readonly action: 'remove' }
  | {
      readonly action: 'write';
      /** The whole file. */
      readonly text: string;
      /** What the manifest says of it; absent where nothing of it is the template's. */
      readonly entry?: ManifestFile;
      /** Keys that the template does not write any more and that the user changed: kept. */
      readonly kept: readonly (readonly string[])[];
    };

const PARSERS: Readonly<Record<string, (text: string) => Parsed>> = {
  json: parseJson,
  yaml: parseYaml,
  yml: parseYaml,
};

/** Decides what becomes of a shared file. What the user added to it stays. */
export function planShared(situation: SharedSituation): SharedDecision {
  const parse = parserOf(situation.path);
  if (parse === undefined) return planLines(situation);
  try {
    return planKeys(situation, parse);
  } catch (error) {
    if (error instanceof UnusableText) return { action: 'stop', reason: 'unusable', cause: error.reason };
    throw error;
  }
}

/** What the manifest says of a shared file that is written where none stands. */
export function newShared({
  path,
  rendered,
  version,
  remembered,
}: Omit<SharedSituation, 'text'> & { readonly rendered: string }): ManifestFile {
  const parse = parserOf(path);
  if (parse === undefined) return entryOf(undefined, contentHash(blockOf(rendered)), version);
  const written = memory(parse(rendered).keys, remembered);
  return entryOf(undefined, hashOf(written), version, written);
}

/** The text of a shared file that is written where none stands. */
export function newText(path: string, rendered: string): string {
  return parserOf(path) === undefined ? blockOf(rendered) : rendered;
}

function planKeys(situation: SharedSituation, parse: (text: string) => Parsed): SharedDecision {
  const { entry, rendered, version, remembered, force } = situation;
  const text = situation.unmarked ? withoutMark(situation.text) : situation.text;
  const found = parse(text);
  const wanted = rendered === undefined ? {} : parse(rendered).keys;
  const { merged, conflicts, kept } = mergeKeys(bases(situation, found.keys), found.keys, wanted, { force });
  if (conflicts.length > 0) return { action: 'stop', reason: 'keys', conflicts };
  if (rendered === undefined) {
    if (Object.keys(merged).length === 0) return { action: 'remove' };
    return { action: 'write', text: found.print(merged), kept };
  }
  const written = memory(wanted, remembered);
  return {
    action: 'write',
    text: found.print(merged),
    entry: entryOf(entry, hashOf(written), version, written),
    kept,
  };
}

/** What the template may have written before. A file that it wrote as a whole was all its own. */
function bases({ entry, pending = [], before, text }: SharedSituation, found: Keys): readonly Keys[] {
  const whole = entry?.class === 'managed' && contentHash(text) === entry.sha256 ? found : undefined;
  const written = [whole, entry?.written, ...pending.map((one) => one.written)].filter((keys) => keys !== undefined);
  if (before === undefined) return written;
  return written.length === 0 ? [before] : written.map((keys) => overlaid(keys, before));
}

/** Keys with the values that others gave them. */
function overlaid(keys: Keys, values: Keys): Keys {
  const entries = Object.entries(keys).map(([key, value]): [string, JsonValue] => {
    if (!Object.hasOwn(values, key)) return [key, value];
    const given = values[key];
    return [key, isObject(value) && isObject(given) ? overlaid(value, given) : given];
  });
  return Object.fromEntries(entries);
}

function planLines({ entry, pending = [], text, rendered, version, unmarked, force }: SharedSituation): SharedDecision {
  const found = splitBlocks(text);
  const block = rendered && (unmarked ? withNewline(rendered) : blockOf(rendered));
  const hashes = [entry?.sha256, ...pending.map(({ sha256 }) => sha256), block && contentHash(block)];
  const isMarked = found.block !== undefined || !force;
  const isKnown = found.block === undefined ? entry === undefined : hashes.includes(contentHash(found.block));
  const wasWhole = found.block === undefined && entry !== undefined && contentHash(text) === entry.sha256;
  if (!isKnown && !wasWhole && !force) return { action: 'stop', reason: 'lines' };
  const { above, below } = wasWhole
    ? { above: '', below: '' }
    : isMarked || !block
      ? found
      : splitWithoutMark(text, block);
  if (block === undefined) {
    const rest = joinBlocks({ above, below });
    return rest === '' ? { action: 'remove' } : { action: 'write', text: rest, kept: [] };
  }
  return {
    action: 'write',
    text: found.block === block ? text : joinBlocks({ above, block, below }),
    entry: entryOf(entry, contentHash(block), version),
    kept: [],
  };
}

/** How the keys of a file are read; `undefined` for a file of lines. */
export function parserOf(path: string): ((text: string) => Parsed) | undefined {
  if (/(^|\/)package\.json$/.test(path)) return parsePackageJson;
  return PARSERS[path.slice(path.lastIndexOf('.') + 1)];
}

function memory(keys: Keys, remembered: ((keys: Keys) => Keys) | undefined): Keys {
  return remembered === undefined ? keys : remembered(keys);
}

function hashOf(written: Keys): string {
  return contentHash(JSON.stringify(written));
}

function entryOf(before: ManifestFile | undefined, sha256: string, version: string, written?: Keys): ManifestFile {
  return {
    class: 'shared',
    sha256,
    version: before?.sha256 === sha256 ? before.version : version,
    ...(written !== undefined && { written }),
  };
}
