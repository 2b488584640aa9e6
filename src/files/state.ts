import { contentHash } from './content';
import type { Inspected } from './disk';
import type { Keys, ManifestFile } from './manifest';
import { splitBlocks } from './shared/block';
import { mergeKeys } from './shared/merge';
import { parserOf } from './shared/plan';
import { UnusableText } from './shared/text';

/** How a file stands to what the template wrote. */
export type FileState =
  | 'unchanged'
  | 'edited'
  | 'missing'
  /** A managed file that was handed over. */
  | 'released'
  /** The user's from the beginning. */
  | 'yours';

/** The state of a file, and which keys of it were edited where they are merged. */
export function stateOf(
  path: string,
  entry: ManifestFile,
  disk: Inspected,
): { readonly state: FileState; readonly keys?: readonly string[] } {
  if (entry.released) return { state: 'released' };
  if (entry.class === 'owned') return { state: 'yours' };
  if (disk.kind === 'absent') return { state: 'missing' };
  if (disk.kind !== 'file' || disk.content === undefined) return { state: 'edited' };
  if (entry.class === 'managed') return { state: disk.sha256 === entry.sha256 ? 'unchanged' : 'edited' };
  const text = disk.content.toString('utf8');
  const parse = parserOf(path);
  if (parse === undefined) {
    const { block } = splitBlocks(text);
    return { state: block !== undefined && contentHash(block) === entry.sha256 ? 'unchanged' : 'edited' };
  }
  try {
    const keys = editedKeys(parse(text).keys, entry.written ?? {});
    return keys.length === 0 ? { state: 'unchanged' } : { state: 'edited', keys };
  } catch (error) {
    if (error instanceof UnusableText) return { state: 'edited' };
    throw error;
  }
}

/** The template's keys that have another value than it wrote; any version of a dependency fits `*`. */
function editedKeys(found: Keys, written: Keys): string[] {
  const { conflicts } = mergeKeys([written], found, written);
  return conflicts.filter((key) => key.reason !== 'changed' || key.wanted !== '*').map(({ path }) => path.join('.'));
}
