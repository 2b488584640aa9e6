import { javascript } from 'projen';
import { packageManagerProblem } from '../clients/npm/cli';
import {
  NPM,
  type PackageManager,
  type PackageManagerRelease,
  PNPM,
  RELEASES,
  YARN,
  YARN_BERRY,
} from '../package-managers';
import type { Problems } from '../util/problems';
import { isCreated } from './created';
import type { UdpServiceProjectOptions } from './udp-service-project-options';

const { NodePackageManager } = javascript;

/** projen's names; some managers have an older one, too. */
const MANAGERS: Readonly<Partial<Record<javascript.NodePackageManager, PackageManager>>> = {
  [NodePackageManager.NPM]: NPM,
  [NodePackageManager.PNPM]: PNPM,
  [NodePackageManager.YARN]: YARN,
  [NodePackageManager.YARN_CLASSIC]: YARN,
  [NodePackageManager.YARN2]: YARN_BERRY,
  [NodePackageManager.YARN_BERRY]: YARN_BERRY,
};

/** Settings of Yarn Berry that `npmRegistry` makes. */
const REGISTRY_SETTINGS = [
  'npmRegistryServer',
  'npmScopes',
  'npmRegistries',
  'npmAlwaysAuth',
  'npmAuthToken',
  'npmAuthIdent',
] as const satisfies readonly (keyof javascript.YarnrcOptions)[];

type PackageManagerOptions = Pick<
  UdpServiceProjectOptions,
  'packageManager' | 'packageManagerRelease' | 'projenOptions'
>;

/** The package manager of a repository; only for options that `checkPackageManager` has nothing against. */
export function packageManagerOption({
  packageManager = NodePackageManager.NPM,
}: PackageManagerOptions): PackageManager {
  return MANAGERS[packageManager] ?? NPM;
}

/** The release of the package manager that workflows install; undefined for npm, which comes with Node.js. */
export function releaseOption(options: PackageManagerOptions): PackageManagerRelease | undefined {
  const known = RELEASES[packageManagerOption(options).name];
  return known && { ...known, ...options.packageManagerRelease };
}

/** Collects what is wrong with the options around the package manager. */
export function checkPackageManager(options: PackageManagerOptions, problems: Problems): void {
  const { packageManager = NodePackageManager.NPM, packageManagerRelease: release, projenOptions } = options;
  const known = problems.require(MANAGERS[packageManager] !== undefined, {
    option: 'packageManager',
    value: packageManager,
    cause: 'its lockfile is binary, so neither a reviewer nor the impact report sees what a change of it brings',
    remedy: "Use 'npm', 'pnpm', 'yarn_classic' or 'yarn_berry'.",
  });
  if (!known) return;
  const manager = packageManagerOption(options);
  if (isCreated(options)) checkInstalled(manager, problems);
  if (release) checkRelease(manager, release, problems);
  const berry = projenOptions?.yarnBerryOptions;
  problems.require(berry?.version === undefined, {
    option: 'projenOptions.yarnBerryOptions.version',
    value: berry?.version,
    cause: 'workflows install the package manager by version and digest, and this names no digest',
    remedy: "Give 'packageManagerRelease' with version and integrity.",
  });
  const linker = berry?.yarnRcOptions?.nodeLinker;
  problems.require(linker === undefined || linker === javascript.YarnNodeLinker.NODE_MODULES, {
    option: 'projenOptions.yarnBerryOptions.yarnRcOptions.nodeLinker',
    value: linker,
    cause: "projen's tasks, Biome and the impact report find commands and packages in node_modules",
    remedy: "Leave the option out, or use 'node-modules'.",
  });
  for (const key of REGISTRY_SETTINGS.filter((candidate) => berry?.yarnRcOptions?.[candidate] !== undefined)) {
    problems.add({
      option: `projenOptions.yarnBerryOptions.yarnRcOptions.${key}`,
      value: '(not shown)',
      cause: "'npmRegistry' says where packages come from, so that workflows know which tokens they need",
      remedy: "Leave the option out, and give 'npmRegistry'.",
    });
  }
}

/** A new repository is installed at once: without its package manager it would be left half-made. */
function checkInstalled({ program, name }: PackageManager, problems: Problems): void {
  if (program === 'npm') return; // `projen new` itself has just installed with it
  const problem = packageManagerProblem(program);
  const { package: released, version } = RELEASES[name] ?? {};
  problems.require(problem === undefined, {
    option: 'packageManager',
    value: name,
    cause: `the command '${program}' cannot be started here (${problem})`,
    remedy: `Install it (npm install --global ${released}@${version}), or let npm install the repository: leave the option out.`,
  });
}

function checkRelease(
  manager: PackageManager,
  release: NonNullable<PackageManagerOptions['packageManagerRelease']>,
  problems: Problems,
): void {
  const tested = RELEASES[manager.name];
  if (!tested) {
    problems.add({
      option: 'packageManagerRelease',
      value: release.version,
      cause: `${manager.title} comes with Node.js: workflows do not install it`,
      remedy: "Leave the option out; 'workflows.nodeVersion' chooses the release of Node.js.",
    });
    return;
  }
  const [major] = tested.version.split('.');
  problems.require(new RegExp(`^${major}\\.\\d+\\.\\d+$`).test(release.version), {
    option: 'packageManagerRelease.version',
    value: release.version,
    cause: `the template is tested with ${manager.title} ${major}.x`,
    remedy: `Give an exact version that begins with '${major}.', for example '${tested.version}'.`,
  });
  problems.require(/^sha512-[A-Za-z0-9+/]{86}==$/.test(release.integrity), {
    option: 'packageManagerRelease.integrity',
    value: release.integrity,
    cause: "not a digest in the form 'sha512-…' (88 characters of Base64)",
    remedy: `Give what 'npm view ${tested.package}@${release.version} dist.integrity' prints.`,
  });
}
