import type { javascript } from 'projen';
import { packageManagerProblem } from '../clients/npm/cli';
import {
  DEFAULT_PACKAGE_MANAGER,
  INTEGRITY,
  installByHand,
  integrityByHand,
  PACKAGE_MANAGERS,
  type PackageManager,
  type PackageManagerRelease,
} from '../package-managers';
import type { Problems } from '../util/problems';
import { isCreated } from './created';
import type { UdpServiceProjectOptions } from './udp-service-project-options';

type PackageManagerOptions = Pick<
  UdpServiceProjectOptions,
  'packageManager' | 'packageManagerRelease' | 'projenOptions'
>;

/** The package manager of a repository; only for options that `checkPackageManager` has nothing against. */
export function packageManagerOption(
  { packageManager }: PackageManagerOptions,
  managers: readonly PackageManager[] = PACKAGE_MANAGERS,
): PackageManager {
  return named(packageManager, managers) ?? DEFAULT_PACKAGE_MANAGER;
}

/** The same in the words of projen. */
export function projenPackageManager({ packageManager }: PackageManagerOptions): javascript.NodePackageManager {
  return packageManager ?? (DEFAULT_PACKAGE_MANAGER.optionValues[0] as javascript.NodePackageManager);
}

function named(value: string | undefined, managers: readonly PackageManager[]): PackageManager | undefined {
  if (value === undefined) return DEFAULT_PACKAGE_MANAGER;
  return managers.find(({ optionValues }) => optionValues.includes(value));
}

/** The release of the package manager that workflows install; undefined where Node.js brings it. */
export function releaseOption(
  options: PackageManagerOptions,
  managers: readonly PackageManager[] = PACKAGE_MANAGERS,
): PackageManagerRelease | undefined {
  const { release } = packageManagerOption(options, managers);
  return release && { ...release, ...options.packageManagerRelease };
}

/**
 * Collects what is wrong with the options around the package manager.
 *
 * @returns whether there is one
 */
export function checkPackageManager(
  options: PackageManagerOptions,
  problems: Problems,
  managers: readonly PackageManager[] = PACKAGE_MANAGERS,
): boolean {
  const { packageManager, packageManagerRelease: release, projenOptions = {} } = options;
  const known = problems.require(named(packageManager, managers) !== undefined, {
    subject: 'packageManager',
    value: packageManager,
    cause: 'its lockfile is binary, so neither a reviewer nor the impact report sees what a change of it brings',
    remedy: `Use ${alternatives(managers.map(({ optionValues: [value] }) => `'${value}'`))}.`,
  });
  if (!known) return false;
  const manager = packageManagerOption(options, managers);
  if (isCreated(options)) checkInstalled(manager, problems);
  if (release) checkRelease(manager, release, problems);
  for (const owned of managers.flatMap(({ ownedOptions = [] }) => ownedOptions)) {
    const value = at(projenOptions, owned.path);
    problems.require(value === undefined || value === owned.allowed, {
      subject: ['projenOptions', ...owned.path].join('.'),
      value: owned.isSecret ? '(not shown)' : value,
      cause: owned.cause,
      remedy: owned.remedy,
    });
  }
  return true;
}

/** The value below a path of names. */
function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Readonly<Record<string, unknown>> | null | undefined)?.[key], value);
}

/** `a, b or c` */
function alternatives(values: readonly string[]): string {
  return [values.slice(0, -1).join(', '), values.at(-1)].filter(Boolean).join(' or ');
}

/** A new repository is installed at once: without its package manager it would be left half-made. */
function checkInstalled({ program, name, release }: PackageManager, problems: Problems): void {
  if (release === undefined) return; // `projen new` itself has just installed with it
  const problem = packageManagerProblem(program);
  problems.require(problem === undefined, {
    subject: 'packageManager',
    value: name,
    cause: `the command '${program}' cannot be started here (${problem})`,
    remedy: `Install it (${installByHand(release)}), or let ${DEFAULT_PACKAGE_MANAGER.title} install the repository: leave the option out.`,
  });
}

function checkRelease(
  manager: PackageManager,
  release: NonNullable<PackageManagerOptions['packageManagerRelease']>,
  problems: Problems,
): void {
  const tested = manager.release;
  if (!tested) {
    problems.add({
      subject: 'packageManagerRelease',
      value: release.version,
      cause: `${manager.title} comes with Node.js: workflows do not install it`,
      remedy: "Leave the option out; 'workflows.nodeVersion' chooses the release of Node.js.",
    });
    return;
  }
  const [major] = tested.version.split('.');
  problems.require(new RegExp(`^${major}\\.\\d+\\.\\d+$`).test(release.version), {
    subject: 'packageManagerRelease.version',
    value: release.version,
    cause: `the template is tested with ${manager.title} ${major}.x`,
    remedy: `Give an exact version that begins with '${major}.', for example '${tested.version}'.`,
  });
  problems.require(INTEGRITY.test(release.integrity), {
    subject: 'packageManagerRelease.integrity',
    value: release.integrity,
    cause: "not a digest in the form 'sha512-…' (88 characters of Base64)",
    remedy: `Give what '${integrityByHand(`${tested.package}@${release.version}`)}' prints.`,
  });
}
