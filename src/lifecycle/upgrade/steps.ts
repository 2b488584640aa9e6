import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compare } from 'semver';
import { writeAtomically } from '../../files/atomic';
import type { PackageVersion } from '../../files/manifest';
import { EXTENSIONS, snapshotTestIn } from '../../files/paths';
import { lockedVersions } from '../../impact/delivery/lockfile';
import type { Level } from '../../model/levels';
import type { PackageManager } from '../../package-managers';
import { ERRORS_VARIABLE, readToldProblems } from '../../util/told-problems';
import { REPORT_VARIABLE } from '../migrations/start';
import { movePins } from '../projenrc/pins';
import { Projenrc } from '../projenrc/projenrc';
import { upgradeBlocked } from './blocked';
import { notesBetween } from './changelog';
import type { Target } from './choose';
import { installedVersion, packageFolder } from './installed';
import type { Upgraded, Verdict } from './outcome';
import { manifestOf } from './plan';
import type { RunProgram } from './program';
import { synthFailure } from './reason';

/** What a synth refuses is told whole: every option and every file, with what is different in it. */
const SYNTH_TAIL = 50_000;

/** A repository that is upgraded, and what runs in it. */
export interface UpgradeContext {
  readonly directory: string;
  readonly manager: PackageManager;
  readonly run: RunProgram;
  /** Tells a person what happens now. */
  readonly say: (line: string) => void;
  /** Ends whatever runs. */
  readonly signal: AbortSignal;
}

/** Moves what `.projenrc` holds at a version, and installs the versions. */
export async function install(
  context: UpgradeContext,
  targets: readonly Target[],
  types: { readonly template: PackageVersion; readonly preset?: PackageVersion },
): Promise<void> {
  const { directory, manager, run, say } = context;
  const specs = targets.map(({ name, to }) => `${name}@${to}`);
  say(`Installing ${specs.join(' and ')}`);
  const read = (path: string) => {
    const file = join(directory, path);
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  };
  const names = { template: types.template.name, preset: types.preset?.name };
  const projenrc = Projenrc.read(directory, read, names);
  if (projenrc !== undefined) {
    const pins = movePins(projenrc, Object.fromEntries(targets.map(({ name, to }) => [name, to])));
    for (const [path, text] of projenrc.sources.results()) {
      writeAtomically(directory, path, text, statSync(join(directory, path)).mode & 0o777);
    }
    for (const { place, spec } of pins) say(`  ${place}: '${spec}' was moved`);
  }
  await run(manager.add(specs), {
    purpose: `${specs.join(' and ')} cannot be installed`,
    remedy: 'See what the package manager says',
    secrets: true,
  });
}

/** Brings dependencies to the newest versions that package.json allows. */
export async function update({ manager, run, say }: UpgradeContext, names: readonly string[]): Promise<void> {
  say(`Updating ${names.join(', ')}`);
  await run(manager.update(names), {
    purpose: 'the dependencies cannot be updated',
    remedy: 'See what the package manager says',
    secrets: true,
  });
}

/**
 * Runs the synth of whatever is installed, migrations included.
 *
 * @param reports file that the migrations append to what they did
 */
export async function synthesize({ manager, run, say }: UpgradeContext, reports: string): Promise<void> {
  say('Synthesizing the repository');
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-synth-'));
  const errors = join(folder, 'errors.json');
  try {
    await run([...manager.exec, 'projen'], {
      purpose: 'npx projen',
      remedy: '',
      env: { [REPORT_VARIABLE]: reports, [ERRORS_VARIABLE]: errors },
      secrets: true,
      tail: SYNTH_TAIL,
    });
  } catch (error) {
    throw synthFailure((error as Error).message, readToldProblems(errors));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws UserError where the options have brought another version back */
export function verifyInstalled(directory: string, targets: readonly Target[]): void {
  for (const { name, to } of targets) {
    const found = installedVersion(directory, name);
    if (found === to) continue;
    throw upgradeBlocked(
      `${name} ${to} was installed, and after the synth it is ${found ?? 'not there'}`,
      `The options hold it at a version that could not be found by reading .projenrc: look for '${name}@' and write ${to} there.`,
    );
  }
}

/** Accepts what the template changes in the snapshots of its own test. */
export async function updateSnapshots({ directory, manager, run, say }: UpgradeContext): Promise<void> {
  // where the version that is installed now has it, which is not this one
  const test = snapshotTestIn(manifestOf(directory).files);
  if (!existsSync(join(directory, test))) return;
  say('Updating the snapshots of the stacks');
  await run([...manager.exec, 'jest', '--updateSnapshot', test], {
    purpose: 'the stacks cannot be synthesized',
    remedy: `Correct what it names; ${EXTENSIONS} is where the stacks are yours`,
  });
}

/** Compares what is deployed from a commit with what would be deployed now, by the version that is installed now. */
export async function judge({ directory, manager, run, say }: UpgradeContext, commit: string): Promise<Verdict> {
  say('Comparing what runs before and after');
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-upgrade-'));
  const files = ['report.json', 'report.md', 'report.txt'].map((name) => join(folder, name));
  try {
    const command = ['udp-service', 'impact', '--base', commit, '--head', '.', '--output', ...files];
    // exit code 1 is a verdict; without a report there is none
    const failure = await run([...manager.exec, ...command], {
      purpose: 'the stacks cannot be compared',
      remedy: 'Correct what it names, then run `npx udp-service impact`',
      secrets: true,
    }).then(
      () => undefined,
      (error: Error) => error,
    );
    const [json, markdown, text] = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
    const report = json === '' ? undefined : (JSON.parse(json) as Report);
    if (report?.level == null) throw failure ?? upgradeBlocked(`${directory}: the comparison left no report`);
    return { level: report.level, passed: report.passed, mergesByItself: report.mergesByItself, markdown, text };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Report {
  readonly level: Level | null;
  readonly passed: boolean;
  readonly mergesByItself: boolean;
}

/** The release notes that the installed packages bring for the way to their versions. */
export function releasesOf(directory: string, targets: readonly Target[]): Upgraded['releases'] {
  return targets
    .filter(({ from, to }) => compare(to, from) > 0)
    .map(({ name, from, to }) => ({
      name,
      notes: notesBetween(join(packageFolder(directory, name), 'CHANGELOG.md'), from, to),
    }));
}

/**
 * Direct dependencies that the lockfile holds at another version than a commit did.
 *
 * @param before text of a file at that commit
 */
export async function movedDependencies(
  { directory, manager }: UpgradeContext,
  names: readonly string[],
  before: (path: string) => Promise<string>,
): Promise<Target[]> {
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-upgrade-'));
  try {
    for (const path of ['package.json', manager.lockfile]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), await before(path));
    }
    const [old, fresh] = [folder, directory].map((root) => lockedVersions(root, rangesOf(root)));
    const version = (versions: ReadonlyMap<string, string>, name: string) => versions.get(name)?.split(' ')[0];
    return names.flatMap((name) => {
      const [from, to] = [version(old, name), version(fresh, name)];
      return from === undefined || to === undefined || from === to ? [] : [{ name, from, to }];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rangesOf(root: string): Map<string, string> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Readonly<Record<string, string>> | undefined
  >;
  return new Map(Object.entries({ ...dependencies, ...devDependencies }));
}
