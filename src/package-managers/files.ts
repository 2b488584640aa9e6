import { PACKAGE_MANAGERS } from './list';
import type { PackageManager } from './package-manager';
import { NPMRC, type SettingsFile } from './settings';

type Managers = readonly PackageManager[];

/** Names of the lockfiles, each once. */
export function lockfilesOf(managers: Managers = PACKAGE_MANAGERS): readonly string[] {
  return unique(managers.map(({ lockfile }) => lockfile));
}

/** Whether a path leads to a lockfile, in any folder. */
export function isLockfile(path: string, managers: Managers = PACKAGE_MANAGERS): boolean {
  return lockfilesOf(managers).some((name) => isNamed(path, name));
}

/** Settings of all of them, each once; what several of them read stands last. */
export function settingsOf(managers: Managers = PACKAGE_MANAGERS): readonly SettingsFile[] {
  const own = unique(managers.flatMap(({ settings }) => settings));
  return [...own, ...(managers.some(({ npmrc }) => npmrc !== 'nothing') ? [NPMRC] : [])];
}

/** Names of the files with settings, by which any release reads them; folders are left out. */
export function settingsFileNames(managers: Managers = PACKAGE_MANAGERS): readonly string[] {
  return settingsOf(managers)
    .filter(({ path }) => !path.endsWith('/'))
    .flatMap(({ path, otherNames = [] }) => [path, ...otherNames]);
}

/** Whether a path leads to settings, in any folder and any case: to the files, or below one of the folders. */
export function isSettingsFile(anyCase: string, managers: Managers = PACKAGE_MANAGERS): boolean {
  const path = anyCase.toLowerCase(); // file systems of developers find `.NPMRC` as well
  return settingsOf(managers).some(({ path: own, otherNames = [] }) =>
    own.endsWith('/') ? `/${path}`.includes(`/${own}`) : [own, ...otherNames].some((name) => isNamed(path, name)),
  );
}

/** Settings that the template and the user write together. */
export function sharedSettings(managers: Managers = PACKAGE_MANAGERS): readonly string[] {
  return settingsOf(managers).flatMap(({ path, isShared }) => (isShared ? [path] : []));
}

/** Files that decide what is installed, lockfiles and settings, as CODEOWNERS writes them. */
export function installationPaths(managers: Managers = PACKAGE_MANAGERS): readonly string[] {
  const own = managers.flatMap(({ lockfile, settings }) => [lockfile, ...settings.map(({ path }) => path)]);
  return unique([...own, ...settingsOf(managers).map(({ path }) => path)]).map((path) => `/${path}`);
}

/** Names of the files that package managers leave in a folder and run from there; no repository keeps them. */
export function leftoverFiles(managers: Managers = PACKAGE_MANAGERS): readonly string[] {
  return unique(managers.flatMap(({ leftovers }) => leftovers?.paths ?? [])).filter((path) => /\.[cm]?js$/.test(path));
}

/** Files whose texts name registries. */
export function registryFiles(managers: Managers = PACKAGE_MANAGERS): readonly string[] {
  return settingsOf(managers).flatMap(({ path, registries }) => (registries === undefined ? [] : [path]));
}

/** The registries that the text of such a file names, with the scope that each is for. */
export function registriesIn(
  text: string,
  managers: Managers = PACKAGE_MANAGERS,
): { readonly scope?: string; readonly address: string }[] {
  const forms = settingsOf(managers).flatMap(({ registries }) => registries ?? []);
  return forms.flatMap((form) =>
    [...text.matchAll(form)].map(([, scope, address = '']) => ({ ...(scope !== undefined && { scope }), address })),
  );
}

/** The file that says where a manager gets packages. */
export function registryFileOf(manager: PackageManager): string {
  const own = manager.settings.find(({ registries }) => registries !== undefined);
  return manager.npmrc === 'nothing' && own !== undefined ? own.path : NPMRC.path;
}

function isNamed(path: string, name: string): boolean {
  return `/${path}`.endsWith(`/${name}`);
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
