import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = resolve(__dirname, '..');
const SRC = join(ROOT, 'src');

/** Rooms in the order of ARCHITECTURE.md; what lies loose in `src/` stands above them all. */
const LAYERS = [...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(
  ([, name]) => name,
);
const ENTRY = '(entry)';

const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|mjs|cjs)$/.test(path))
    .map((path) => join(folder, path));

interface Import {
  readonly from: string;
  /** Whether nothing is left of it in the compiled program. */
  readonly erased: boolean;
  /** A file of this repository, or the name of a package. */
  readonly to: string;
}

/** Every import of a file: static, dynamic and by `require`, of types too. */
function importsOf(file: string, known: ReadonlySet<string>): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const { importedFiles } = preProcessFile(text, true, true);
  const types = new Set([...text.matchAll(/^import type [^;]*?from '([^']+)';/gm)].map(([, name]) => name));
  return importedFiles.map(({ fileName }) => {
    const erased = types.has(fileName);
    if (!fileName.startsWith('.')) return { from: file, to: fileName, erased };
    const base = relative(ROOT, resolve(ROOT, dirname(file), fileName));
    const to = [base, `${base}.ts`, `${base.replace(/\.js$/, '')}.ts`, join(base, 'index.ts')].find((path) =>
      known.has(path),
    );
    return { from: file, to: to ?? base, erased };
  });
}

const sources = filesOf('src');
const known = new Set(sources);
const imports = sources.flatMap((file) => importsOf(file, known));
const roomOf = (file: string): string => {
  const [room, ...rest] = relative(SRC, join(ROOT, file)).split('/');
  return rest.length === 0 ? ENTRY : room;
};
const isInside = ({ to }: Import) => known.has(to);
const shown = (found: readonly Import[]): string[] => found.map(({ from, to }) => `${from} imports ${to}`);

test('ARCHITECTURE.md lists every room of src/', () => {
  const rooms = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...LAYERS].sort()).toEqual(rooms.map(({ name }) => name).sort());
  expect(imports.filter(isInside).length).toBeGreaterThan(500);
});

test('a room imports only from rooms above it, types included', () => {
  const level = (file: string) => [...LAYERS, ENTRY].indexOf(roomOf(file));
  expect(shown(imports.filter((one) => isInside(one) && level(one.to) > level(one.from)))).toEqual([]);
});

test('no file lies in a cycle of imports, types included', () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports.filter(isInside)) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(cycles).toEqual([]);
});

test.each([
  // the structs name projen's types, and their check its enums
  ['projen', /^projen(\/|$)/, /^(options|project|\(entry\))$/],
  ['aws-cdk-lib', /^(aws-cdk-lib|constructs)(\/|$)/, /^$/],
  ['resource schemas', /^@aws-cdk\//, /^cloudformation$/],
])('%s is imported only where it belongs', (_, name, rooms) => {
  expect(shown(imports.filter(({ from, to }) => name.test(to) && !rooms.test(roomOf(from))))).toEqual([]);
});

test('what the command loads never loads projen', () => {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { to } of imports.filter((one) => one.from === file && !one.erased && isInside(one))) load(to);
  };
  load('src/cli/main.ts');
  expect(loaded.size).toBeGreaterThan(100);
  const packages = imports.filter(
    ({ from, to, erased }) => !erased && loaded.has(from) && /^(projen|constructs|aws-cdk-lib)(\/|$)/.test(to),
  );
  expect(shown(packages)).toEqual([]);
});

test('nothing outside of the tests imports from them', () => {
  const others = ['tools', 'bench'].flatMap(filesOf).flatMap((file) => importsOf(file, known));
  expect(shown([...imports, ...others].filter(({ to }) => /^test\//.test(to)))).toEqual([]);
});
