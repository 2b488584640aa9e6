import { contentHash } from '../../../src/files/content';
import {
  all,
  assessedChange,
  BUILD,
  edit,
  type Json,
  managed,
  migrated,
  OTHER,
  rehashed,
  repository,
  version,
  withRepository,
  write,
} from './support/patches';

withRepository((given) => {
  // a workflow of the user that was pinned years ago
  given.write('.github/workflows/mine.yml', `on: push\njobs: {}\n# uses\n# - uses: x\n`);
  given.edit('.gitattributes', (text) => `${text}/src/template/app.ts -linguist-generated\n`);
  given.git('add', '--all');
  given.git('commit', '--quiet', '--message=mine');
});

/** Files that a tool, an agent or GitHub reads, and what is beside the template's folders. */
const FOREIGN = [
  ...['CLAUDE.md', 'AGENTS.md', 'GEMINI.md', '.cursorrules', '.windsurfrules', '.clinerules', 'app/CLAUDE.md'],
  ...['docs/AGENTS.md', 'docs/rules.md', 'src/template/CLAUDE.md', '.github/copilot-instructions.md', 'llms.txt'],
  ...['lefthook.json', 'lefthook.yml', 'lefthook.yaml', '.lintstagedrc', '.lintstagedrc.json', '.lintstagedrc.mjs'],
  ...['.pre-commit-config.yaml', 'app/.pre-commit-config.yaml', '.tool-versions', 'app/.tool-versions', '.nvmrc'],
  ...[
    'app/.nvmrc',
    '.node-version',
    'jest.config.ts',
    'jest.config.js',
    'src/template/jest.config.ts',
    'babel.config.json',
  ],
  ...[
    'src/template/__mocks__/fs.ts',
    'test/template/__mocks__/fs.ts',
    'test/setup.ts',
    'src/new.ts',
    'src/template/x.d.ts',
  ],
  ...[
    'src/template/package.json',
    'src/template/x.json',
    'src/template/x.js',
    'test/template/x.sh',
    'app/package.json',
  ],
  ...['app/sitecustomize.py', 'health/conftest.py', 'smoke-test/x.py', 'Makefile', 'Dockerfile', 'tsconfig.base.json'],
  ...['.editorconfig', '.projen/x.json', '.swcrc', '.npmignore', 'biome.json', '.github/workflows/x.yml', 'turbo.json'],
];

const refusedPaths = async (change: () => unknown) =>
  new Set((await assessedChange('template', change)).refusals.map(({ path }) => path));

test.each([
  ['the manifest of the patch calls them its own', version],
  ['the manifest of the patch tells of a migration, too', migrated],
])('new files that tools or agents read are not taken where %s', async (_why, how) => {
  const text = 'x\n';
  const files = Object.fromEntries(
    FOREIGN.map((path, index) => [
      path,
      { class: index % 2 === 0 ? 'managed' : 'owned', sha256: contentHash(text), version: '1.1.0' },
    ]),
  );
  const change = all(
    ...FOREIGN.map((path) => write(path, text)),
    how((manifest) => Object.assign(manifest.files as object, files)),
  );
  const refused = await refusedPaths(change);
  expect(FOREIGN.filter((path) => !refused.has(path))).toEqual([]);
});

test('a migration moves nothing to where a tool or an agent reads it', async () => {
  for (const path of [
    'CLAUDE.md',
    'jest.config.ts',
    'app/.yarn/releases/yarn.cjs',
    'lefthook.yml',
    'src/x/__mocks__/fs.ts',
  ]) {
    const change = all(
      migrated((manifest) => delete (manifest.files as Json)['src/extensions.ts']),
      () => repository.move('src/extensions.ts', path),
    );
    expect([path, [...(await refusedPaths(change))]]).toEqual([path, [path]]);
  }
});

test('a new file in the folders of the template is taken, and named before all the rest', async () => {
  const { refusals, notices, needsPerson } = await assessedChange(
    'template',
    managed('src/template/new.ts', 'export {};\n'),
  );
  expect(refusals).toEqual([]);
  expect(notices).toEqual(['New file src/template/new.ts.']);
  expect(needsPerson).toMatch(/template/);
});

test('the manifest of a patch claims no file that is not in the patch', async () => {
  const claim = { class: 'managed', sha256: contentHash('x\n'), version: '1.1.0' };
  const { refusals } = await assessedChange(
    'template',
    migrated((manifest) =>
      Object.assign(manifest.files as object, { 'src/mine.ts': claim, Makefile: claim, 'src/extensions.ts': claim }),
    ),
  );
  const causes = refusals.map(({ cause }) => cause).join('\n');
  expect(causes).toMatch(/says of src\/mine\.ts that it is managed, and no template wrote it/);
  expect(causes).toMatch(/says of Makefile that it is managed, and it is not there/);
  expect(causes).toMatch(/says of src\/extensions\.ts that it is managed, and it is yours/);
});

test('the manifest of a patch claims no script of the user', async () => {
  repository.edit('package.json', (text) => text.replace('"scripts": {', '"scripts": {\n    "mine": "echo",'));
  repository.git('commit', '--quiet', '--all', '--message=script');
  const { refusals } = await assessedChange(
    'template',
    version((manifest) => {
      const file = (manifest.files as Json)['package.json'] as unknown as { written: { scripts: object } };
      Object.assign(file.written.scripts, { mine: 'echo' });
    }),
  );
  expect(refusals.map(({ cause }) => cause).join()).toMatch(/wrote scripts\.mine of package\.json, which is yours/);
});

