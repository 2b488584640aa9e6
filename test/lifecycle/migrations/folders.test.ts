import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../src/files/content';
import { MANIFEST_FILE, type Manifest, writeManifest } from '../../../src/files/manifest';
import { FOLDERS } from '../../../src/lifecycle/migrations/history/0.0.1-folders';
import { migrate, revert } from '../../../src/lifecycle/migrations/run';
import { blueprintFiles } from '../../../src/project/blueprint';
import { contentOf, type GivenRepository, repositoryWith } from './support';

const VERSION = { migrations: [FOLDERS], installed: { name: 'projen-udp-service', version: '1.0.0' } };
const SNAPSHOT = '// Jest Snapshot v1\n\nexports[`a 1`] = `1`;\n';

const EXTENSION = `import { Tags } from 'aws-cdk-lib/core';
import type { Extensions } from "./extension-points"; // ours:   keep
import { OWNER } from './mine';
type Stage = import('./model').Stage;
const late = () => import('./constructs/metrics.js');
const text = './model';

export const extensions: Extensions = { service: ({ service }) => Tags.of(service).add(text, OWNER) };
`;
const FOLLOWED = EXTENSION.replace('"./extension-points"', '"./template/extension-points"')
  .replace("import('./model')", "import('./template/model')")
  .replace("'./constructs/metrics.js'", "'./template/constructs/metrics.js'");

/** A repository of the layout before. */
const BEFORE: GivenRepository & { readonly files: Readonly<Record<string, string>> } = {
  version: '0.0.0',
  files: {
    'src/main.ts': "import { createApp } from './app';\n",
    'src/app.ts': "import type { Service } from './model';\n",
    'src/model.ts': 'export interface Service {}\n',
    'src/extension-points.ts': 'export interface Extensions {}\n',
    'src/constructs/metrics.ts': "import '../model';\n",
    'src/extensions.ts': EXTENSION,
    'src/mine.ts': "import type { Service } from './model';\nexport const OWNER = 'team';\n",
    'test/stages.test.ts': "import { service } from '../src/service';\n",
    'test/support/nag.ts': "import '../../src/model';\nimport './repository';\n",
    'test/support/repository.ts': "import '../../src/app';\n",
    'test/mine.test.ts': "jest.mock('../src/app');\n",
    'test/__snapshots__/stages.test.ts.snap': SNAPSHOT,
    'test/__snapshots__/mine.test.ts.snap': SNAPSHOT,
  },
  classes: {
    'src/main.ts': 'managed',
    'src/app.ts': 'managed',
    'src/model.ts': 'managed',
    'src/extension-points.ts': 'managed',
    'src/constructs/metrics.ts': 'managed',
    'src/extensions.ts': 'owned',
    'test/stages.test.ts': 'managed',
    'test/support/nag.ts': 'managed',
    'test/support/repository.ts': 'managed',
  },
};

const read = (directory: string, path: string) => readFileSync(join(directory, path), 'utf8');
const manifestOf = (directory: string): Manifest => JSON.parse(read(directory, MANIFEST_FILE)) as Manifest;
const change = (directory: string, path: string, text: string): void => {
  chmodSync(join(directory, path), 0o644);
  writeFileSync(join(directory, path), text);
};
function release(directory: string, path: string): void {
  const manifest = manifestOf(directory);
  writeManifest(directory, {
    ...manifest,
    files: { ...manifest.files, [path]: { ...manifest.files[path], class: 'owned', released: true } },
  });
}

test('the files of the template move, the extensions import them from there, and every other byte of the user stays', () => {
  const directory = repositoryWith(BEFORE);
  const { notes } = migrate(directory, VERSION);
  expect(read(directory, 'src/extensions.ts')).toBe(FOLLOWED);
  for (const path of ['src/mine.ts', 'test/mine.test.ts', 'test/__snapshots__/mine.test.ts.snap', 'src/main.ts'])
    expect(read(directory, path)).toBe(BEFORE.files[path]);
  expect(read(directory, 'test/template/__snapshots__/stages.test.ts.snap')).toBe(SNAPSHOT);
  expect(read(directory, 'src/template/constructs/metrics.ts')).toBe(BEFORE.files['src/constructs/metrics.ts']);
  for (const path of ['src/app.ts', 'src/constructs', 'test/support', 'test/__snapshots__/stages.test.ts.snap'])
    expect(existsSync(join(directory, path))).toBe(false);
  expect(manifestOf(directory).files['src/template/app.ts']).toMatchObject({
    class: 'managed',
    sha256: contentHash(BEFORE.files['src/app.ts']),
  });
  expect(notes.map(({ place, text }) => `${place} ${text}`)).toEqual([
    "src/extensions.ts:2 imports './template/extension-points' now, and './extension-points' before: nothing else in it was changed",
    "src/extensions.ts:4 imports './template/model' now, and './model' before: nothing else in it was changed",
    "src/extensions.ts:5 imports './template/constructs/metrics.js' now, and './constructs/metrics.js' before: nothing else in it was changed",
    "src/mine.ts:1 imports './model', which is './template/model' now: change it by hand",
    "test/mine.test.ts:1 imports '../src/app', which is '../src/template/app' now: change it by hand",
  ]);
});

