import { Component, JsonFile, type Project } from 'projen';
import { PACKAGE_MANAGER_FOLDER, type PackageManagerRelease } from '../../package-managers';

/** Where it comes from, where that is not the public registry. */
export const PACKAGE_MANAGER_NPMRC = `${PACKAGE_MANAGER_FOLDER}/.npmrc`;

/**
 * The package manager of the workflows, locked like any other dependency: npm, which comes with Node.js, installs it by
 * version and digest. Nothing is fetched that no lockfile names, and the registry is the repository's own.
 */
export class LockedPackageManager extends Component {
  public constructor(project: Project, release: PackageManagerRelease) {
    super(project);
    const { package: name, version, integrity } = release;
    const manifest = { name: 'package-manager', private: true, dependencies: { [name]: version } };
    new JsonFile(project, `${PACKAGE_MANAGER_FOLDER}/package.json`, { obj: manifest });
    new JsonFile(project, `${PACKAGE_MANAGER_FOLDER}/package-lock.json`, {
      obj: {
        name: manifest.name,
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { name: manifest.name, dependencies: manifest.dependencies },
          [`node_modules/${name}`]: { version, integrity, bin: BINARIES[name] },
        },
      },
    });
  }
}

/** The programs of each, which npm links from what the lockfile says. */
const BINARIES: Readonly<Record<string, object>> = {
  pnpm: { pnpm: 'bin/pnpm.cjs' },
  yarn: { yarn: 'bin/yarn.js' },
  '@yarnpkg/cli-dist': { yarn: 'bin/yarn.js' },
};
