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
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: \.projenrc\.js:1: no such option\. Correct it/);
    expect(existsSync(file)).toBe(false);
  });

  test('does not synthesize where nobody asks for a rendering', () => {
    const { status, stderr, files } = render('unasked', {});
    expect([status, files]).toEqual([2, ['.projenrc.js']]);
    expect(stderr).toContain(`${RENDERING}: is not set, so the synth would write into the repository. Name a file`);
  });
});

describe('an error that ends a synth', () => {
  const TOKEN = `ghp_${'a1B2c3D4e5'.repeat(3)}f6G7h8`;
  const OURS = JSON.stringify(join(SOURCES, 'files/template.ts'));

  /** Runs options, after what is put into this package below them. */
  function synth(options: string, extra: NodeJS.ProcessEnv = {}) {
    const { GITHUB_ACTIONS: _actions, RUNNER_DEBUG: _runner, DEBUG: _debug, ...env } = process.env;
    writeFileSync(join(folder, 'rc.js'), options);
    const preload = ['--require', LOADER, '--require', join(SOURCES, 'preload.ts')];
    const { status, stderr } = spawnSync(process.execPath, [...preload, 'rc.js'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, ...extra },
    });
    expect(stderr).not.toContain(TOKEN);
    return { status, stderr };
  }

  const REFUSED = `const { UdpServiceProject } = require(${JSON.stringify(join(SOURCES, 'index.ts'))});
    new UdpServiceProject({ name: 'dns', prot: 53, port: 0, outdir: 'never' });`;

  test('tells what is wrong with the options, as fields for the program that runs it', () => {
    const file = join(folder, 'errors.json');
    const { status, stderr } = synth(REFUSED, { UDP_SERVICE_ERRORS: file });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: 2 options are invalid; no file was written\.\n\n {2}prot: 53\n/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      heading: '2 options are invalid; no file was written.',
      problems: [
        { subject: 'prot', value: 53 },
        { subject: 'port', value: 0 },
      ],
    });
  });

  test('is an annotation a problem on GitHub', () => {
    const { stderr } = synth(REFUSED, { GITHUB_ACTIONS: 'true' });
    expect(stderr.match(/^::error title=(prot|port)::/gm)).toHaveLength(2);
  });

  // an error that is thrown in a file of this package
  const FAULT = `const cut = ${OURS}; new (require('node:vm').Script)(
    "throw new TypeError('odd thing with ${TOKEN}\\\\nand more')", { filename: cut }).runInThisContext();`;

  test('of this package is one line that says where to report it; the stack shows by --debug alone', () => {
    const silent = synth(FAULT);
    expect(silent.status).toBe(2);
    expect(silent.stderr).toMatch(
      /^error: udp-service: ended by an error of its own \(TypeError: odd thing with \*\*\*\)\. Run it again with --debug, and report what it shows at https:\S+\n$/,
    );
    // what `npx projen --debug` sets
    expect(synth(FAULT, { DEBUG: 'true' }).stderr).toMatch(/^\s+at .*template\.ts/m);
  });

  test('of the options themselves names their line', () => {
    const { status, stderr } = synth('\nconst options = undefined;\noptions.name;\n');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: rc\.js:3: TypeError: Cannot read properties of undefined/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
