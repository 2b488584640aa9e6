import { posix } from 'node:path';
import { movePins } from '../../../projenrc/pins';
import { Projenrc } from '../../../projenrc/projenrc';
import { PROJENRC_FILES } from '../../../projenrc/sources';
import type { FileTree } from '../file-tree';

const IMPORT = /(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;
const ENDS = ['', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];

/** The file with the options, and what of the repository it imports, directly or not. */
export function optionsFiles(tree: FileTree): Set<string> {
  const left = PROJENRC_FILES.filter((path) => tree.files.has(path)).map(String);
  const found = new Set<string>();
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const [, specifier] of (tree.text(path) ?? '').matchAll(IMPORT)) {
      const target = posix.join(posix.dirname(path), specifier as string).replace(/\.[cm]?js$/, '');
      left.push(...ENDS.map((end) => `${target}${end}`).filter((one) => tree.files.has(one)));
    }
  }
  return found;
}

/**
 * The texts that files with options have after nothing but the versions of the template were moved in them.
 *
 * @param directory the repository, whose TypeScript reads them
 */
export function movedPins(
  directory: string,
  tree: FileTree,
  own: { readonly template: string; readonly preset?: string },
  versions: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const projenrc = Projenrc.read(directory, (path) => tree.text(path), own);
  if (projenrc === undefined) return new Map();
  movePins(projenrc, versions);
  return projenrc.sources.results();
}
