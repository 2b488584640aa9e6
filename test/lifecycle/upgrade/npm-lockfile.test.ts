import { whyNotByItself } from '../../../src/lifecycle/upgrade/propose/judge/impact-free';
import { judgeLockfile } from '../../../src/lifecycle/upgrade/propose/lockfile';
import { type Lockfile, NPM } from '../../../src/package-managers';

const DIGEST = `sha512-${'a'.repeat(86)}==`;
type Entries = Readonly<Record<string, object>>;

const entry = (name: string, version: string, more: object = {}) => ({
  version,
  resolved: `https://registry.example.com/${name}/-/${name}-${version}.tgz`,
  integrity: DIGEST,
  ...more,
});
const BASE: Entries = {
  'node_modules/prettier': entry('prettier', '3.0.0', { dependencies: { fresh: '^1' }, bin: { prettier: 'x.js' } }),
  'node_modules/eslint': entry('eslint', '9.0.0', { dependencies: { fresh: '^2' } }),
  'node_modules/eslint/node_modules/fresh': entry('fresh', '2.0.0', { bin: { cdk: 'x.js' } }),
  'node_modules/fresh': entry('fresh', '1.5.0'),
};

function read(entries: Entries): Lockfile {
  const root = { devDependencies: { prettier: '^3.0.0', eslint: '^9.0.0' } };
  const lock = { name: 'echo', lockfileVersion: 3, packages: { '': root, ...entries } };
  return NPM.lockfileFormat.read(JSON.stringify(lock));
}

const RANGES = new Map([
  ['prettier', '^3.0.0'],
  ['eslint', '^9.0.0'],
]);

