import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands at a path, links not followed; `undefined` for nothing. */
export function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

export function isFile(path: string): boolean {
  try {
    return statsOf(path)?.isFile() ?? false;
  } catch {
    return false; // a file in place of its folder
  }
}

/** Writes a file whatever its mode is, as an editor does that is told to. */
export function write(directory: string, path: string, content: string | Buffer): void {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, content);
}

/** Everything in a folder, by its path: files by a hash of their bytes, links by where they lead. */
export function tree(directory: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const absolute = join(directory, path);
      if (entry.isDirectory()) walk(path);
      else if (entry.isSymbolicLink()) found.set(path, `link ${readlinkSync(absolute)}`);
      else found.set(path, createHash('sha1').update(readFileSync(absolute)).digest('hex'));
    }
  };
  walk('');
  return found;
}

/** Paths at which two trees differ. */
export function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}
