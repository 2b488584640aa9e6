import { join } from 'node:path';
import { type PackageManager, packageManagerOf } from '../../package-managers';
import { readText } from '../../util/read-file';
import { UserError } from '../../util/user-error';

/** Version and origin of direct dependencies, as the lockfile of a repository fixes them. */
export type LockedVersions = ReadonlyMap<string, string>;

/** What the lockfile says about the given dependencies; empty without a lockfile. */
export function lockedVersions(
  directory: string,
  ranges: ReadonlyMap<string, string>,
  managers?: readonly PackageManager[],
): LockedVersions {
  const manager = packageManagerOf(directory, managers);
  if (manager === undefined) return new Map();
  const file = join(directory, manager.lockfile);
  try {
    const text = readText(file);
    const lookUp = manager.lockfileFormat.versions(text);
    return new Map([...ranges].flatMap(([name, range]) => entryOf(name, lookUp(name, range))));
  } catch (error) {
    throw new UserError({
      subject: file,
      cause: `cannot be read (${(error as Error).message})`,
      remedy: 'Install again and commit the lockfile',
    });
  }
}

function entryOf(name: string, identity: string | undefined): [string, string][] {
  return identity === undefined ? [] : [[name, identity]];
}
