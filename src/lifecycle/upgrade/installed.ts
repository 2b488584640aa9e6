import { join } from 'node:path';
import { readJson } from '../../util/read-file';
import { UnusableInput } from '../../util/text-limits';
import { upgradeBlocked } from './blocked';

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
    throw upgradeBlocked(
      `package.json cannot be read (${(error as Error).message})`,
      'Run this in the repository of a service.',
    );
  }
  return [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.devDependencies ?? {})];
}

function readManifest(folder: string): PackageManifest {
  const manifest = readJson(join(folder, 'package.json'));
  if (typeof manifest !== 'object' || manifest === null) throw new UnusableInput('holds no object');
  return manifest;
}
