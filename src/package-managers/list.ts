import { NPM } from './npm';
import { PNPM } from './pnpm';
import { YARN } from './yarn';
import { YARN_BERRY } from './yarn-berry';

/**
 * The package managers of generated repositories: another one is a record, and a line here. Everything that asks for all
 * of them takes a list, and this one where nothing else is given.
 */
export const PACKAGE_MANAGERS = [NPM, PNPM, YARN, YARN_BERRY] as const;

export type PackageManagerName = (typeof PACKAGE_MANAGERS)[number]['name'];

/** The one that Node.js brings: a repository has it unless it names another one, and it installs the releases of those. */
export const DEFAULT_PACKAGE_MANAGER = NPM;
