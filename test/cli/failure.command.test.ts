import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { tellFailure } from '../../src/cli/failure';
import { UserError } from '../../src/util/user-error';
import { run } from '../support/run';
import { temporaryDirectory } from '../support/synthesized';

const ROOT = join(__dirname, '../..');
const TOKEN = `ghp_${'a1B2c3D4e5'.repeat(3)}f6G7h8`;

/** Faults that no part of the program expects, put into Node.js below it. */
const FAULTS: Readonly<Record<string, string>> = {
  'in a call': `process.stdout.write = () => { throw new TypeError('odd thing with ${TOKEN}\\nand more'); };`,
  'in a comparison': `Date.prototype.toISOString = () => { throw new TypeError('odd thing with ${TOKEN}\\nand more'); };`,
  'in an event': `process.nextTick(() => { throw new TypeError('odd thing with ${TOKEN}\\nand more'); });`,
  'in a promise': `process.nextTick(() => Promise.reject(new TypeError('odd thing with ${TOKEN}\\nand more')));`,
};

let folder: string;
let program: string;

beforeAll(() => {
  folder = temporaryDirectory();
  program = join(folder, 'main.js');
  buildSync({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    bundle: true,
    platform: 'node',
    outfile: program,
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'template.json'), '{"Resources":{}}');
  for (const [name, code] of Object.entries(FAULTS)) writeFileSync(join(folder, `${name}.cjs`), code);
});

function command(fault: string, args: readonly string[], extra: NodeJS.ProcessEnv = {}) {
  const { GITHUB_ACTIONS: _actions, RUNNER_DEBUG: _debug, ...env } = process.env;
  const preload = ['--require', join(folder, `${fault}.cjs`)];
  return run(process.execPath, [...preload, program, ...args], { cwd: folder, env: { ...env, ...extra } });
}

/** Where `check` meets them. */
const OF_CHECK = Object.keys(FAULTS).filter((fault) => fault !== 'in a comparison');

const LINE =
  'udp-service: ended by an error of its own (TypeError: odd thing with ***). Run it again with --debug, and report what it shows at https://github.com/projen-udp-service/projen-udp-service/issues.';
const STACK = /^\s+at .*:\d+:\d+\)?$/m;

describe.each(OF_CHECK)('an error of the program %s', (fault) => {
  test('ends with one line and the exit code for what could not be done', async () => {
    const { code, stderr, output } = await command(fault, ['check', 'template.json']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${LINE}\n` });
    expect(output).not.toContain(TOKEN);
  });

  test.each([
    ['--debug', ['check', 'template.json', '--debug'], {}],
    ["the runner's own switch", ['check', 'template.json'], { RUNNER_DEBUG: '1' }],
  ])('shows the stack by %s, without credentials', async (_name, args, env) => {
    const { code, stderr, output } = await command(fault, args, env);
    expect(code).toBe(2);
    expect(stderr).toMatch(STACK);
    expect(stderr).toContain('and more');
    expect(output).not.toContain(TOKEN);
  });
});

test('impact, which reports what it could not compare, tells the same', async () => {
  const args = ['impact', '--base', 'template.json', '--head', 'template.json', '--format', 'json'];
  const silent = await command('in a comparison', args);
  expect(silent).toMatchObject({ code: 2, stderr: `impact: could not compare\n${LINE}\n` });
  const loud = await command('in a comparison', [...args, '--debug']);
  expect(loud.stderr).toMatch(STACK);
  expect(loud.stdout).not.toMatch(STACK);
  expect(JSON.parse(loud.stdout)).toMatchObject({ level: null });
});

test('errors are reported where the package is kept', () => {
  const { repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    repository: { url: string };
  };
  expect(LINE).toContain(`${repository.url.replace(/\.git$/, '')}/issues`);
});

test.each(['files', 'local'])('%s, too, ends with one line', async (name) => {
  const fault = 'in a file';
  const code = `require('node:fs').existsSync = () => { throw new TypeError('odd thing with ${TOKEN}\\nand more'); };`;
  writeFileSync(join(folder, `${fault}.cjs`), code);
  const silent = await command(fault, [name]);
  expect({ code: silent.code, stderr: silent.stderr }).toEqual({ code: 2, stderr: `error: ${LINE}\n` });
  expect((await command(fault, [name, '--debug'])).stderr).toMatch(STACK);
});

describe('an error that a user can do something about', () => {
  const FAULTLESS = 'none';
  beforeAll(() => writeFileSync(join(folder, `${FAULTLESS}.cjs`), ''));

  test('has no stack, asked for or not', async () => {
    const { code, stderr } = await command(FAULTLESS, ['check', 'gone.json', '--debug']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*gone\.json.*\n$/);
  });

  test('is JSON for programs', async () => {
    const { code, stdout, stderr } = await command(FAULTLESS, ['--error-format', 'json', 'check', 'gone.json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const { problems } = JSON.parse(stderr) as { problems: { subject: string; cause: string; remedy: string }[] };
    expect(problems).toEqual([
      expect.objectContaining({ subject: expect.any(String), cause: expect.stringMatching(/./) }),
    ]);
  });

  test('is an annotation on GitHub, in one line whatever it says', async () => {
    const { stderr } = await command(FAULTLESS, ['check', 'gone.json'], { GITHUB_ACTIONS: 'true' });
    expect(stderr.split('\n').filter((line) => line.startsWith('::error title='))).toHaveLength(1);
    const hostile = new UserError({ subject: 'a,b:c\n::set-env', cause: 'x\n::error::y', remedy: '100 %' });
    const lines = tellFailure(hostile, { format: 'github', debug: false }).trimEnd().split('\n');
    expect(lines.at(-1)).toBe('::error title=a%2Cb%3Ac%0A%3A%3Aset-env::a,b:c%0A::set-env: x%0A::error::y. 100 %25.');
  });

  test.each(['xml', ''])('refuses the format %j', async (format) => {
    const { code, stderr } = await command(FAULTLESS, ['check', 'gone.json', `--error-format=${format}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--error-format.*(invalid|missing)/);
  });
});
