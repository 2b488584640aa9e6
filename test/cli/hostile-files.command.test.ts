import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { run } from '../support/run';
import { temporaryDirectory } from '../support/synthesized';

const ROOT = join(__dirname, '../..');
let program: string;

beforeAll(() => {
  program = join(temporaryDirectory(), 'main.js');
  buildSync({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    bundle: true,
    platform: 'node',
    outfile: program,
    logLevel: 'error',
  });
});

/** Runs the command in a folder; within seconds, whatever it is given. */
async function command(cwd: string, ...args: string[]) {
  const result = await run(process.execPath, [program, ...args], { cwd, timeout: 10_000 });
  expect(result.timedOut).toBe(false);
  expect(result.output).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  return result;
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryDirectory();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const RESOURCES = 'Resources:\n  Lb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network}}\n';
const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x]']
  .concat(Array.from({ length: 9 }, (_, n) => `b${n}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`))
  .join('\n');
const CONFLICT = '<<<<<<< ours\n{}\n=======\n{ }\n>>>>>>> theirs\n';

test.each<[string, string, string, RegExp]>([
  [
    'a default that refers to itself',
    'a.yaml',
    `Parameters: {A: {Type: String, Default: {Ref: A}}}\n${RESOURCES}`,
    /the default of the parameter A refers to itself \(A → A\)/,
  ],
  [
    'defaults that refer to each other',
    'a.yaml',
    `Parameters: {A: {Default: !Sub "x\${B}"}, B: {Default: !Join ["", [!Ref A]]}}\n${RESOURCES}`,
    /refers to itself \(A → B → A\)/,
  ],
  ['aliases that grow', 'a.yaml', `${bomb}\n${RESOURCES}`, /more than 1000000 values when its aliases are written out/],
  ['an alias of itself', 'a.yaml', `a: &a [*a]\n${RESOURCES}`, /has an alias of itself/],
  ['brackets of YAML', 'a.yaml', `a: ${'['.repeat(1e6)}\n${RESOURCES}`, /nests more than 500 levels deep/],
  [
    'brackets of YAML behind a quote',
    'a.yaml',
    `a: x"\nb: ${'['.repeat(1e6)}\n${RESOURCES}`,
    /nests more than 500 levels deep/,
  ],
  [
    'lists in lists',
    'a.yaml',
    `a: ${'\n- '.slice(1).repeat(1)}${'- '.repeat(1e5)}x\n${RESOURCES}`,
    /nests more than 500 levels deep|cannot be parsed|not YAML/,
  ],
  [
    'folders in folders',
    'a.yaml',
    `${Array.from({ length: 900 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')}\n${RESOURCES}`,
    /nests more than 500 levels deep/,
  ],
  [
    'brackets of JSON',
    'a.json',
    `{"Resources":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}}`,
    /nests more than 500 levels deep/,
  ],
  ['a conflict in JSON', 'a.json', `{\n${CONFLICT}}`, /a conflict that a merge left \(line 2\)/],
  ['a conflict in YAML', 'a.yaml', `${RESOURCES}${CONFLICT}`, /a conflict that a merge left \(line 3\)/],
])('%s: a sentence and exit code 2 of check and impact', async (_, name, content, message) => {
  const folder = folderWith({ [name]: content });
  for (const args of [
    ['check', name],
    ['impact', '--base', name, '--head', name],
  ]) {
    const { code, output } = await command(folder, ...args);
    expect(output).toMatch(message);
    expect(output).toContain(name);
    expect(code).toBe(2);
  }
});

test('conditions that double with every step end within seconds', async () => {
  const twice = (n: number) => `  C${n}: !And [{Condition: C${n + 1}}, {Condition: C${n + 1}}]`;
  const conditions = Array.from({ length: 40 }, (_, n) => twice(n)).join('\n');
  const resource = RESOURCES.replace('{Type: AWS', '{Condition: C0, Type: AWS');
  const folder = folderWith({
    'a.yaml': `Conditions:\n${conditions}\n  C40: !Equals [!Ref AWS::Region, x]\n${resource}`,
  });
  expect((await command(folder, 'check', 'a.yaml')).code).toBe(0);
  const { code, output } = await command(folder, 'impact', '--base', 'a.yaml', '--head', 'a.yaml');
  expect(output).toMatch(/Conditions\.C\d+: is reached more than 100000 times/);
  expect(code).toBe(2);
});

