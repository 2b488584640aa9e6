import { chmodSync, lstatSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { UserError } from '../util/user-error';

/** What the name of a file ends with while it is being written; ignored by git. */
export const TEMPORARY = '.udp-service.tmp';

/**
 * Writes a file as a whole or not at all: whoever is interrupted, or has no room left, finds the old content or the new.
 * In the folder that a command works in nothing is written through a symbolic link: what stands there came with the
 * repository, and a link may lead anywhere.
 *
 * @param directory the folder that the command works in
 * @throws UserError where a link is in the way
 */
export function writeWholeFile(directory: string, path: string, content: string | Buffer, mode = 0o644): void {
  const target = resolve(directory, path);
  const isWithin = isInside(resolve(directory), target);
  if (isWithin) refuseLinks(directory, target);
  // beyond it whoever named the file meant what it leads to, the console included
  const real = isWithin ? target : realOf(target);
  if (lstatSync(real, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(real, content);
    return;
  }
  mkdirSync(dirname(real), { recursive: true });
  const temporary = `${real}${TEMPORARY}`;
  // what an interrupted run left may be read-only
  rmSync(temporary, { force: true });
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    // where writing fails, the system names no file
    throw Object.assign(error as Error, { path: (error as NodeJS.ErrnoException).path ?? real });
  }
}

function refuseLinks(directory: string, target: string): void {
  const shown = relative(resolve(directory), target);
  if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new UserError({
      subject: shown,
      cause: 'is a symbolic link, and nothing is written through one',
      remedy: 'Remove it, then run this again.',
    });
  }
  const root = realOf(resolve(directory));
  if (isInside(root, realOf(dirname(target)))) return;
  throw new UserError({
    subject: shown,
    cause: `its folder is a symbolic link out of ${directory === '.' ? 'this folder' : directory}, and nothing is written through one`,
    remedy: 'Remove the link, then run this again.',
  });
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** Where a path leads with all links followed; of one that is not there, where the nearest folder leads that is. */
function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // a link to nothing leads nowhere that may be written
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return sep;
    const folder = dirname(path);
    return folder === path ? path : resolve(realOf(folder), relative(folder, path));
  }
}
