import { lt, valid } from 'semver';
import { MANIFEST_FILE, type Manifest } from '../../../../files/manifest';
import {
  DEFAULT_PACKAGE_MANAGER,
  type Lockfile,
  PACKAGE_MANAGER_FOLDER,
  type PackageManager,
  RELEASE_LOCKFILE,
  RELEASE_MANIFEST,
  registryFiles,
} from '../../../../package-managers';
import { hidesMore } from '../../../../util/hidden-text';
import type { Target } from '../../choose';
import { packagesOf, type UpgradeKind } from '../../kinds';
import type { FileChange, FileTree } from '../file-tree';
import { judgeLockfile } from '../lockfile';
import { judgeWorkflow, type KnownWorkflows } from '../workflows/judge';
import { judgeAttributes } from './attributes';
import { judgeRenovate, settingsFile } from './formats';
import { whyNotByItself } from './impact-free';
import { isMigrated, judgeManifest, manifestIn } from './manifest';
import { noticesOf } from './notices';
import { movedPins, optionsFiles } from './options-file';
import { judgePackageJson, rangesIn } from './package-json';
import { type Refusal, refuse } from './refusal';
import { judgeShape } from './shape';
import { isSnapshotMoved, judgeSnapshots, snapshotPlaces } from './snapshots';
import { judgeTemplateFile } from './template-file';

export type { Refusal } from './refusal';

/** A patch as it would be pushed, and what it is measured by. */
export interface Candidate {
  readonly kind: UpgradeKind;
  /** Repository whose TypeScript reads the options. */
  readonly directory: string;
  /** What trusted code goes by: the commit of the default branch whose commands run. */
  readonly trusted: FileTree;
  /** What the patch was made on. */
  readonly before: FileTree;
  readonly after: FileTree;
  readonly changes: readonly FileChange[];
  readonly manager: Pick<PackageManager, 'lockfile' | 'lockfileFormat'>;
  readonly workflows: KnownWorkflows;
}

/** What was found. */
export interface Judgement {
  /** Empty where it may be pushed. */
  readonly refusals: readonly Refusal[];
  /** What could not be told, for whoever reviews. */
  readonly unknown: readonly string[];
  /** What a person has to look at first, a sentence each. */
  readonly notices?: readonly string[];
  /** Direct dependencies that have another version. */
  readonly moved: readonly Target[];
  /** Why a person has to merge it; absent where it can reach nothing that is deployed. */
  readonly needsPerson?: string;
}

/** Looks at everything that a patch changes; nothing of it is run. */
export function judge(candidate: Candidate): Judgement {
  const { changes, before, after } = candidate;
  const nothing = { unknown: [], moved: [] };
  if (changes.length === 0) return { ...nothing, refusals: [{ path: '', cause: 'it changes nothing' }] };
  const shape = judgeShape(changes, new Set(before.files.keys()));
  if (shape.length > 0) return { ...nothing, refusals: shape };
  const hidden = changes
    .filter(({ path }) => hidesMore(before.text(path) ?? '', after.text(path) ?? ''))
    .map(({ path }) => refuse(path)('it has signs that hide text from a reader'));
  if (hidden.length > 0) return { ...nothing, refusals: hidden };
  const [known, next] = [manifestIn(candidate.trusted), manifestIn(after)];
  if ('cause' in known) return { ...nothing, refusals: [refuse(MANIFEST_FILE)(`in the base, ${known.cause}`)] };
  if ('cause' in next) return { ...nothing, refusals: [refuse(MANIFEST_FILE)(next.cause)] };
  return judgeContent(candidate, known.manifest, next.manifest);
}