test('a template that is nested in itself is refused', async () => {
  const nested = (id: string) => `"${id}":{"Type":"AWS::CloudFormation::Stack","Properties":{"TemplateURL":"a.json"}}`;
  const folder = folderWith({ 'a.json': `{"Resources":{${nested('A')},${nested('B')}}}` });
  const { code, output } = await command(folder, 'check', 'a.json');
  expect(output).toMatch(/a\.json: a nested stack of it is made from this template again/);
  expect(code).toBe(2);
});

test.each<[string, string, string[], RegExp]>([
  [
    'the acknowledgements',
    '.udp-service/acknowledgements.json',
    ['impact', '--base', 'a.yaml', '--head', 'a.yaml'],
    /acknowledgements\.json.*holds a conflict/s,
  ],
  [
    'accepted findings',
    'accepted.json',
    ['check', 'a.yaml', '--accept', 'accepted.json'],
    /accepted\.json: cannot be used, it holds a conflict/,
  ],
  [
    'the service',
    'src/template/service.ts',
    ['service'],
    /service\.ts: is not as it was written \(it holds a conflict/,
  ],
  ['a manifest of an assembly', 'cdk.out/manifest.json', ['precheck', 'dev'], /manifest\.json: holds a conflict/],
])('a conflict in %s: a sentence and exit code 2', async (_, path, args, message) => {
  const folder = folderWith({ 'a.yaml': RESOURCES, [path]: CONFLICT });
  const { code, output } = await command(folder, ...args);
  expect(output).toMatch(message);
  expect(code).toBe(2);
});

test.each<[string, (folder: string) => void]>([
  ['the file', (folder) => symlinkSync('../outside/file', join(folder, 'out.md'))],
  ['the file, to nothing', (folder) => symlinkSync('../outside/none', join(folder, 'out.md'))],
])('what a command writes is not written through a link: %s', async (_, link) => {
  const folder = folderWith({ 'repository/a.yaml': RESOURCES, 'outside/file': 'mine' });
  const repository = join(folder, 'repository');
  link(repository);
  const { code, output } = await command(
    repository,
    'impact',
    '--base',
    'a.yaml',
    '--head',
    'a.yaml',
    '--output',
    'out.md',
  );
  expect(output).toContain('out.md: is a symbolic link, and nothing is written through one');
  expect(code).toBe(2);
  expect(readdirSync(join(folder, 'outside'))).toEqual(['file']);
  expect(readFileSync(join(folder, 'outside/file'), 'utf8')).toBe('mine');
});

test('nor through a folder that is one', async () => {
  const folder = folderWith({ 'repository/a.yaml': RESOURCES, 'outside/file': 'mine' });
  symlinkSync('../outside', join(folder, 'repository/reports'));
  const args = ['impact', '--base', 'a.yaml', '--head', 'a.yaml', '--output', 'reports/out.md'];
  const { code, output } = await command(join(folder, 'repository'), ...args);
  expect(output).toMatch(/reports\/out\.md: its folder is a symbolic link out of/);
  expect(code).toBe(2);
  expect(readdirSync(join(folder, 'outside'))).toEqual(['file']);
});

test('on a full disk a sentence is told, and nothing is written in part', async () => {
  const folder = folderWith({ 'a.yaml': RESOURCES, 'out.md': 'before' });
  const args = ['impact', '--base', 'a.yaml', '--head', 'a.yaml', '--output', 'out.md'];
  const full = ['--require', join(ROOT, 'test/support/full-disk.cjs')];
  const { code, output } = await run(process.execPath, [...full, program, ...args], { cwd: folder });
  expect(output).toMatch(/^error: out\.md: the disk is full \(ENOSPC\)\. Make room, then run this again\.$/m);
  expect(code).toBe(2);
  expect(readFileSync(join(folder, 'out.md'), 'utf8')).toBe('before');
  expect(readdirSync(folder).sort()).toEqual(['a.yaml', 'out.md']);
});

test('where what is printed goes to a full disk, that is said', async () => {
  const folder = folderWith({ 'a.yaml': RESOURCES });
  const script = 'exec "$0" "$1" check a.yaml > /dev/full';
  const { code, output } = await run('bash', ['-c', script, process.execPath, program], { cwd: folder });
  expect(output).toMatch(/^error: .*the disk is full \(ENOSPC\)/);
  expect(code).toBe(2);
});
