import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareDelivery, type DeliveryChange } from '../../src/impact/delivery/compare';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'impact-delivery-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

function compare(base: Files, head: Files): DeliveryChange[] {
  const [before, after] = [base, head].map((files, index) => {
    const directory = join(root, String(index));
    mkdirSync(directory);
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return { repository: directory, directory };
  });
  return compareDelivery(before as never, after as never);
}

const manifest = (dependencies: object, devDependencies: object = {}) =>
  JSON.stringify({ dependencies, devDependencies });

test('equal checkouts have no section', () => {
  const files = {
    '.github/workflows/build.yml': 'a',
    'package.json': manifest({ constructs: '^10' }),
    'src/main.ts': 'a',
  };
  expect(compare(files, { ...files, 'src/main.ts': 'b', '.udp-service/acknowledgements.json': '{}' })).toEqual([]);
});

test('the package manager that workflows install', () => {
  const lock = '.github/package-manager/package-lock.json';
  expect(compare({ [lock]: '1' }, { [lock]: '2' })).toEqual([{ kind: 'workflow', path: lock, change: 'changed' }]);
});

test('line endings are no change', () => {
  expect(compare({ 'cdk.json': '{\n}\n' }, { 'cdk.json': '{\r\n}\r\n' })).toEqual([]);
});

test('a workflow and the action that is pinned in it', () => {
  const workflow = (pin: string) =>
    `jobs:\n  a:\n    steps:\n      - uses: actions/checkout@${pin} # v7\n      - uses: ./.github/actions/x\n`;
  expect(
    compare({ '.github/workflows/build.yml': workflow('1111') }, { '.github/workflows/build.yml': workflow('2222') }),
  ).toEqual([
    { kind: 'workflow', path: '.github/workflows/build.yml', change: 'changed' },
    {
      kind: 'action',
      path: '.github/workflows/build.yml',
      subject: 'actions/checkout',
      change: 'changed',
      before: '1111',
      after: '2222',
    },
  ]);
});

test('tasks by name, settings of the CDK', () => {
  const tasks = (exec: string) =>
    JSON.stringify({ tasks: { build: { steps: [] }, deploy: { steps: [{ exec }] } }, env: { A: '1' } });
  expect(
    compare(
      { '.projen/tasks.json': tasks('cdk deploy'), 'cdk.json': '{}' },
      { '.projen/tasks.json': tasks('cdk deploy --force'), 'cdk.json': '{"app":"x"}' },
    ),
  ).toEqual([
    { kind: 'configuration', path: 'cdk.json', change: 'changed' },
    { kind: 'task', path: '.projen/tasks.json', subject: 'deploy', change: 'changed' },
  ]);
});

describe('an upgrade of the template', () => {
  const MANIFEST = '.udp-service/manifest.json';
  const side = (version: string, migrations: string[] = [], integrity = `sha512-${version}`): Files => ({
    [MANIFEST]: JSON.stringify({ template: { version }, preset: { name: '@acme/udp' }, migrations, files: {} }),
    'package.json': manifest({}, { 'projen-udp-service': '*', '@acme/udp': '*', projen: '*' }),
    'package-lock.json': JSON.stringify({
      packages: Object.fromEntries(
        ['projen-udp-service', '@acme/udp', 'projen'].map((name) => [
          `node_modules/${name}`,
          name === 'projen' ? { version: '0.103.25' } : { version, integrity },
        ]),
      ),
    }),
  });

  test('is compared by what it writes: its own packages and its record are no section', () => {
    expect(compare(side('1.0.0'), side('1.1.0'))).toEqual([]);
  });

  test('names every migration', () => {
    expect(compare(side('1.0.0', ['1.0.1-a']), side('1.1.0', ['1.0.1-a', '1.1.0-b']))).toEqual([
      { kind: 'migration', path: MANIFEST, subject: '1.1.0-b', change: 'added' },
    ]);
  });

  test('with another content of the same version is no upgrade', () => {
    expect(compare(side('1.0.0'), side('1.0.0', [], 'sha512-other')).map(({ subject }) => subject)).toEqual([
      '@acme/udp',
      'projen-udp-service',
    ]);
  });
});

const npmLock = (version: string, integrity: string) =>
  JSON.stringify({
    packages: { 'node_modules/aws-cdk-lib': { version, integrity }, 'node_modules/jest': { version } },
  });
const pnpmLock = (version: string, integrity: string) =>
  `importers:\n  .:\n    dependencies:\n      aws-cdk-lib:\n        specifier: ^2.0.0\n        version: ${version}(constructs@10.4.2)\npackages:\n  aws-cdk-lib@${version}:\n    resolution: {integrity: ${integrity}}\n`;
const yarnLock = (version: string, integrity: string) =>
  `# yarn lockfile v1\n\n\n"aws-cdk-lib@^2.0.0":\n  version "${version}"\n  resolved "x"\n  integrity ${integrity}\n`;
const berryLock = (version: string, integrity: string) =>
  `__metadata:\n  version: 8\n\n"aws-cdk-lib@npm:^2.0.0":\n  version: ${version}\n  checksum: ${integrity}\n`;

describe.each([
  ['npm', 'package-lock.json', npmLock],
  ['pnpm', 'pnpm-lock.yaml', pnpmLock],
  ['yarn classic', 'yarn.lock', yarnLock],
  ['yarn berry', 'yarn.lock', berryLock],
])('%s', (_, file, lock) => {
  const side = (version: string, integrity: string): Files => ({
    'package.json': manifest({ 'aws-cdk-lib': '^2.0.0' }, { jest: '^30' }),
    [file]: lock(version, integrity),
  });

  test('a locked version on the deploy path, and not that of a test tool', () => {
    expect(compare(side('2.276.0', 'sha512-a'), side('2.277.0', 'sha512-b'))).toEqual([
      {
        kind: 'dependency',
        path: 'package.json',
        subject: 'aws-cdk-lib',
        change: 'changed',
        before: '2.276.0',
        after: '2.277.0',
      },
    ]);
  });

  test('the same version with another content', () => {
    expect(compare(side('2.276.0', 'sha512-a'), side('2.276.0', 'sha512-b'))).toEqual([
      expect.objectContaining({ subject: 'aws-cdk-lib', before: '2.276.0 sha512-a', after: '2.276.0 sha512-b' }),
    ]);
  });
});
