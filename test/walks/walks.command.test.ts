import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { mustRun } from '../support/run';

const ROOT = resolve(__dirname, '../..');
/** What pre-compile makes, and git ignores. */
const MADE = ['.jsii', 'vendor/secretlint'];
const SHARED = ['model.ts', 'alarm-catalogue.ts', 'subnet-cidrs.ts'];

interface Walk {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly run: string;
}

/** The rows of the table in ARCHITECTURE.md: `| an option | files | tests | run |`. */
const WALKS: readonly Walk[] = [
  ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| an? ([a-z ]+) \| (.*) \| (.*) \| `(.*)` \|$/gm),
].map(([, name = '', files = '', tests = '', run = '']) => ({
  name,
  patterns: [...`${files}, ${tests}`.matchAll(/`([^`]+)`/g)].map(([, pattern = '']) => pattern),
  run,
}));

const patchOf = ({ name }: Walk): string => join(__dirname, `${name.replaceAll(' ', '-')}.patch`);
const touched = (walk: Walk): string[] =>
  [...readFileSync(patchOf(walk), 'utf8').matchAll(/^diff --git a\/\S+ b\/(\S+)$/gm)].map(([, path = '']) => path);
const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '[^/]+')}$`).test(path);

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'walks-'));
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const file of [...files, ...MADE]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('there is a patch for each row of the table, and a row for each patch', () => {
  const patches = readdirSync(__dirname).filter((file) => file.endsWith('.patch'));
  expect(WALKS.map((walk) => patchOf(walk)).sort()).toEqual(patches.map((file) => join(__dirname, file)).sort());
  expect(patches.length).toBe(6);
});

test.each(WALKS)('$name: the table names the files that are touched, and no others', (walk) => {
  const files = touched(walk);
  expect(files.filter((file) => !walk.patterns.some((pattern) => matches(pattern, file)))).toEqual([]);
  expect(walk.patterns.filter((pattern) => !files.some((file) => matches(pattern, file)))).toEqual([]);
});

test.each(WALKS)('$name: the patch applies by itself', async (walk) => {
  await mustRun('git', ['apply', '--check', patchOf(walk)], { cwd: copy });
});

test('all of them together compile and pass their tests', async () => {
  for (const walk of WALKS) await mustRun('git', ['apply', patchOf(walk)], { cwd: copy });
  for (const file of SHARED) {
    await mustRun('node', ['tools/copy-shared.mjs', `src/model/${file}`, `blueprint/src/template/${file}`], { cwd: copy });
  }
  const tool = (path: string, ...args: string[]) =>
    mustRun(process.execPath, [join(ROOT, 'node_modules', path), ...args], { cwd: copy, timeout: 280_000 });
  await tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.dev.json');
  const { output } = await tool(
    'jest/bin/jest.js',
    '--ci',
    '--selectProjects',
    'unit',
    '--',
    ...WALKS.map(({ run }) => run),
  );
  expect(output).toMatch(new RegExp(`^Test Suites: ${WALKS.length} passed, ${WALKS.length} total$`, 'm'));
}, 600_000);
