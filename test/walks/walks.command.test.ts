import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { mustRun } from '../support/run';

const ROOT = resolve(__dirname, '../..');
/** What the compiler and pre-compile make of packages, and git ignores. */
const MADE = ['.jsii', 'vendor/secretlint'];
/** What pre-compile makes of the sources with Node.js alone. */
const MAKERS = /^tools\/(copy-shared|indexes)\.mjs$/;

interface Walk {
  readonly name: string;
  /** What is edited by hand, tests aside. */
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /** What `npx projen docs` writes. */
  readonly documents: readonly string[];
  readonly run: readonly string[];
}

const quoted = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

/** The rows of the table in ARCHITECTURE.md: `| an option | sources | tests | documents | run |`. */
const WALKS: readonly Walk[] = [
  ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| an? ([a-z ]+) \|(.*)\|$/gm),
].map(([, name = '', cells = '']) => {
  const [sources, tests, documents, run] = cells.split('|').map(quoted);
  return { name, sources, tests, documents, run };
});
const patternsOf = ({ sources, tests, documents }: Walk): string[] => [...sources, ...tests, ...documents];

const patchOf = ({ name }: Walk): string => join(__dirname, `${name.replaceAll(' ', '-')}.patch`);
const touched = (walk: Walk): string[] =>
  [...readFileSync(patchOf(walk), 'utf8').matchAll(/^diff --git a\/\S+ b\/(\S+)$/gm)].map(([, path = '']) => path);
const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.]/g, '\\.').replaceAll('*', '[^/]+')}$`).test(path);

/** The commands of pre-compile that write sources. */
function made(): string[][] {
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8')) as {
    readonly tasks: { readonly 'pre-compile': { readonly steps: readonly { readonly execArgs?: string[] }[] } };
  };
  const commands = tasks['pre-compile'].steps.flatMap(({ execArgs }) => (execArgs === undefined ? [] : [execArgs]));
  return commands.filter(([, script = '']) => MAKERS.test(script));
}

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
  expect(files.filter((file) => !patternsOf(walk).some((pattern) => matches(pattern, file)))).toEqual([]);
  expect(patternsOf(walk).filter((pattern) => !files.some((file) => matches(pattern, file)))).toEqual([]);
});

test.each([
  ['pitfall', 1, 0],
  ['probe', 2, 1],
  ['alarm', 3, 1],
])(
  '%s: besides its tests %i files are edited by hand, and %i of them for a member of an enum',
  (name, count, enums) => {
    const walk = WALKS.find((one) => one.name === name);
    const sources =
      walk === undefined ? [] : touched(walk).filter((file) => walk.sources.some((one) => matches(one, file)));
    expect(sources).toHaveLength(count);
    const text = walk === undefined ? '' : readFileSync(patchOf(walk), 'utf8');
    expect(text.match(/^\+ {2}[A-Z0-9_]+ = '[a-z0-9-]+',$/gm) ?? []).toHaveLength(enums);
  },
);

test.each(WALKS)('$name: the patch applies by itself', async (walk) => {
  await mustRun('git', ['apply', '--check', patchOf(walk)], { cwd: copy });
});

test('all of them together compile and pass their tests', async () => {
  for (const walk of WALKS) await mustRun('git', ['apply', patchOf(walk)], { cwd: copy });
  for (const [program = '', ...args] of made()) await mustRun(program, args, { cwd: copy });
  const tool = (path: string, ...args: string[]) =>
    mustRun(process.execPath, [join(ROOT, 'node_modules', path), ...args], { cwd: copy, timeout: 280_000 });
  await tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.dev.json');
  const suites = WALKS.flatMap(({ run }) => run);
  const { output } = await tool('jest/bin/jest.js', '--ci', '--selectProjects', 'unit', '--', ...suites);
  expect(output).toMatch(new RegExp(`^Test Suites: ${suites.length} passed, ${suites.length} total$`, 'm'));
}, 600_000);
