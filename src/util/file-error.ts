import { relative } from 'node:path';
import type { UserProblem } from './user-problem';
import { TEMPORARY } from './whole-file';

/** What stands in the way, and what to do, by the code of an error of the file system. */
const CAUSES: Readonly<Record<string, readonly [cause: string, remedy: string]>> = {
  EACCES: ['you have no right to it', 'Give yourself the right (chmod, chown), then run this again'],
  EPERM: ['you have no right to it', 'Give yourself the right (chmod, chown), then run this again'],
  EROFS: ['it lies on a file system that is read-only', 'Work on a copy that can be written'],
  EISDIR: ['it is a folder, and a file is expected', 'Move it away, then run this again'],
  ENOTDIR: ['a part of its path is a file, and a folder is expected', 'Move that away, then run this again'],
  ENOENT: ['it is not there, or its folder is not', 'Create it or correct the path, then run this again'],
  ENOSPC: ['the disk is full', 'Make room, then run this again'],
  EDQUOT: ['the quota of the disk is used up', 'Make room, then run this again'],
  ELOOP: ['its symbolic links lead in a circle', 'Remove them, then run this again'],
  EMFILE: ['too many files are open', 'Close some, or raise the limit (ulimit -n), then run this again'],
};

/** An error of the file system told as one of its user's: the file, the cause, the remedy; `undefined` for any other error. */
export function fileProblem(error: unknown, directory: string): UserProblem | undefined {
  const { code = '', path, dest } = Object(error) as NodeJS.ErrnoException & { readonly dest?: string };
  const [cause, remedy] = CAUSES[code] ?? [];
  const file = (dest ?? path)?.replace(TEMPORARY, '');
  if (cause === undefined) return undefined;
  // where writing fails, the system names no file
  if (file === undefined)
    return { subject: 'a file cannot be written', cause: `${cause} (${code})`, remedy: `${remedy}.` };
  const inside = relative(directory, file);
  return {
    subject: inside === '' || inside.startsWith('..') ? file : inside,
    cause: `${cause} (${code})`,
    remedy: `${remedy}.`,
  };
}