/** Why a lockfile is not taken, or why it waits for a person. */
function verdict(entries: Entries, base: Entries = BASE): { readonly refused: string; readonly waits?: string } {
  try {
    const [before, after] = [read(base), read(entries)];
    const refused = judgeLockfile({ before, after, settings: [], ranges: RANGES }).refusals.join('\n');
    const direct = new Set(RANGES.keys());
    const changes = [{ path: NPM.lockfile }];
    return {
      refused,
      waits: whyNotByItself({ kind: 'dependencies', changes, lockfile: NPM.lockfile, before, after, direct }),
    };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

const without = (...paths: string[]): Entries =>
  Object.fromEntries(Object.entries(BASE).filter(([path]) => !paths.includes(path)));

test('what stays as it is needs nobody', () => {
  expect(verdict(BASE)).toEqual({ refused: '', waits: undefined });
});

test.each([
  'node_modules/../../../evil',
  'node_modules/..',
  'node_modules/.',
  'node_modules/.bin',
  'node_modules/.bin/cdk',
  'node_modules/',
  'node_modules',
  'node_modules/node_modules',
  'node_modules//evil',
  'node_modules/@scope',
  'node_modules/@scope/',
  'node_modules/@/evil',
  'node_modules/@scope/.evil',
  'node_modules/a/b',
  'node_modules/prettier/lib/node_modules/x',
  'node_modules/prettier/node_modules/..',
  'node_modules/evil name',
  'node_modules/_evil',
  'node_modules/evil\\..\\x',
  'node_modules/evil\u200b',
  `node_modules/${'x'.repeat(215)}`,
  '/node_modules/evil',
  '/etc/evil',
  '../node_modules/evil',
  'C:\\node_modules\\evil',
  'C:/node_modules/evil',
  'a\\node_modules/evil',
  './node_modules/evil',
  'node_modules/nobody/node_modules/evil',
])('a package at %j is not taken', (path) => {
  expect(verdict({ ...BASE, [path]: entry('evil', '1.0.0') }).refused).toMatch(
    /is no path of a package|and no node_modules\/nobody/,
  );
});

test.each(['node_modules/JSONStream', 'node_modules/@scope/x', 'node_modules/prettier/node_modules/@scope/a.b_c'])(
  'a package at %s is one',
  (path) => {
    const name = path.replace(/^.*node_modules\//, '');
    const one = { version: '1.0.0', resolved: `https://registry.example.com/${name}/-/x-1.0.0.tgz`, integrity: DIGEST };
    expect(verdict({ ...BASE, [path]: one }).refused).not.toMatch(/path|name of a package/);
  },
);

test('a package whose folder is that of another one on some machines is not taken', () => {
  expect(verdict({ ...BASE, 'node_modules/Prettier': entry('Prettier', '1.0.0') }).refused).toMatch(
    /small and capital/,
  );
});

describe('a package that says that it is bundled', () => {
  const part = (more: object = {}) => ({ version: '1.0.0', inBundle: true, ...more });
  const owner = (more: object) => entry('prettier', '3.9.0', { bin: { prettier: 'x.js' }, ...more });
  const with_ = (more: object, parts: Entries) => ({ ...BASE, 'node_modules/prettier': owner(more), ...parts });
  const at = (name: string) => `node_modules/prettier/node_modules/${name}`;

  test('is taken where the one above it bundles it, or what that bundles asks for it', () => {
    const parts = {
      [at('x')]: part({ dependencies: { y: '^1' } }),
      [at('y')]: part(),
      [`${at('x')}/node_modules/y`]: part(),
    };
    for (const key of ['bundleDependencies', 'bundledDependencies'])
      expect(verdict(with_({ [key]: ['x'] }, parts)).refused).toBe('');
  });

  test.each<readonly [why: string, entries: Entries]>([
    ['nothing above it', { ...BASE, 'node_modules/evil': part() }],
    ['one above it that bundles nothing', with_({}, { [at('evil')]: part() })],
    ['one above it that bundles something else', with_({ bundleDependencies: ['x'] }, { [at('evil')]: part() })],
    ['one above it that says yes alone', with_({ bundleDependencies: 'evil' }, { [at('evil')]: part() })],
    [
      'one above it without a digest',
      with_({ bundleDependencies: ['evil'], integrity: undefined }, { [at('evil')]: part() }),
    ],
    ['another name', with_({ bundleDependencies: ['evil'] }, { [at('evil')]: part({ name: 'other' }) })],
    [
      'one above it that bundled nothing by the same content',
      {
        ...BASE,
        'node_modules/eslint': { ...BASE['node_modules/eslint'], bundleDependencies: ['evil'] },
        'node_modules/eslint/node_modules/evil': part(),
      },
    ],
  ])('is not taken with %s', (_why, entries) => {
    expect(verdict(entries).refused).toMatch(/is not fixed by a digest|something else of the same content/);
  });
});

describe('a person merges', () => {
  test.each<readonly [why: string, entries: Entries, waits: RegExp]>([
    [
      'what goes back at its place',
      { ...BASE, 'node_modules/fresh': entry('fresh', '1.4.0') },
      /^fresh goes back from 1\.5\.0 to 1\.4\.0\.$/,
    ],
    [
      'what goes back for the one that asks for it, because the newer one is gone',
      without('node_modules/eslint/node_modules/fresh'),
      /^fresh goes back from 2\.0\.0 to 1\.5\.0\.$/,
    ],
    [
      'what goes back for one that gets a copy of its own',
      { ...BASE, 'node_modules/prettier/node_modules/fresh': entry('fresh', '1.0.0') },
      /^fresh goes back from 1\.5\.0 to 1\.0\.0\.$/,
    ],
    [
      'a command that lay within another package until now',
      {
        ...without('node_modules/eslint/node_modules/fresh'),
        'node_modules/fresh': entry('fresh', '2.0.0', { bin: { cdk: 'x.js' } }),
      },
      /^fresh brings the command "cdk"/,
    ],
  ])('%s', (_why, entries, waits) => {
    expect(verdict(entries)).toEqual({ refused: '', waits: expect.stringMatching(waits) });
  });

  test('nothing that goes forward', () => {
    const entries = { ...BASE, 'node_modules/fresh': entry('fresh', '1.6.0') };
    expect(verdict(entries)).toEqual({ refused: '', waits: undefined });
  });
});

test('the same content tells the same commands', () => {
  const entries = {
    ...BASE,
    'node_modules/prettier': { ...BASE['node_modules/prettier'], bin: { prettier: 'evil.js' } },
  };
  expect(verdict(entries).refused).toMatch(/something else of the same content/);
});
