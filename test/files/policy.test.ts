import { javascript } from 'projen';
import type { Manifest } from '../../src/files/manifest';
import { MANIFEST_FILE } from '../../src/files/manifest';
import { classOf, indispensable, mergerOf, POLICIES } from '../../src/files/policy';
import { sharedSettings } from '../../src/package-managers';
import { synthesize } from '../support/synthesized';

test('each path has one policy, and what is shared, and nothing else, has one who merges it', () => {
  const paths = POLICIES.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const { path, class: fileClass, merger } of POLICIES) {
    expect([path, merger !== undefined]).toEqual([path, fileClass === 'shared']);
  }
  expect(paths).toEqual(expect.arrayContaining([...sharedSettings()]));
});

test.each([
  ['package.json', 'shared', 'package.json', true],
  ['cdk.json', 'shared', 'json', true],
  ['.gitignore', 'shared', 'lines', true],
  ['.yarnrc.yml', 'shared', 'yaml', false],
  ['pnpm-workspace.yaml', 'shared', 'yaml', false],
  ['renovate.json', 'shared', 'json', false],
  ['LICENSE', 'owned', 'lines', false],
  ['.projen/tasks.json', 'managed', 'json', true],
  ['.projenrc.ts', 'managed', 'lines', false],
  ['src/template/service.ts', 'managed', 'lines', true],
  ['src/template/service.ts.orig', 'managed', 'lines', false],
  ['src/template/stage.ts', 'managed', 'lines', false],
  ['.udp-service/manifest.json', 'managed', 'json', true],
  // of a project within the repository, or of a folder of the user
  ['tools/package.json', 'managed', 'package.json', false],
  ['tools/cdk.json', 'managed', 'json', false],
] as const)('%s: %s, merged by %s, indispensable %s', (path, fileClass, merger, isIndispensable) => {
  expect([classOf(path), mergerOf(path), indispensable(path) !== undefined]).toEqual([
    fileClass,
    merger,
    isIndispensable,
  ]);
});

const { NPM, PNPM, YARN_BERRY } = javascript.NodePackageManager;

test.each([NPM, PNPM, YARN_BERRY])('the manifest of a repository says what the table says (%s)', (packageManager) => {
  const { files } = synthesize({ packageManager, projenOptions: { license: 'MIT', copyrightOwner: 'Example' } })[
    MANIFEST_FILE
  ] as Manifest;
  const found = Object.entries(files);
  const shared = found.filter(([, { class: fileClass }]) => fileClass === 'shared').map(([path]) => path);
  expect(shared).toEqual(expect.arrayContaining(['package.json', 'cdk.json', '.gitignore', '.gitattributes']));
  expect(Object.keys(files)).toContain('LICENSE');
  for (const [path, { class: fileClass, written }] of found) {
    // what components write once says so itself
    if (fileClass !== 'owned' || path === 'LICENSE') expect([path, fileClass]).toEqual([path, classOf(path)]);
    if (fileClass === 'shared') expect([path, written === undefined]).toEqual([path, mergerOf(path) === 'lines']);
  }
});
