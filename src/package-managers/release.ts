import type { PackageManagerName } from './package-manager';

/** A release of a package manager on the npm registry, fixed by its digest like any other locked package. */
export interface PackageManagerRelease {
  readonly package: string;
  readonly version: string;
  /** Digest that the registry gives for the package. */
  readonly integrity: string;
}

/**
 * The releases that workflows install, and that the template is tested with: they are development dependencies of this
 * package, and a test compares the digests with its lockfile. npm comes with Node.js.
 */
export const RELEASES: Readonly<Partial<Record<PackageManagerName, PackageManagerRelease>>> = {
  // 11 and later ignore what projen writes for pnpm into package.json
  pnpm: {
    package: 'pnpm',
    version: '10.34.9',
    integrity: 'sha512-9JtajqD97bRLs8DB1ldQkqU8KVDZW3rRXfEfF5dId6LeOgHAfpNOmyjOcW5RwJqUlixzBtCb4uHksYqMh2L9Mg==',
  },
  yarn: {
    package: 'yarn',
    version: '1.22.22',
    integrity: 'sha512-prL3kGtyG7o9Z9Sv8IPfBNrWTDmXB4Qbes8A9rEzt6wkJV8mUvoirjU0Mp3GGAU06Y0XQyA3/2/RQFVuK7MTfg==',
  },
  'yarn-berry': {
    package: '@yarnpkg/cli-dist',
    version: '4.18.1',
    integrity: 'sha512-EH+A4TxAtBWXKE0DGQxW9Bo9crXHLJ73mfxjTQJuv8XonNWWTpei8BQ5JjczHJNU9GROTycwMFn8iOvRIZXUcA==',
  },
};

/** Folder of a repository with the lockfile of the package manager itself. */
export const PACKAGE_MANAGER_FOLDER = '.github/package-manager';
