import type { PackageManagerName } from '../../../../package-managers';
import type { Lockfile } from './model';
import { readNpm } from './npm';
import { readPnpm } from './pnpm';
import { readYarn } from './yarn';
import { readYarnBerry } from './yarn-berry';

export { judgeLockfile, type LockfileJudgement } from './judge';
export type { LockedPackage, Lockfile } from './model';

const READERS: Readonly<Record<PackageManagerName, (text: string) => Lockfile>> = {
  npm: readNpm,
  pnpm: readPnpm,
  yarn: readYarn,
  'yarn-berry': readYarnBerry,
};

/** Reads a lockfile; one that is not as its package manager writes it is an error. */
export function readLockfile(manager: PackageManagerName, text: string): Lockfile {
  return READERS[manager](text);
}
