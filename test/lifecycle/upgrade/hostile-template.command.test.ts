import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../src/files/content';
import {
  all,
  assessedChange,
  causesOf,
  edit,
  entry,
  type HarmlessCase,
  type HostileCase,
  type Json,
  json,
  MANIFEST,
  managed,
  migrated,
  rehashed,
  repository,
  version,
  withRepository,
  write,
} from './support/patches';

withRepository();

const HOSTILE: readonly HostileCase[] = [
  // the manifest
  ['another channel', 'template', version((it) => Object.assign(it, { channel: 'evil' })), /another channel/],
  [
    'another template',
    'template',
    json(MANIFEST, (it) => Object.assign(it.template as object, { name: 'evil' })),
    /another template/,
  ],
  [
    'a file made the template’s',
    'dependencies',
    json(MANIFEST, (it) => Object.assign(it.files['src/extensions.ts'] as object, { class: 'managed' })),
    /says of src\/extensions/,
  ],
  [
    'a migration of no version',
    'template',
    migrated((it) => (it.migrations as unknown as string[]).push('9.9.9-x')),
    /no version up to/,
  ],
  [
    'another content than it tells',
    'template',
    all(version(), edit('src/template/app.ts', '\n', '\n// x\n')),
    /does not tell what lies/,
  ],
  ['no manifest', 'template', () => rmSync(join(repository.directory, MANIFEST)), /it is not there/],
  // files of the template, and of others
  ['a file of the user', 'template', all(version(), edit('src/mine.ts', '1', '2')), /it is yours/],
  [
    'an extension without a migration',
    'template',
    all(version(), edit('src/extensions.ts', '\n', '\n// x\n')),
    /no migration/,
  ],
  [
    'a file of the user that a migration takes away',
    'template',
    all(migrated(), () => rmSync(join(repository.directory, 'src/mine.ts'))),
    /it is yours/,
  ],
  [
    'more than a version in the options',
    'template',
    all(version(), edit('.projenrc.ts', "'echo'", "'ohce'")),
    /more than a version/,
  ],
  ['a new file that nobody tells', 'template', all(version(), write('src/new.ts')), /manifest does not know/],
  [
    'a new file of another content',
    'template',
    all(managed('src/template/new.ts', 'a\n'), write('src/template/new.ts', 'b\n')),
    /does not tell/,
  ],
  ['a new file in no room', 'template', managed('scripts/x.ts', 'a\n'), /puts no file there/],
  [
    'a file of the user that becomes the template’s',
    'template',
    all(
      edit('src/mine.ts', '1', '2'),
      version((it) =>
        Object.assign(it.files as object, {
          'src/mine.ts': { class: 'managed', sha256: contentHash('export const OWNER = 2;\n'), version: '1.1.0' },
        }),
      ),
    ),
    /it is yours/,
  ],
  [
    'a filter of git',
    'template',
    all(version(), edit('.gitattributes', '\n', '\n*.ts filter=evil\n')),
    /it says "\*\.ts filter/,
  ],
  [
    'the settings of Yarn',
    'template',
    managed('.yarnrc.yml', 'npmRegistryServer: "https://evil.example"\n'),
    /where packages come from/,
  ],
  ['who reviews', 'template', managed('.github/CODEOWNERS', '* @evil\n'), /who has to review/],
  ['an action of the repository', 'template', managed('.github/actions/x/action.yml', 'a: b\n'), /steps of an action/],
  [
    'what a bot may do',
    'template',
    rehashed(
      json('.github/renovate-udp-service.json', (it) =>
        Object.assign(it, { postUpgradeTasks: { commands: ['evil'] } }),
      ),
      '.github/renovate-udp-service.json',
    ),
    /lets a bot/,
  ],
];

const HARMLESS: readonly HarmlessCase[] = [
  [
    'a version of the template',
    'template',
    all(
      version(),
      entry('projen-udp-service', '1.1.0', {}),
      edit('.projenrc.ts', 'projen-udp-service@0.0.0', 'projen-udp-service@1.1.0'),
    ),
    false,
  ],
  ['a new file of the template', 'template', managed('src/template/new.ts', 'export {};\n'), false],
  [
    'a changed one, and a task',
    'template',
    all(
      rehashed(edit('src/template/app.ts', '\n', '\n// x\n'), 'src/template/app.ts'),
      json('package.json', (it) => Object.assign(it.scripts as object, { fresh: 'projen fresh' })),
    ),
    false,
  ],
  [
    'a file that a migration moves, and the options',
    'template',
    all(
      migrated((it) => {
        const files = it.files as Json;
        Object.assign(files, { 'src/hooks.ts': files['src/extensions.ts'] });
        delete files['src/extensions.ts'];
      }),
      () => repository.move('src/extensions.ts', 'src/hooks.ts'),
      edit('.projenrc.ts', "'echo'", "'ohce'"),
    ),
    false,
  ],
];

test.each(HOSTILE)('%s is not taken from an upgrade of %s', async (_why, kind, change, cause) => {
  expect(await causesOf(kind, change)).toMatch(cause);
});

test.each(HARMLESS)('%s is taken from an upgrade of %s', async (_why, kind, change, byItself) => {
  const { refusals, needsPerson } = await assessedChange(kind, change);
  expect(refusals).toEqual([]);
  expect(needsPerson === undefined).toBe(byItself);
});
