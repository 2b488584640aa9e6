import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Root } from './paths';
import type { Report } from './problem';

/** Looks at everything that lies in an assembly: links out of it are refused, and what is neither file nor folder nor link. */
export function checkTree(root: Root, report: Report): void {
  /** Names here of files that have more than one. */
  const shared = new Map<string, { readonly names: string[]; readonly links: number }>();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of readdirSync(join(root.path, folder))) {
      const path = posix.join(folder, name);
      const stats = lstatSync(join(root.path, path));
      if (stats.isDirectory()) folders.push(path);
      else if (stats.isSymbolicLink()) {
        const cause = root.linkOutside(path, readlinkSync(join(root.path, path)));
        if (cause !== undefined) report(path, cause);
      } else if (!stats.isFile()) report(path, 'is neither a file nor a folder nor a link');
      else if (stats.nlink > 1) {
        const key = `${stats.dev}:${stats.ino}`;
        const { names } = shared.get(key) ?? { names: [] };
        shared.set(key, { names: [...names, path], links: stats.nlink });
      }
    }
  }
  for (const { names, links } of shared.values()) {
    if (links > names.length) report(names.join(', '), 'is the same file as one outside of the assembly (a hard link)');
  }
}