test('nothing but the files of the template is hidden from review', async () => {
  const hidden = [
    ...[
      '/** linguist-generated',
      '* linguist-generated',
      '/src/** linguist-generated',
      '**/*.ts linguist-generated=true',
    ],
    ...['/src/mine.ts linguist-generated', '/src/extensions.ts linguist-vendored', '/.projenrc.ts linguist-generated'],
    ...['[attr]hidden linguist-generated', ' /x linguist-generated', '*.ts -diff', '/.github/** linguist-generated'],
  ];
  const change = all(
    edit('.gitattributes', /$/, `${hidden.join('\n')}\n`),
    edit(
      '.gitattributes',
      /^\/src\/template\/app\.ts -linguist-generated\n/m,
      hidden.map((line) => `${line}\n`).join(''),
    ),
    version(),
  );
  const { refusals } = await assessedChange('template', change);
  const causes = refusals.map(({ cause }) => cause);
  for (const line of hidden) expect(causes).toContainEqual(expect.stringContaining(JSON.stringify(line)));
  expect(causes).toContainEqual(expect.stringMatching(/says no longer ".*-linguist-generated", which is yours/));
});

test('what a new file of the template is shown like is taken', async () => {
  const change = all(
    managed('src/template/new.ts', 'export {};\n'),
    edit('.gitattributes', /(?=\/src\/template\/app\.ts linguist)/, '/src/template/new.ts linguist-generated\n'),
  );
  expect((await assessedChange('template', change)).refusals).toEqual([]);
});

describe('a workflow', () => {
  const WORKFLOWS = ['build', 'deploy', 'diff', 'drift', 'rollback', 'upgrade'].map(
    (name) => `.github/workflows/${name}.yml`,
  );
  const removed = (how: typeof version) =>
    all(
      () => repository.git('rm', '--quiet', ...WORKFLOWS),
      how((manifest) => {
        for (const path of WORKFLOWS) delete (manifest.files as Json)[path];
      }),
    );

  test('is not removed by a version of the template', async () => {
    expect([...(await refusedPaths(removed(version)))].filter((path) => path.startsWith('.github'))).toEqual(WORKFLOWS);
  });

  test('that a migration removes is named before all the rest', async () => {
    const { refusals, notices } = await assessedChange('template', removed(migrated));
    expect(refusals).toEqual([]);
    expect(notices?.slice(0, 6)).toEqual(WORKFLOWS.map((path) => `Removed workflow ${path}: it runs no longer.`));
  });

  test('of the user is not removed, whatever a migration says', async () => {
    const path = '.github/workflows/mine.yml';
    const gone = all(migrated(), () => repository.git('rm', '--quiet', path));
    const moved = all(migrated(), () => repository.move(path, 'src/template/mine.ts'));
    expect(await refusedPaths(gone)).toContain(path);
    expect(await refusedPaths(moved)).toContain(path);
  });

  test('that starts by less, or has a job less, is named before all the rest', async () => {
    const change = rehashed(all(edit(BUILD, '  pull_request: {}\n', '')), BUILD);
    const { refusals, notices } = await assessedChange('template', change);
    expect(refusals).toEqual([]);
    expect(notices).toEqual([`Workflow ${BUILD}: it starts no longer by pull_request.`]);
  });

  test('keeps the environment of a job', async () => {
    const path = '.github/workflows/upgrade.yml';
    const change = rehashed(edit(path, '    environment: upgrade\n', ''), path);
    const { refusals } = await assessedChange('template', change);
    expect(refusals.map(({ cause }) => cause).join()).toMatch(/has no "environment" any more/);
  });

  test('runs no older release of an action, though the host confirms it', async () => {
    const change = rehashed(
      edit(BUILD, /actions\/checkout@\w+ # v[\d.]+/, `actions/checkout@${OTHER} # v3.0.0`),
      BUILD,
    );
    const { refusals } = await assessedChange('template', change);
    expect(refusals.map(({ cause }) => cause).join()).toMatch(
      /goes back to v3\.0\.0 of the action actions\/checkout, from v\d/,
    );
  });

  test('runs no older release of an action that another workflow of the base runs', async () => {
    const old = 'f'.repeat(40);
    const steps = `    steps:\n      - uses: actions/checkout@${old} # v3.0.0\n      - uses: actions/setup-node@${old}\n`;
    repository.write('.github/workflows/mine.yml', `on: push\njobs:\n  x:\n    runs-on: ubuntu-24.04\n${steps}`);
    repository.git('commit', '--quiet', '--all', '--message=pinned');
    for (const name of ['checkout', 'setup-node']) {
      const change = rehashed(
        edit(BUILD, new RegExp(`actions/${name}@\\w+ # v[\\d.]+`), `actions/${name}@${old}`),
        BUILD,
      );
      const { refusals } = await assessedChange('template', change);
      expect(refusals.map(({ cause }) => cause).join()).toMatch(
        /goes back to v3\.0\.0|nobody tells whether that is older/,
      );
    }
  });
});
