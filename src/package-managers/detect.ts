import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PACKAGE_MANAGER, PACKAGE_MANAGERS } from './list';
import type { PackageManager } from './package-manager';

/**
 * The package manager that a folder is installed with: the one whose lockfile it has. Where several lockfiles lie side
 * by side, package.json says which of them counts.
 */
export function packageManagerOf(
  directory: string,
  managers: readonly PackageManager[] = PACKAGE_MANAGERS,
): PackageManager | undefined {
  const present = managers.filter((manager) => hasLockfile(directory, manager));
  const named = present.length > 1 ? declaredProgram(directory) : undefined;
  return present.find(({ program }) => program === named) ?? present[0];
}

/** The package manager of a folder, that of Node.js where nothing tells: whose commands a message to its people shows. */
export function packageManagerFor(
  directory: string,
  managers: readonly PackageManager[] = PACKAGE_MANAGERS,
): PackageManager {
  return packageManagerOf(directory, managers) ?? DEFAULT_PACKAGE_MANAGER;
}

/**
 * The digest that an installation has left of a version of a package.
 *
 * @returns undefined where none of the package managers keeps it, or another version is installed
 */
export function installedIntegrity(
  directory: string,
  name: string,
  version: string,
  managers: readonly PackageManager[] = PACKAGE_MANAGERS,
): string | undefined {
  for (const { installedLockfile, lockfileFormat } of managers) {
    if (installedLockfile === undefined) continue;
    try {
      const found = lockfileFormat.versions(readFileSync(join(directory, installedLockfile), 'utf8'))(name, version);
      const [installed, integrity] = (found ?? '').split(' ');
      if (installed === version) return integrity;
    } catch {
      // installed by another package manager, or not at all
    }
  }
  return undefined;
}

function hasLockfile(directory: string, { lockfile, lockfileFormat: { isOwn } }: PackageManager): boolean {
  const file = join(directory, lockfile);
  return existsSync(file) && (isOwn === undefined || isOwn(readFileSync(file, 'utf8')));
}

interface Manifest {
  readonly packageManager?: unknown;
  readonly devEngines?: { readonly packageManager?: { readonly name?: unknown } };
}

/** The program that package.json names, as Corepack (`pnpm@10.1.0`) and npm (`devEngines`) read it. */
function declaredProgram(directory: string): string | undefined {
  const manifest = readManifest(join(directory, 'package.json'));
  const { packageManager, devEngines } = manifest;
  const named = typeof packageManager === 'string' ? packageManager.split('@')[0] : devEngines?.packageManager?.name;
  return typeof named === 'string' ? named : undefined;
}

function readManifest(file: string): Manifest {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // without a readable package.json the lockfiles alone decide
  }
}
