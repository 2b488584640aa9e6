import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../../src/files/content';
import type { UpgradeKind } from '../../../../src/lifecycle/upgrade/kinds';
import { programsIn } from '../../../../src/lifecycle/upgrade/program';
import { type Assessment, assess } from '../../../../src/lifecycle/upgrade/propose/assess';
import { gitOf, type RunGit } from '../../../../src/lifecycle/upgrade/propose/git';
import { Host } from '../../../../src/lifecycle/upgrade/propose/host';
import { ACTIONS, referenceTo } from '../../../../src/project/workflows/actions';
import { GeneratedRepository, locked, type NpmLock } from './generated-repository';

/** What a patch is made of: whatever it does to the working tree of the repository. */
export type Change = () => unknown;

/** A patch that is not taken, and a part of why. */
export type HostileCase = readonly [why: string, kind: UpgradeKind, change: Change, cause: RegExp];

/** A patch that is taken, and whether it needs nobody. */
export type HarmlessCase = readonly [why: string, kind: UpgradeKind, change: Change, byItself: boolean];

export type Json = Record<string, never> & { [key: string]: Json };

export const LOCK = 'package-lock.json';
export const MANIFEST = '.udp-service/manifest.json';
export const BUILD = '.github/workflows/build.yml';
export const SNAPSHOT = 'test/template/__snapshots__/stages.test.ts.snap';
/** A commit that nobody knows. */
export const OTHER = '0123456789abcdef0123456789abcdef01234567';

/** The repository of a test file, which every patch leaves as it was. */
export let repository: GeneratedRepository;
let git: RunGit;

/**
 * Gives a test file a generated repository.
 *
 * @param prepare changes it before the first patch
 */
export function withRepository(prepare: (repository: GeneratedRepository) => void = () => undefined): void {
  // every patch is applied by git
  jest.setTimeout(120_000);
  beforeAll(() => {
    repository = new GeneratedRepository();
    prepare(repository);
    git = gitOf(programsIn(repository.directory, new AbortController().signal));
  });
  afterAll(() => repository.close());
}

/** What the host says of releases of actions. */
const RELEASES: Readonly<Record<string, object>> = {
  'repos/actions/checkout/git/ref/tags/v7.1.0': { object: { type: 'commit', sha: OTHER } },
  'repos/actions/checkout/git/ref/tags/v3.0.0': { object: { type: 'commit', sha: OTHER } },
  'repos/actions/setup-node/git/ref/tags/v7.1.0': { object: { type: 'tag', sha: 'f00' } },
  'repos/actions/setup-node/git/tags/f00': { object: { type: 'commit', sha: OTHER } },
};
const host = new Host(async ([, path]) => {
  const answer = RELEASES[path as string];
  if (answer === undefined) throw new Error('HTTP 404');
  return JSON.stringify(answer);
});

/** What is found in the text of a patch. */
export function assessed(kind: UpgradeKind, patch: string): Promise<Assessment> {
  const { head, directory } = repository;
  const pinned = Object.values(ACTIONS).map((one) => referenceTo(one));
  const actions = new Map(pinned.map(({ uses, version }) => [uses, version]));
  return assess(git, host, patch, { kind, directory, trusted: head, madeOn: head, base: 'main', actions });
}

/** What is found in a patch of a change. */
export function assessedChange(kind: UpgradeKind, change: Change): Promise<Assessment> {
  return assessed(kind, repository.patchOf(change));
}

/** Why a change is not taken, a line each; empty where it is. */
export async function causesOf(kind: UpgradeKind, change: Change): Promise<string> {
  const { refusals } = await assessedChange(kind, change);
  return refusals.map(({ path, cause }) => `${path}: ${cause}`).join('\n');
}

export const lock = (how: (packages: NpmLock['packages'], whole: NpmLock) => void) => () =>
  repository.editJson<NpmLock>(LOCK, (whole) => how(whole.packages, whole));
export const json = (path: string, how: (value: Json) => unknown) => () => repository.editJson<Json>(path, how);
export const write =
  (path: string, text = 'x\n') =>
  () =>
    repository.write(path, text);
export const edit = (path: string, from: string | RegExp, to: string) => () =>
  repository.edit(path, (text) => {
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${path} has no ${from}`);
    return edited;
  });
export const all =
  (...changes: Change[]) =>
  () => {
    for (const change of changes) change();
  };
export const prettier = lock((packages) => {
  packages['node_modules/prettier'] = locked('prettier', '3.9.0');
});
export const entry = (name: string, version: string, more: object) =>
  lock((packages) => {
    packages[`node_modules/${name}`] = locked(name, version, more);
  });
/** What an upgrade of the template says of itself. */
export const version = (files: (manifest: Json) => unknown = () => undefined) =>
  json(MANIFEST, (manifest) => {
    Object.assign(manifest.template as object, { version: '1.1.0' });
    files(manifest);
  });
export const migrated = (files: (manifest: Json) => unknown = () => undefined) =>
  version((manifest) => {
    (manifest.migrations as unknown as string[]).push('1.1.0-names');
    files(manifest);
  });
/** A file that the manifest of the patch calls the template's. */
export const managed = (path: string, text: string, how = version) =>
  all(
    write(path, text),
    how((manifest) => {
      Object.assign(manifest.files as object, {
        [path]: { class: 'managed', sha256: contentHash(text), version: '1.1.0' },
      });
    }),
  );
/** The template changes one of its workflows. */
export const workflow = (path: string, from: string | RegExp, to: string) => rehashed(edit(path, from, to), path);
export const rehashed = (change: Change, ...paths: string[]) =>
  all(
    change,
    version((manifest) => {
      for (const path of paths) {
        const text = readFileSync(join(repository.directory, path), 'utf8');
        Object.assign(manifest.files[path] as object, { sha256: contentHash(text) });
      }
    }),
  );
