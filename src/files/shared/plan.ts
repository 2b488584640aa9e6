import { contentHash } from '../content';
import type { PendingContent } from '../journal';
import type { JsonValue, Keys, ManifestFile } from '../manifest';
import { type Merge, type Outcome, refuse } from '../outcome';
import { type Merger, mergerOf } from '../policy';
import { blockOf, joinBlocks, splitBlocks, splitWithoutMark, withNewline, withoutMark } from './block';
import { parseJson, parsePackageJson } from './json';
import { isObject, mergeKeys } from './merge';
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

/** Who reads the keys of a file; absent for a file of lines. */
const PARSERS: Readonly<Record<Merger, ((text: string) => Parsed) | undefined>> = {
  'package.json': parsePackageJson,
  json: parseJson,
  yaml: parseYaml,
  lines: undefined,
};

/** Decides what becomes of a shared file. What the user added to it stays. */
export function planShared(situation: SharedSituation): Outcome {
  const parse = parserOf(situation.path);
  if (parse === undefined) return planLines(situation);
  try {
    return planKeys(situation, parse);
  } catch (error) {
    if (error instanceof UnusableText) return refuse({ reason: 'unusable', what: error.reason });
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

function planKeys(situation: SharedSituation, parse: (text: string) => Parsed): Outcome {
  const { entry, rendered, version, remembered, force } = situation;
  const text = situation.unmarked ? withoutMark(situation.text) : situation.text;
  const found = parse(text);
  const wanted = rendered === undefined ? {} : parse(rendered).keys;
  const { merged, conflicts, kept } = mergeKeys(bases(situation, found.keys), found.keys, wanted, { force });
  if (conflicts.length > 0) return refuse({ reason: 'keys', conflicts });
  if (rendered === undefined) {
    if (Object.keys(merged).length === 0) return { kind: 'remove' };
    return merge(situation, { text: found.print(merged), kept });
  }
  const written = memory(wanted, remembered);
  return merge(situation, {
    text: found.print(merged),
    entry: entryOf(entry, hashOf(written), version, written),
    kept,
  });
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

function planLines(situation: SharedSituation): Outcome {
  const { entry, pending = [], text, rendered, version, unmarked, force } = situation;
  const found = splitBlocks(text);
  const block = rendered && (unmarked ? withNewline(rendered) : blockOf(rendered));
  const hashes = [entry?.sha256, ...pending.map(({ sha256 }) => sha256), block && contentHash(block)];
  const isMarked = found.block !== undefined || !force;
  const isKnown = found.block === undefined ? entry === undefined : hashes.includes(contentHash(found.block));
  const wasWhole = found.block === undefined && entry !== undefined && contentHash(text) === entry.sha256;
  if (!isKnown && !wasWhole && !force) return refuse({ reason: 'lines' });
  const { above, below } = wasWhole
    ? { above: '', below: '' }
    : isMarked || !block
      ? found
      : splitWithoutMark(text, block);
  if (block === undefined) {
    const rest = joinBlocks({ above, below });
    return rest === '' ? { kind: 'remove' } : merge(situation, { text: rest, kept: [] });
  }
  return merge(situation, {
    text: found.block === block ? text : joinBlocks({ above, block, below }),
    entry: entryOf(entry, contentHash(block), version),
    kept: [],
  });
}

function merge(situation: SharedSituation, merged: Omit<Merge, 'kind' | 'changes'>): Merge {
  return { kind: 'merge', changes: merged.text !== situation.text, ...merged };
}

/** How the keys of a file are read; `undefined` for a file of lines. */
export function parserOf(path: string): ((text: string) => Parsed) | undefined {
  return PARSERS[mergerOf(path)];
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
