import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockedVersions } from '../../../impact/delivery/lockfile';
import type { PackageManager } from '../../../package-managers';
import { upgradeBlocked } from '../blocked';
import type { Verified } from './verify';

/**
 * Checks before anything of them runs that the tarballs which were installed are those that were proven: between both the
 * registry was asked again.
 *
 * @returns what could not be compared
 * @throws UserError where another tarball was installed
 */
export function verifyLocked(directory: string, manager: PackageManager, verified: readonly Verified[]): string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Readonly<Record<string, string>> | undefined
  >;
  const locked = lockedVersions(directory, new Map(Object.entries({ ...dependencies, ...devDependencies })));
  return verified.flatMap(({ target: { name, to }, integrity }) => {
    const [, ...digests] = (locked.get(name) ?? '').split(/\s+/);
    const held = digests.filter((digest) => /^sha\d+-/.test(digest));
    if (integrity === undefined || held.length === 0) {
      return [
        `${name} ${to}: ${manager.lockfile} of ${manager.title} has no digest of the tarball, so what was installed was not compared with what was checked`,
      ];
    }
    const proven = new Set(integrity.split(/\s+/));
    if (held.some((digest) => proven.has(digest))) return [];
    throw upgradeBlocked(
      `${name} ${to} was installed with another content than the registry has told before`,
      `The digest that was checked is ${integrity}, and ${manager.lockfile} has ${held.join(' ')}. Nothing of it was run. Tell whoever keeps the registry.`,
    );
  });
}
