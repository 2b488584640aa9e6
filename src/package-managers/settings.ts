/** A file that says where packages come from, or what they may run when they are installed. */
export interface SettingsFile {
  /** From the folder of the repository; a folder ends with a slash. */
  readonly path: string;
  /** Names by which other releases of the package manager read it. */
  readonly otherNames?: readonly string[];
  /** Whether the template writes keys into it, beside those of the user. */
  readonly isShared?: boolean;
  /** Its lines that name a registry; the groups are the scope, where there is one, and the address. */
  readonly registries?: RegExp;
}

/** What several package managers read. */
export const NPMRC: SettingsFile = {
  path: '.npmrc',
  registries: /^\s*(?:(@[\w.-]+):)?registry\s*[=:]\s*["']?(https?:\/\/[^\s"'#]+)/gm,
};

/** Where packages come from: the addresses of registries, and the variables with their tokens. */
export interface RegistrySettings {
  readonly registry?: string;
  readonly token?: string;
  readonly scopes?: readonly { readonly scope: string; readonly registry: string; readonly token?: string }[];
}

/** An option of projen that is given in the words of this package instead. */
export interface OwnedOption {
  /** Names from `projenOptions` downwards. */
  readonly path: readonly string[];
  /** The one value that says what is done anyway. */
  readonly allowed?: string;
  /** Whether the value may be a secret. */
  readonly isSecret?: boolean;
  readonly cause: string;
  readonly remedy: string;
}

/** What a package manager leaves in a repository that is installed by another one from then on. */
export interface Leftovers {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** Those of them that projen writes, and forgets when another package manager is chosen. */
  readonly generated: readonly string[];
  /** Lines of `.gitignore` that keep them out. */
  readonly ignored: readonly string[];
}