function judgeContent(candidate: Candidate, manifest: Manifest, next: Manifest): Judgement {
  const { kind, before, after, changes, manager } = candidate;
  const own = [manifest.template.name, ...(manifest.preset ? [manifest.preset.name] : [])];
  const paths = new Set(changes.map(({ path }) => path));
  const locked = lockfilesOf(candidate);
  const places = snapshotPlaces(candidate, manifest, next);
  const files = changes.flatMap((change) => judgeFile(change, candidate, { manifest, next, own, paths, places }));
  if ('cause' in locked)
    return { refusals: [...files, refuse(manager.lockfile)(locked.cause)], unknown: [], moved: [] };
  const ranges = {
    before: rangesIn(before.text('package.json') ?? ''),
    after: rangesIn(after.text('package.json') ?? ''),
  };
  const settings = registryFiles().flatMap((path) => candidate.trusted.text(path) ?? []);
  const isLockTouched = paths.has(manager.lockfile) || paths.has('package.json');
  const verdict = isLockTouched
    ? judgeLockfile({ ...locked, settings, ranges: ranges.after })
    : { refusals: [], unknown: [] };
  const moved = movedBetween(locked, ranges);
  const direct = new Set([...ranges.before.keys(), ...ranges.after.keys()]);
  const needsPerson = whyNotByItself({ kind, changes, lockfile: manager.lockfile, ...locked, direct });
  const refusals = [
    ...files,
    ...verdict.refusals.map(refuse(manager.lockfile)),
    ...judgeMoved(kind, moved, own).map(refuse(manager.lockfile)),
  ];
  return {
    refusals,
    unknown: verdict.unknown,
    notices: refusals.length > 0 ? [] : noticesOf({ before, after, changes, manifest, next }),
    moved:
      kind === 'template' ? [...ownMoves(manifest, next), ...moved.filter(({ name }) => !own.includes(name))] : moved,
    ...(needsPerson !== undefined && { needsPerson }),
  };
}

interface Known {
  readonly manifest: Manifest;
  readonly next: Manifest;
  readonly own: readonly string[];
  readonly paths: ReadonlySet<string>;
  /** Where the snapshots of the template are, before and after. */
  readonly places: ReadonlySet<string>;
}

function judgeFile(change: FileChange, candidate: Candidate, known: Known): Refusal[] {
  const { path } = change;
  const { kind, before, after, changes, manager, trusted } = candidate;
  const { manifest, next, own, paths, places } = known;
  const [old, fresh] = [before.text(path), after.text(path)];
  const causes = (): string[] => {
    if (path === manager.lockfile) return fresh === undefined ? ['it is removed'] : [];
    if (path === 'package.json') {
      if (old === undefined || fresh === undefined) return ['it is removed or new'];
      return judgePackageJson({ kind, before: old, after: fresh, written: manifest.files[path]?.written ?? {}, own });
    }
    if (path === MANIFEST_FILE)
      return judgeManifest({
        kind,
        before: manifest,
        after: next,
        files: after,
        there: before,
        changed: paths,
        options: optionsFiles(trusted),
      });
    if (places.has(path)) return isSnapshotMoved(change, changes, places) ? [] : judgeSnapshots(fresh);
    if (kind !== 'template') return [`an upgrade of ${kind} changes no such file`];
    const setting = settingsFile(path);
    if (setting !== undefined) return [`${setting}: a person changes it`];
    if (path.startsWith(`${PACKAGE_MANAGER_FOLDER}/`)) return judgeOwnManager(path, candidate);
    const options = optionsFiles(trusted);
    const cause = judgeTemplateFile(change, { changes, before, after, manifest, next, options });
    if (cause !== undefined) return [cause];
    if (options.has(path)) return judgeOptions(path, candidate, known);
    if (path.startsWith('.github/workflows/')) {
      if (fresh === undefined && !isMigrated(manifest, next)) {
        return [
          'it is removed, and no migration is told: what it deploys, takes back or checks would end without a word',
        ];
      }
      return judgeWorkflow(path, fresh, candidate.workflows);
    }
    if (/(^|\/)\.gitattributes$/i.test(path)) {
      return path === '.gitattributes'
        ? judgeAttributes(old ?? '', fresh ?? '', next)
        : ['git reads it below a folder'];
    }
    if (/(^|\/)(\.github\/)?renovate[\w-]*\.json5?$/.test(path)) return judgeRenovate(old, fresh);
    if (path.startsWith('.github/')) return ['nobody here knows what GitHub does by it'];
    return [];
  };
  return causes().map(refuse(path));
}

