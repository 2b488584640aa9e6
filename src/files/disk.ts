import { lstatSync, readFileSync, realpathSync, rmdirSync, rmSync, type Stats } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { contentHash } from './content';
import type { OnDisk } from './decide';

/** What stands at a path, with the content of a file. */
export type Inspected = OnDisk & { readonly content?: Buffer };

/** The files of a repository as they stand on disk. */
export class Disk {
  private readonly root: string;
  private readonly insideFolders = new Map<string, boolean>();

  public constructor(private readonly directory: string) {
    this.root = realpathSync(directory);
  }

  /** Looks at a path. A link is not followed: whoever writes through it changes a file that is not the repository's. */
  public inspect(path: string): Inspected {
    const absolute = join(this.directory, path);
    if (!this.isInside(dirname(absolute))) return { kind: 'other', what: 'path out of the repository' };
    const stats = statsOf(absolute);
    if (stats === undefined) return { kind: 'absent' };
    if (stats === 'blocked') return { kind: 'other', what: 'file in place of its folder' };
    if (stats.isSymbolicLink()) return { kind: 'other', what: 'symbolic link' };
    if (!stats.isFile()) return { kind: 'other', what: 'folder' };
    const content = readFileSync(absolute);
    return { kind: 'file', sha256: contentHash(content), content };
  }

  /** Removes a file, and the folders that are empty without it. */
  public remove(path: string): void {
    rmSync(join(this.directory, path), { force: true });
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
      try {
        rmdirSync(join(this.directory, folder));
      } catch {
        return; // something else is in it
      }
    }
  }

  /** Whether a folder, or the part of its path that exists, lies in the repository with all links followed. */
  private isInside(folder: string): boolean {
    let inside = this.insideFolders.get(folder);
    if (inside === undefined) {
      const real = realpathOf(folder);
      if (real !== undefined) inside = real === this.root || real.startsWith(this.root + sep);
      // a link to nothing leads nowhere that is the repository's
      else inside = typeof statsOf(folder) !== 'object' && this.isInside(dirname(folder));
      this.insideFolders.set(folder, inside);
    }
    return inside;
  }
}

function statsOf(path: string): Stats | 'blocked' | undefined {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') return 'blocked';
    throw error;
  }
}

function realpathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
