import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { emptyManifest, writeManifest } from '../src/files/manifest';
import { RENDERING, type Rendering } from '../src/files/rendering';
import { installedTemplate } from '../src/files/template';

const SOURCES = resolve(__dirname, '../src');
const LOADER = require.resolve('tsx/cjs');

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'preload-')));
  writeManifest(folder, emptyManifest(installedTemplate()));
  writeFileSync(join(folder, 'options.js'), PRINT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tells which of our modules were there before the options. */
const PRINT = 'console.log(JSON.stringify(Object.keys(require.cache)))';

function loadedBefore(...script: string[]): string[] {
  const preload = join(SOURCES, 'preload.ts');
  const printed = execFileSync(process.execPath, ['--require', LOADER, '--require', preload, ...script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return (JSON.parse(printed) as string[]).filter((file) => file.startsWith(SOURCES));
}

test('the package is loaded before whatever looks through every module that comes after', () => {
  expect(loadedBefore('options.js')).toContain(join(SOURCES, 'index.ts'));
});

test('a process that reads no options loads nothing of it but what tells that no migration is due', () => {
  const loaded = loadedBefore('--eval', PRINT);
  expect(loaded).toContain(join(SOURCES, 'files/manifest.ts'));
  expect(loaded).not.toContain(join(SOURCES, 'index.ts'));
  expect(loaded).not.toContain(join(SOURCES, 'lifecycle/migrations/start.ts'));
});

describe('an entry that renders', () => {
  const OPTIONS = `
    const { UdpServiceProject } = require(${JSON.stringify(SOURCES)});
    const project = new UdpServiceProject({ name: 'echo', outdir: __dirname });
    project.preSynthesize = () => project.gitignore.exclude('of-the-project');
    project.synth();
    require('node:fs').writeFileSync(__dirname + '/after', '');
  `;

  /** Runs options in a folder of their own. */
  function render(name: string, env: NodeJS.ProcessEnv, options = OPTIONS) {
    const directory = join(folder, name);
    mkdirSync(directory);
    writeFileSync(join(directory, '.projenrc.js'), options);
    const args = ['--require', LOADER, '--require', join(SOURCES, 'render.ts'), '.projenrc.js'];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, [RENDERING]: undefined, ...env },
    });
    return { status, stderr, files: readdirSync(directory) };
  }

  test('says what the template makes of every file, and writes nothing else, also by what stands behind the synth', () => {
    const file = join(folder, 'rendering.json');
    expect(render('whole', { [RENDERING]: file })).toEqual({ status: 0, stderr: '', files: ['.projenrc.js'] });
    const rendering = JSON.parse(readFileSync(file, 'utf8')) as Rendering;
    expect(rendering['src/main.ts']).toMatchObject({ class: 'managed', mode: 0o444 });
    expect(rendering['src/extensions.ts']).toMatchObject({ class: 'owned', mode: 0o644 });
    expect(rendering['package.json']).toMatchObject({ class: 'shared', written: { name: 'echo' } });
    expect(rendering['.gitignore'].text).toContain('of-the-project\n');
  });

  test('fails with the error of the options alone, and leaves no rendering', () => {
    const file = join(folder, 'none.json');
    const { status, stderr } = render('wrong', { [RENDERING]: file }, 'throw new Error("no such option");');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: no such option\n/);
    expect(existsSync(file)).toBe(false);
  });

  test('does not synthesize where nobody asks for a rendering', () => {
    const { status, stderr, files } = render('unasked', {});
    expect([status, files]).toEqual([1, ['.projenrc.js']]);
    expect(stderr).toContain(`${RENDERING}: is not set, so the synth would write into the repository. Name a file`);
  });
});
