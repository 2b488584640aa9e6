import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../src/files/content';
import { FOLDERS } from '../../../src/lifecycle/migrations/history/0.0.1-folders';
import { migrate, revert } from '../../../src/lifecycle/migrations/run';
import {
  all,
  assessedChange,
  causesOf,
  type HostileCase,
  type Json,
  json,
  MANIFEST,
  repository,
  version,
  withRepository,
  write,
} from './support/patches';

const MIGRATIONS = { migrations: [FOLDERS], installed: { name: 'projen-udp-service', version: '1.1.0' } };
const SNAPSHOT = 'test/__snapshots__/stages.test.ts.snap';
const MOVED = 'test/template/__snapshots__/stages.test.ts.snap';
const RELEASED = 'test/support/nag.ts';

/** What GitHub folds away, as the template writes it for each layout. */
function attributes(directory: string, from: RegExp, to: string): void {
  const file = join(directory, '.gitattributes');
  chmodSync(file, 0o644);
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

// the layout before, as the way back leads to it, with a file that its user has taken over
withRepository((given) => {
  const { directory } = given;
  revert(directory, '0.0.0', MIGRATIONS);
  attributes(directory, /^\/(src|test)\/template\//gm, '/$1/');
  // what its user has taken over is not folded away
  attributes(directory, /^\/test\/support\/nag\.ts .*\n/gm, '');
  const manifest = JSON.parse(readFileSync(join(directory, MANIFEST), 'utf8')) as Json;
  Object.assign(manifest.files[RELEASED] as object, { class: 'owned', released: true });
  given.write(MANIFEST, `${JSON.stringify(manifest, undefined, 2)}\n`);
  given.write(RELEASED, "// ours\nimport '../../src/model';\n");
  given.git('add', '--all');
  given.git('commit', '--quiet', '--message=layout before');
});

const migration = () => {
  migrate(repository.directory, MIGRATIONS);
  attributes(repository.directory, /^\/(src|test)\/(?!main\.ts)/gm, '/$1/template/');
};
const told = (how: (manifest: Json) => unknown) => () => {
  const file = join(repository.directory, MANIFEST);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Json;
  how(manifest);
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
};
const upgraded = all(
  migration,
  told((manifest) => Object.assign(manifest.template as object, { version: '1.1.0' })),
);

test('the upgrade from the layout before is taken as its migration leaves it, and says what a person looks at', async () => {
  const { refusals, notices, changes } = await assessedChange('template', upgraded);
  expect(refusals).toEqual([]);
  expect(changes.map(({ path }) => path)).toEqual(
    expect.arrayContaining([SNAPSHOT, MOVED, RELEASED, 'src/template/app.ts', 'test/template/support/nag.ts']),
  );
  expect(notices).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^New files in src\/template: .*\bapp\.ts,/),
      expect.stringMatching(/^Changed files? of yours .*src\/extensions\.ts/),
      'Migrations that it tells of: 0.0.1-folders.',
    ]),
  );
});

test('with snapshots that the version changes as well', async () => {
  const change = all(upgraded, () => repository.write(MOVED, '// Jest Snapshot v1\n\nexports[`b`] = `2`;\n'));
  expect(await causesOf('template', change)).toBe('');
});

const claims = (test: string) =>
  told((manifest) => {
    (manifest.migrations as unknown as string[]).push('1.1.0-names');
    Object.assign(manifest.template as object, { version: '1.1.0' });
    const files = manifest.files as Json;
    for (const path of Object.keys(files)) if (path.endsWith('stages.test.ts')) delete files[path];
    Object.assign(files, { [test]: { class: 'managed', sha256: contentHash('x\n'), version: '1.1.0' } });
  });

const EXTENSIONS = 'src/extensions.ts';
const takenOver = (kept?: string) =>
  all(
    upgraded,
    told((manifest) => {
      const text = readFileSync(join(repository.directory, EXTENSIONS), 'utf8');
      const written = `${text}// the template's\n`;
      repository.write(EXTENSIONS, written);
      Object.assign(manifest.files as Json, {
        [EXTENSIONS]: { class: 'managed', sha256: contentHash(written), version: '1.1.0' },
      });
    }),
    () => {
      if (kept !== undefined) repository.write(`${EXTENSIONS}.mine`, kept);
    },
  );

test('a file of the user that the template writes from a migration on is taken where what it held is kept', async () => {
  repository.write(EXTENSIONS, '// ours\n');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message=extensions');
  expect(await causesOf('template', takenOver('// ours\n'))).toBe('');
});

const HOSTILE: readonly HostileCase[] = [
  [
    'a file of the user that becomes the template’s, and is kept nowhere',
    'template',
    all(() => repository.write(EXTENSIONS, '// ours\n'), takenOver()),
    /src\/extensions\.ts/,
  ],
  [
    'a program in the snapshots at their new place',
    'template',
    all(upgraded, () => repository.write(MOVED, 'exports[`a`] = `${process.exit()}`;\n')),
    /something else than snapshots/,
  ],
  [
    'snapshots at the new place of a test that is not there',
    'template',
    all(claims('test/template/stages.test.ts'), write(MOVED, '// Jest Snapshot v1\n')),
    /the manifest does not know it/,
  ],
  [
    'snapshots that move without a migration',
    'template',
    all(version(), () => repository.move(SNAPSHOT, MOVED)),
    /snapshots are removed/,
  ],
  [
    'what a migration moves with a line of its own',
    'template',
    all(upgraded, () =>
      repository.write('test/template/support/nag.ts', "// ours\nimport '../../../src/template/model';\nevil();\n"),
    ),
    /lost|does not tell/,
  ],
  [
    'a file of the user that is gone',
    'template',
    all(upgraded, () => rmSync(join(repository.directory, 'test/template/support/nag.ts'))),
    /would be lost/,
  ],
  [
    'sources of the user that move',
    'template',
    all(upgraded, () => repository.move('src/mine.ts', 'src/template/mine.ts')),
    /no template wrote it/,
  ],
];

test.each(HOSTILE)('%s is not taken from an upgrade of %s', async (_why, kind, change, cause) => {
  expect(await causesOf(kind, change)).toMatch(cause);
});

test('snapshots of a test of the user are not taken for those of the template, whatever the new manifest claims', async () => {
  // the layout of today, in which the old place is the user's
  await migratedRepository();
  const change = all(
    claims('test/stages.test.ts'),
    write('test/stages.test.ts'),
    write(SNAPSHOT, '// Jest Snapshot v1\n'),
  );
  const causes = await causesOf('template', change);
  expect(causes).toMatch(/__snapshots__\/stages\.test\.ts\.snap: it is yours/);
  expect(causes).toMatch(/^test\/stages\.test\.ts: /m);
});

async function migratedRepository(): Promise<void> {
  upgraded();
  json(MANIFEST, () => undefined);
  repository.write('test/stages.test.ts', "test('mine', () => undefined);\n");
  repository.write(SNAPSHOT, '// Jest Snapshot v1\n\nexports[`mine`] = `1`;\n');
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message=layout of today');
}