/** The options change by migrations, and by versions of the template that they hold. */
function judgeOptions(path: string, { directory, before, after }: Candidate, { manifest, next }: Known): string[] {
  if (isMigrated(manifest, next)) return after.files.has(path) ? [] : ['it is removed'];
  const versions = Object.fromEntries(
    [next.template, ...(next.preset ? [next.preset] : [])].map(({ name, version }) => [name, version]),
  );
  try {
    const types = { template: manifest.template.name, preset: manifest.preset?.name };
    const moved = movedPins(directory, before, types, versions);
    return moved.get(path) === after.text(path)
      ? []
      : ['it is yours, and more than a version of the template changes in it'];
  } catch (error) {
    return [`it cannot be read (${(error as Error).message.split('\n')[0]})`];
  }
}

/** The package manager of the workflows, which that of Node.js installs. */
function judgeOwnManager(path: string, { before, after, trusted }: Candidate): string[] {
  const at = (name: string) => `${PACKAGE_MANAGER_FOLDER}/${name}`;
  const [manifest, lockfile] = [RELEASE_MANIFEST, RELEASE_LOCKFILE];
  const texts = [before.text(manifest), after.text(manifest), before.text(lockfile), after.text(lockfile)];
  const [oldManifest, freshManifest, oldLock, freshLock] = texts;
  if (oldManifest === undefined || freshManifest === undefined || oldLock === undefined || freshLock === undefined) {
    return ['another package manager is a person’s to choose'];
  }
  if (path === manifest) {
    return judgePackageJson({ kind: 'dependencies', before: oldManifest, after: freshManifest, written: {}, own: [] });
  }
  if (path !== lockfile) return ['no such file belongs to the package manager'];
  const settings = registryFiles().flatMap((name) => [trusted.text(name) ?? '', trusted.text(at(name)) ?? '']);
  const { read } = DEFAULT_PACKAGE_MANAGER.lockfileFormat;
  try {
    return [
      ...judgeLockfile({
        before: read(oldLock),
        after: read(freshLock),
        settings,
        ranges: rangesIn(freshManifest),
      }).refusals,
    ];
  } catch (error) {
    return [`it cannot be read (${(error as Error).message})`];
  }
}

type Lockfiles = { readonly before: Lockfile; readonly after: Lockfile };

function lockfilesOf({ before, after, manager }: Candidate): Lockfiles | { readonly cause: string } {
  const [old, fresh] = [before.text(manager.lockfile), after.text(manager.lockfile)];
  if (old === undefined || fresh === undefined) return { cause: 'there is none, before or after' };
  try {
    const { read } = manager.lockfileFormat;
    return old === fresh ? { before: read(old), after: read(old) } : { before: read(old), after: read(fresh) };
  } catch (error) {
    return { cause: `it cannot be read (${(error as Error).message.slice(0, 200)})` };
  }
}

function movedBetween(
  { before, after }: Lockfiles,
  ranges: { readonly before: ReadonlyMap<string, string>; readonly after: ReadonlyMap<string, string> },
): Target[] {
  return [...ranges.after].flatMap(([name, range]) => {
    const from = before.direct(name, ranges.before.get(name) ?? range)?.version;
    const to = after.direct(name, range)?.version;
    return from === undefined || to === undefined || from === to ? [] : [{ name, from, to }];
  });
}

function ownMoves(before: Manifest, after: Manifest): Target[] {
  const pairs = [
    [before.preset, after.preset],
    [before.template, after.template],
  ];
  return pairs.flatMap(([old, fresh]) =>
    old === undefined || fresh === undefined || old.version === fresh.version || valid(fresh.version) === null
      ? []
      : [{ name: fresh.name, from: old.version, to: fresh.version }],
  );
}

/** What belongs to another upgrade does not move by this one. */
function judgeMoved(kind: UpgradeKind, moved: readonly Target[], own: readonly string[]): string[] {
  if (kind === 'template') return [];
  const names = moved.map(({ name }) => name);
  const allowed = new Set(packagesOf(kind, names, own));
  return [
    ...names.filter((name) => !allowed.has(name)).map((name) => `${name} moves, which has an upgrade of its own`),
    ...moved
      .filter(({ from, to }) => goesBack(from, to))
      .map(({ name, from, to }) => `${name} goes back from ${from} to ${to}`),
  ];
}

function goesBack(from: string, to: string): boolean {
  return valid(from) !== null && valid(to) !== null && lt(to, from);
}
