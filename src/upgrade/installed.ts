import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpgradeBlocked } from './blocked';

/** What this module reads of a package.json. */
interface PackageManifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Folder of an installed direct dependency. */
export function packageFolder(directory: string, name: string): string {
  return join(directory, 'node_modules', ...name.split('/'));
}

/** The version of a direct dependency that is installed; `undefined` where it is not. */
export function installedVersion(directory: string, name: string): string | undefined {
  try {
    return readManifest(packageFolder(directory, name)).version;
  } catch {
    return undefined;
  }
}

/** Names of the direct dependencies. */
export function directDependencies(directory: string): string[] {
  let manifest: PackageManifest;
  try {
    manifest = readManifest(directory);
  } catch (error) {
    throw new UpgradeBlocked(
      `package.json cannot be read (${(error as Error).message})`,
      'Run this in the repository of a service.',
    );
  }
  return [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})];
}

function readManifest(folder: string): PackageManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
}