test('the way back leads to every file as it was', () => {
  const directory = repositoryWith(BEFORE);
  release(directory, 'test/support/nag.ts');
  const before = contentOf(directory);
  const manifest = manifestOf(directory);
  migrate(directory, VERSION);
  revert(directory, '0.0.0', VERSION);
  const writable = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(/ \d+$/, ''), text]));
  expect(writable(contentOf(directory))).toEqual(writable(before));
  expect(manifestOf(directory)).toEqual(manifest);
});

test('what was released moves with what it imports, as it was edited, and its imports are those of its new place', () => {
  const directory = repositoryWith(BEFORE);
  change(
    directory,
    'test/support/nag.ts',
    "// ours\nimport '../../src/model';\nimport './repository';\nimport '../mine';\n",
  );
  change(directory, 'src/main.ts', "// ours\nimport { createApp } from './app';\nimport './extensions';\n");
  release(directory, 'test/support/nag.ts');
  release(directory, 'src/main.ts');
  writeFileSync(join(directory, 'test/mine.ts'), '');
  const { notes } = migrate(directory, VERSION);
  expect(read(directory, 'test/template/support/nag.ts')).toBe(
    "// ours\nimport '../../../src/template/model';\nimport './repository';\nimport '../../mine';\n",
  );
  expect(read(directory, 'src/main.ts')).toBe(
    "// ours\nimport { createApp } from './template/app';\nimport './extensions';\n",
  );
  expect(manifestOf(directory).files['test/template/support/nag.ts']?.released).toBe(true);
  expect(notes).toContainEqual({
    place: 'test/template/support/nag.ts',
    text: 'was released as test/support/nag.ts: it stands beside what it imports',
  });
});

test('an edit that nobody released goes with its file, so that the synth stops at it as at every other', () => {
  const directory = repositoryWith(BEFORE);
  change(directory, 'src/app.ts', '// ours\n');
  migrate(directory, VERSION);
  expect(read(directory, 'src/template/app.ts')).toBe('// ours\n');
  expect(manifestOf(directory).files['src/template/app.ts'].sha256).toBe(contentHash(BEFORE.files['src/app.ts']));
});

test('files of the user by the names of the template stay, also without a manifest that knows them', () => {
  const files = { ...BEFORE.files, 'src/zones.ts': 'export const MINE = 1;\n' };
  const directory = repositoryWith({ ...BEFORE, files });
  migrate(directory, VERSION);
  expect(read(directory, 'src/zones.ts')).toBe('export const MINE = 1;\n');
  expect(existsSync(join(directory, 'src/template/zones.ts'))).toBe(false);
});

test.each([
  ['another file at the new place', 'src/template/app.ts', Buffer.from('// mine\n'), /src\/app\.ts: becomes .*exists/],
  [
    'bytes that are no text',
    'src/extensions.ts',
    Buffer.from(`${EXTENSION}// caf\xe9\n`, 'latin1'),
    /no text in UTF-8/,
  ],
])('nothing is changed where that would lose something: %s', (_what, path, bytes, cause) => {
  const directory = repositoryWith({ ...BEFORE, files: { ...BEFORE.files, 'src/template/x.ts': '' } });
  rmSync(join(directory, path), { force: true });
  writeFileSync(join(directory, path), bytes);
  const before = contentOf(directory);
  expect(() => migrate(directory, VERSION)).toThrow(cause);
  expect(contentOf(directory)).toEqual(before);
});

test('an interruption at any write is completed by the next run', () => {
  const directory = repositoryWith(BEFORE);
  const expected = repositoryWith(BEFORE);
  migrate(expected, VERSION);
  // what a run leaves that ended before it removed and recorded anything
  const manifest = read(directory, MANIFEST_FILE);
  const old = contentOf(directory);
  migrate(directory, VERSION);
  writeFileSync(join(directory, MANIFEST_FILE), manifest);
  for (const path of ['src/app.ts', 'test/stages.test.ts']) writeFileSync(join(directory, path), BEFORE.files[path]);
  expect(Object.keys(old)).toContain('src/app.ts 444');
  migrate(directory, VERSION);
  expect(contentOf(directory)).toEqual(contentOf(expected));
});

test('every file of the layout before has its place in this one', () => {
  const directory = repositoryWith({ files: {}, version: '0.0.0' });
  const places = [...blueprintFiles('src/template'), ...blueprintFiles('test/template')];
  const old = places.map((path) => path.replace('/template/', '/'));
  writeManifest(directory, {
    ...manifestOf(directory),
    files: Object.fromEntries(
      old.map((path) => [path, { class: 'managed', sha256: '0'.repeat(64), version: '0.0.0' }]),
    ),
  });
  migrate(directory, VERSION);
  expect(Object.keys(manifestOf(directory).files).sort()).toEqual(places.sort());
});
