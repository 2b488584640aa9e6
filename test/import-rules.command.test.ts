import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun, run } from './support/run';
import { temporaryDirectory } from './support/synthesized';

const ROOT = join(__dirname, '..');
const IMPORTS = [
  'node:child_process',
  'child_process',
  'projen',
  'projen/lib/util',
  'aws-cdk-lib',
  'aws-cdk-lib/aws-ecs',
  'constructs',
  '@aws-cdk/cloudformation-diff',
  '@aws-cdk/cloudformation-diff/lib/diff/util',
  // files of ours may have such names
  '../projen',
  './constructs',
];
const TEXT = IMPORTS.map((name, index) => `import * as x${index} from '${name}';\n`).join('');
const FLOATING = 'export async function go(): Promise<void> {}\nexport function begin(): void {\n  go();\n}\n';

/** Files of a repository with the lint settings of this one, and what each may not import. */
const CASES: Readonly<Record<string, readonly string[]>> = {
  'src/cli/example.ts': IMPORTS.slice(0, 9),
  'src/util/process.ts': IMPORTS.slice(2, 9),
  'src/project/workflows/example.ts': [...IMPORTS.slice(0, 2), ...IMPORTS.slice(4, 9)],
  'src/example.ts': [...IMPORTS.slice(0, 2), ...IMPORTS.slice(4, 9)],
  'src/cloudformation/schema/example.ts': IMPORTS.slice(0, 7),
  'test/example.test.ts': [],
};
const OTHERS: Readonly<Record<string, string>> = {
  'src/cli/floating.ts': FLOATING,
  'src/cli/one.ts': "import { two } from './two';\nexport const one = () => two;\n",
  'src/cli/two.ts': "import { one } from './one';\nexport const two = () => one;\n",
};

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

let found: readonly Diagnostic[];

beforeAll(async () => {
  const folder = temporaryDirectory();
  // the settings leave out what git ignores
  await mustRun('git', ['init', '--quiet', '.'], { cwd: folder });
  const texts = { ...Object.fromEntries(Object.keys(CASES).map((path) => [path, TEXT])), ...OTHERS };
  for (const [path, text] of Object.entries({ ...texts, '.gitignore': '' })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'biome.jsonc'), readFileSync(join(ROOT, 'biome.jsonc')));
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const { stdout } = await run(biome, ['lint', '--reporter=json', '--max-diagnostics=none', '.'], { cwd: folder });
  found = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
});

const linesOf = (path: string, rule: string): number[] =>
  found
    .filter(({ category, location }) => category === `lint/${rule}` && location.path === path)
    .map(({ location }) => location.start.line)
    .sort((left, right) => left - right);

test.each(Object.entries(CASES))('what %s may not import is an error of the linter', (path, refused) => {
  expect(linesOf(path, 'style/noRestrictedImports').map((line) => IMPORTS[line - 1])).toEqual(refused);
});

test('a promise that nobody waits for is an error of the linter', () => {
  expect(linesOf('src/cli/floating.ts', 'nursery/noFloatingPromises')).toEqual([3]);
});

test('a cycle of imports is an error of the linter', () => {
  expect(linesOf('src/cli/one.ts', 'suspicious/noImportCycles')).toEqual([1]);
});
