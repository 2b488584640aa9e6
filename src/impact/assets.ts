import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Asset } from '../cloudformation/stack';
import { canonical } from '../util/json';

/** What differs between two contents of an asset; `readable` is false where a side has no content to look at. */
export interface AssetDifference {
  readonly readable: boolean;
  readonly files: readonly string[];
  readonly build: boolean;
}

export function compareAssets(before: Asset | undefined, after: Asset | undefined): AssetDifference {
  const build = canonical(before?.build) !== canonical(after?.build);
  const left = before?.path === undefined ? undefined : contentOf(before.path);
  const right = after?.path === undefined ? undefined : contentOf(after.path);
  if (left === undefined || right === undefined) return { readable: false, files: [], build };
  const names = [...new Set([...left.keys(), ...right.keys()])].sort();
  const files = names.flatMap((name) => {
    const [a, b] = [left.get(name), right.get(name)];
    if (a === b) return [];
    return [`${name} (${a === undefined ? 'added' : b === undefined ? 'removed' : 'changed'})`];
  });
  return { readable: true, files, build };
}

/** Digest of every file below a path; a single file has its extension as name, since its own is its hash. */
function contentOf(path: string): Map<string, string> | undefined {
  const content = new Map<string, string>();
  const visit = (absolute: string, relative: string): void => {
    const stats = lstatSync(absolute);
    if (stats.isSymbolicLink()) content.set(relative, `link ${readlinkSync(absolute)}`);
    else if (stats.isDirectory()) {
      for (const name of readdirSync(absolute))
        visit(join(absolute, name), relative === '' ? name : `${relative}/${name}`);
    } else {
      const digest = createHash('sha256').update(readFileSync(absolute)).digest('hex');
      content.set(relative === '' ? 'file' : relative, `${(stats.mode & 0o100) === 0 ? 'file' : 'program'} ${digest}`);
    }
  };
  try {
    visit(path, '');
  } catch {
    // A side whose content is gone is reported as unreadable, which is never `none`.
    return undefined;
  }
  return content;
}
