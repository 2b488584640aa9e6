/**
 * What the package managers of generated repositories have in common, as plain data: nobody else writes a command of
 * theirs. Programs, workflows and messages get it from here.
 */

export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'yarn-berry';

/** A command with its arguments; no argument needs quoting in a shell. */
export type Command = readonly string[];

export interface PackageManager {
  readonly name: PackageManagerName;
  /** What people call it. */
  readonly title: string;
  /** The program that is started. */
  readonly program: string;
  readonly lockfile: string;
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

/** What Yarn says where no registry is set: another name of the public registry of npm. */
export const YARN_DEFAULT_REGISTRY = 'https://registry.yarnpkg.com';

/** What npm, and whoever reads `.npmrc`, asks. */
function npmRegistry(program: string): PackageManager['registryOf'] {
  return (scope) => [
    ...(scope === undefined ? [] : [[program, 'config', 'get', `${scope}:registry`]]),
    [program, 'config', 'get', 'registry'],
  ];
}

/** A program that has nothing to say prints nothing. */
function parsed(output: string): unknown {
  return output.trim() === '' ? undefined : JSON.parse(output);
}

export const NPM: PackageManager = {
  name: 'npm',
  title: 'npm',
  program: 'npm',
  lockfile: 'package-lock.json',
  installLocked: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
  installMutable: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'],
  exec: ['npx', '--no-install'],
  typed: 'npx',
  script: ['npm', 'run'],
  scriptArguments: ['--'],
  add: (specs) => ['npm', 'install', '--save-dev', '--ignore-scripts', '--no-audit', '--no-fund', ...specs],
  update: (names) => ['npm', 'update', '--ignore-scripts', '--no-audit', '--no-fund', ...names],
  view: (spec, field) => ['npm', 'view', spec, field, '--json'],
  readView: parsed,
  registryOf: npmRegistry('npm'),
};

export const PNPM: PackageManager = {
  name: 'pnpm',
  title: 'pnpm',
  program: 'pnpm',
  lockfile: 'pnpm-lock.yaml',
  installLocked: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts'],
  installMutable: ['pnpm', 'install', '--no-frozen-lockfile', '--ignore-scripts'],
  exec: ['pnpm', 'exec'],
  typed: 'pnpm exec',
  script: ['pnpm', 'run'],
  scriptArguments: [],
  add: (specs) => ['pnpm', 'add', '--save-dev', '--ignore-scripts', ...specs],
  update: (names) => ['pnpm', 'update', '--ignore-scripts', ...names],
  view: (spec, field) => ['pnpm', 'view', spec, field, '--json'],
  readView: parsed,
  registryOf: npmRegistry('pnpm'),
};

/** Yarn 1 puts a header around what a program prints unless it is silent. */
export const YARN: PackageManager = {
  name: 'yarn',
  title: 'Yarn 1',
  program: 'yarn',
  lockfile: 'yarn.lock',
  installLocked: ['yarn', 'install', '--frozen-lockfile', '--ignore-scripts', '--non-interactive'],
  installMutable: ['yarn', 'install', '--ignore-scripts', '--non-interactive'],
  exec: ['yarn', '--silent', 'run'],
  typed: 'yarn',
  script: ['yarn', 'run'],
  scriptArguments: [],
  add: (specs) => ['yarn', 'add', '--dev', '--ignore-scripts', '--non-interactive', ...specs],
  update: (names) => ['yarn', 'upgrade', '--ignore-scripts', '--non-interactive', ...names],
  view: (spec, field) => ['yarn', 'info', spec, field, '--json'],
  readView: (output) => (parsed(output) as { readonly data?: unknown } | undefined)?.data,
  // it shows its own setting alone, and reads .npmrc as well
  registryOf: (scope) => {
    const [last, ...scoped] = [...npmRegistry('npm')(scope)].reverse();
    return [...scoped, ['yarn', '--silent', 'config', 'get', 'registry'], last ?? []];
  },
};

export const YARN_BERRY: PackageManager = {
  name: 'yarn-berry',
  title: 'Yarn',
  program: 'yarn',
  lockfile: 'yarn.lock',
  installLocked: ['yarn', 'install', '--immutable', '--mode=skip-build'],
  installMutable: ['yarn', 'install', '--no-immutable', '--mode=skip-build'],
  exec: ['yarn', 'run'],
  typed: 'yarn',
  script: ['yarn', 'run'],
  scriptArguments: [],
  add: (specs) => ['yarn', 'add', '--dev', '--mode=skip-build', ...specs],
  // `yarn up` alone would leave the ranges of package.json behind
  update: (names) => ['yarn', 'up', '--recursive', '--mode=skip-build', ...names],
  view: (spec, field) => ['yarn', 'npm', 'info', spec, '--fields', field, '--json'],
  readView: (output, field) => (parsed(output) as Readonly<Record<string, unknown>> | undefined)?.[field],
  registryOf: (scope) => [
    ...(scope === undefined ? [] : [['yarn', 'config', 'get', `npmScopes["${scope.slice(1)}"].npmRegistryServer`]]),
    ['yarn', 'config', 'get', 'npmRegistryServer'],
  ],
};

export const PACKAGE_MANAGERS: readonly PackageManager[] = [NPM, PNPM, YARN, YARN_BERRY];

/** A command as a shell reads it. */
export function shell(...command: Command): string {
  return command.join(' ');
}
