import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { MANIFEST_FILE } from '../files/manifest';
import { UserError } from '../util/user-error';

/** What lies at the root of a generated repository. */
const ROOT = [MANIFEST_FILE, '.projenrc.ts', '.projenrc.js', '.projenrc.json'];

/** The generated repository that a folder lies in. */
export function findRepository(directory: string): string {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    if (ROOT.some((path) => existsSync(join(folder, path)))) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new UserError({
    subject: directory,
    cause: `neither this folder nor one above it holds ${MANIFEST_FILE} or .projenrc.ts`,
    remedy: 'Run this in the repository of a service',
  });
}

/** The path in the repository that a user means from where he stands, with `/`. */
export function repositoryPath(root: string, directory: string, given: string): string {
  // somebody on Windows writes paths so, and nobody else has such a file
  const written = given.includes('\\') && !existsSync(resolve(directory, given)) ? given.replaceAll('\\', '/') : given;
  const path = relative(root, resolve(directory, written)).split(sep).join('/');
  if (path === '')
    throw new UserError({
      subject: `'${given}'`,
      cause: 'is the repository itself, or nothing',
      remedy: 'Name a file in it',
    });
  if (path === '..' || path.startsWith('../')) {
    throw new UserError({
      subject: given,
      cause: `lies outside of the repository ${root}`,
      remedy: 'Name a file in it',
    });
  }
  return path;
}

/** ` Did you mean …?` where a path is likely to be a slip of the pen, else nothing. */
export function didYouMean(path: string, known: readonly string[]): string {
  const nearest = known.length > 0 ? closest(path, known) : undefined;
  return nearest !== undefined && distance(path, nearest) <= Math.max(2, path.length / 5)
    ? `Did you mean ${nearest}?`
    : '';
}
