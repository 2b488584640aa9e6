import { DEFAULT_PACKAGE_MANAGER } from './list';
import type { Command } from './package-manager';
import type { PackageManagerRelease } from './release';
import { NPMRC } from './settings';

/** Folder of a repository with the lockfile of the package manager itself. */
export const PACKAGE_MANAGER_FOLDER = '.github/package-manager';

/** The files that fix it: what is asked for, what is locked, and where it comes from. */
export const RELEASE_MANIFEST = `${PACKAGE_MANAGER_FOLDER}/package.json`;
export const RELEASE_LOCKFILE = `${PACKAGE_MANAGER_FOLDER}/${DEFAULT_PACKAGE_MANAGER.lockfile}`;
export const RELEASE_NPMRC = `${PACKAGE_MANAGER_FOLDER}/${NPMRC.path}`;

/** Installs what the folder locks. */
export const INSTALL_RELEASE: Command = [...DEFAULT_PACKAGE_MANAGER.installLocked, '--prefix', PACKAGE_MANAGER_FOLDER];

/** Contents of the files that fix a release by version and digest, by path. */
export function releaseFiles(release: PackageManagerRelease): Readonly<Record<string, object>> {
  const { package: name, version, integrity, bin } = release;
  const manifest = { name: 'package-manager', private: true, dependencies: { [name]: version } };
  return {
    [RELEASE_MANIFEST]: manifest,
    [RELEASE_LOCKFILE]: {
      name: manifest.name,
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: manifest.name, dependencies: manifest.dependencies },
        [`node_modules/${name}`]: { version, integrity, bin },
      },
    },
  };
}

/** What a person types to install a release on a workstation. */
export function installByHand({ package: name, version }: PackageManagerRelease): string {
  return `npm install --global ${name}@${version}`;
}

/** What prints the digest of a version of a package, by whichever program everybody has. */
export function integrityByHand(spec: string): string {
  return `npm view ${spec} dist.integrity`;
}
