import type { LockfileFormat } from './lockfile';
import type { PackageManagerRelease } from './release';
import type { Leftovers, OwnedOption, RegistrySettings, SettingsFile } from './settings';

/** A command with its arguments; no argument needs quoting in a shell. */
export type Command = readonly string[];

/**
 * Everything that is known of a package manager of generated repositories, as plain data: nobody else knows its commands,
 * its files or its peculiarities. Programs, workflows, rules and messages ask the record.
 */
export interface PackageManager<Name extends string = string> {
  readonly name: Name;
  /** What people call it. */
  readonly title: string;
  /** What the option `packageManager` calls it, in the words of projen; the first one is the one to use. */
  readonly optionValues: readonly [string, ...string[]];
  /** The program that is started. */
  readonly program: string;
  /** The release that workflows install and that the template is tested with; absent where Node.js brings the program. */
  readonly release?: PackageManagerRelease;

  readonly lockfile: string;
  readonly lockfileFormat: LockfileFormat;
  /** File that an installation leaves, which says what was installed as the lockfile does. */
  readonly installedLockfile?: string;

  /** Files of its own that it reads beside package.json and the lockfile. */
  readonly settings: readonly SettingsFile[];
  /**
   * What it takes from the `.npmrc` of a repository: `all`; `registries` without the tokens that variables hold, which it
   * takes from the `.npmrc` of the user alone; `nothing`.
   */
  readonly npmrc: 'all' | 'registries' | 'nothing';
  /** Whether every start of it ends at once where `.npmrc` names a variable that is not set. */
  readonly needsTokens?: boolean;
  /** What it says where no registry is set: another name of the public registry. */
  readonly defaultRegistry?: string;
  /** What Renovate calls whatever reads its lockfile. */
  readonly renovate: string;
  /** What it leaves behind. */
  readonly leftovers?: Leftovers;

  /**
   * The options of projen that make a repository of it, plain data below those of the package.
   *
   * @param given what the user passes through to projen
   */
  readonly projenOptions?: (
    release: PackageManagerRelease | undefined,
    registries: RegistrySettings,
    given: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>;
  /** Options of projen that nobody gives. */
  readonly ownedOptions?: readonly OwnedOption[];

  /** Installs exactly what the lockfile says, fails where that does not fit package.json, and runs no script of a package. */
  readonly installLocked: Command;
  /** Installs what package.json says, brings the lockfile up to date, and runs no script of a package. */
  readonly installMutable: Command;
  /** Runs a program of an installed package with the arguments that follow; it never fetches one. */
  readonly exec: Command;
  /** The same as a person types it. */
  readonly typed: string;
  /** Runs a script of package.json; what follows it is its name. */
  readonly script: Command;
  /** What stands between the name of a script and its arguments. */
  readonly scriptArguments: Command;
  /** Adds development dependencies (`name@version`) to package.json and the lockfile. */
  readonly add: (specs: readonly string[]) => Command;
  /** Brings dependencies to the newest version that package.json allows. */
  readonly update: (names: readonly string[]) => Command;
  /** Prints a field of a package or of one version of it (`dist-tags`), from the registry that the repository is set to. */
  readonly view: (spec: string, field: string) => Command;
  /** Reads what `view` printed; `undefined` where the package has no such field. */
  readonly readView: (output: string, field: string) => unknown;
  /**
   * Print the address of the registry that a package comes from, the first one that is an address.
   *
   * @param scope of the package, such as `@acme`
   */
  readonly registryOf: (scope?: string) => readonly Command[];
}

/** What npm, and whoever reads `.npmrc`, asks. */
export function npmRegistry(program: string): PackageManager['registryOf'] {
  return (scope) => [
    ...(scope === undefined ? [] : [[program, 'config', 'get', `${scope}:registry`]]),
    [program, 'config', 'get', 'registry'],
  ];
}

/** A program that has nothing to say prints nothing. */
export function parsed(output: string): unknown {
  return output.trim() === '' ? undefined : JSON.parse(output);
}

/** A command as a shell reads it. */
export function shell(...command: Command): string {
  return command.join(' ');
}
