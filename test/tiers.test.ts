import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { preProcessFile } from 'typescript';
import jestConfig from '../jest.config.json';

const ROOT = resolve(__dirname, '..');
/** Programs of others and connections; what a test imports of `src/` is watched while it runs (tier-environment.cjs). */
const OUTSIDE = /^(node:)?(child_process|cluster|dgram|http|http2|https|net|tls)$/;

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => /\.(ts|cjs|mjs)$/.test(path));

const known = new Set(['test', 'bench', 'tools'].flatMap(filesBelow));
const tests = [...known].filter((path) => path.startsWith('test/') && path.endsWith('.test.ts')).sort();

/** What of a file's imports is loaded when it runs: names of packages, and files on the side of the tests. */
function loadedBy(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const types = new Set([...text.matchAll(/^import type [^;]*?from '([^']+)';/gm)].map(([, name]) => name));
  return preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => !types.has(name))
    .map((name) => {
      if (!name.startsWith('.')) return name;
      const base = relative(ROOT, resolve(ROOT, dirname(file), name));
      return [base, `${base}.ts`, join(base, 'index.ts')].find((path) => known.has(path)) ?? base;
    });
}

/** By which files a test reaches a process or the network; none if it does not. */
function wayOutside(file: string, seen = new Set<string>()): string | undefined {
  seen.add(file);
  for (const name of loadedBy(file)) {
    if (OUTSIDE.test(name)) return `${file} → ${name}`;
    const further = known.has(name) && !seen.has(name) ? wayOutside(name, seen) : undefined;
    if (further !== undefined) return `${file} → ${further}`;
  }
  return undefined;
}

/** The projects of jest that run a file. */
function projectsOf(file: string): string[] {
  return jestConfig.projects
    .filter(({ roots, testMatch, ...more }) => {
      const ignored = 'testPathIgnorePatterns' in more ? (more.testPathIgnorePatterns ?? []) : [];
      return (
        roots.some((root) => `<rootDir>/${file}`.startsWith(`${root}/`)) &&
        testMatch.some((glob) => file.endsWith(glob.replace('**/*', ''))) &&
        !ignored.some((one) => new RegExp(one).test(`/${file}`))
      );
    })
    .map(({ displayName }) => displayName);
}

test('every test file belongs to one tier', () => {
  const tiers = tests.map((file) => [file, projectsOf(file)] as const);
  expect(tiers.filter(([, names]) => names.length !== 1)).toEqual([]);
  for (const tier of ['unit', 'commands', 'blueprint', 'e2e']) expect(tiers.map(([, [name]]) => name)).toContain(tier);
});

test('a test that imports what starts processes or uses the network is named *.command.test.ts', () => {
  const unit = tests.filter((file) => projectsOf(file).includes('unit'));
  expect(unit.length).toBeGreaterThan(50);
  expect(unit.map((file) => wayOutside(file)).filter((way) => way !== undefined)).toEqual([]);
});

test('the way outside is found through the modules of test/support', () => {
  expect(wayOutside('test/support/loopback-registry.ts')).toBeDefined();
  expect(wayOutside('test/support/preset.ts')).toBe(
    'test/support/preset.ts → test/support/packed.ts → test/support/run.ts → node:child_process',
  );
});

test('test/support/README.md has one line a module', () => {
  const rows = readFileSync(join(ROOT, 'test/support/README.md'), 'utf8').matchAll(/^\| `([^`]+?)\/?` +\|/gm);
  const modules = readdirSync(join(ROOT, 'test/support')).filter((name) => name !== 'README.md');
  expect([...rows].map(([, name]) => name)).toEqual(modules.sort());
});
