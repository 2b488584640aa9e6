/**
 * All that is known of package managers: a record each, the list of them, and what the list tells. What is done with it
 * belongs to the rooms that ask.
 */
export { installedIntegrity, packageManagerFor, packageManagerOf } from './detect';
export {
  installationPaths,
  isLockfile,
  isSettingsFile,
  leftoverFiles,
  lockfilesOf,
  registriesIn,
  registryFileOf,
  registryFiles,
  settingsFileNames,
  sharedSettings,
} from './files';
export { DEFAULT_PACKAGE_MANAGER, PACKAGE_MANAGERS, type PackageManagerName } from './list';
export { aliasTarget, INTEGRITY, type LockedPackage, type Lockfile } from './lockfile';
export { NPM } from './npm';
export { isPackageName } from './npm-paths';
export { type Command, type PackageManager, shell } from './package-manager';
export { PNPM } from './pnpm';
export type { PackageManagerRelease } from './release';
export { NPMRC, type RegistrySettings } from './settings';
export { worded } from './wording';
export {
  INSTALL_RELEASE,
  installByHand,
  integrityByHand,
  PACKAGE_MANAGER_FOLDER,
  RELEASE_LOCKFILE,
  RELEASE_MANIFEST,
  RELEASE_NPMRC,
  releaseFiles,
} from './workflow-release';
export { YARN } from './yarn';
export { YARN_BERRY } from './yarn-berry';
