import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM, type PackageManager, PNPM, YARN, YARN_BERRY } from './package-manager';

/**
 * The package manager that a folder is installed with: the one whose lockfile it has. Where several lockfiles lie side
 * by side, package.json says which of them counts.
 */
export function packageManagerOf(directory: string): PackageManager | undefined {
  const present = [NPM, PNPM, YARN].filter(({ lockfile }) => existsSync(join(directory, lockfile)));
  const named = present.length > 1 ? declaredProgram(directory) : undefined;
  const manager = present.find(({ program }) => program === named) ?? present[0];
  return manager === YARN && isBerry(directory) ? YARN_BERRY : manager;
}

/** The package manager of a folder, npm where nothing tells: whose commands a message to its people shows. */
export function packageManagerFor(directory: string): PackageManager {
  return packageManagerOf(directory) ?? NPM;
}

function isBerry(directory: string): boolean {
  return readFileSync(join(directory, YARN.lockfile), 'utf8').includes('__metadata:');
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
