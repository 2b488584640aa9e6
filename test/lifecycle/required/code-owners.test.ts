import { matcher, ownersOf, parseCodeOwners } from '../../../src/lifecycle/required/code-owners';
import { isGuarded } from '../../../src/lifecycle/required/guarded';

test.each<[pattern: string, matched: string[], others: string[]]>([
  ['*', ['a', 'a/b/c.ts'], []],
  ['*.js', ['a.js', 'x/y/a.js'], ['a.jsx', 'a.js.map']],
  ['/docs/', ['docs/a', 'docs/a/b'], ['docs', 'x/docs/a']],
  ['docs/', ['docs/a', 'x/docs/a'], ['docs']],
  ['docs/*', ['docs/a.md'], ['docs/a/b.md', 'x/docs/a.md']],
  ['/docs/**', ['docs/a.md', 'docs/a/b.md'], ['docs']],
  ['/apps/github', ['apps/github', 'apps/github/a'], ['apps/github2', 'x/apps/github']],
  ['**/logs', ['logs', 'logs/a', 'build/logs', 'a/b/logs/c'], ['catalogs']],
  ['/a/**/z', ['a/z', 'a/b/z', 'a/b/c/z/y'], ['a/zz']],
  ['/.projenrc.*', ['.projenrc.ts', '.projenrc.json'], ['.projenrc', 'x/.projenrc.ts']],
  ['/a?c', ['abc', 'abc/d'], ['ac', 'a/c']],
  ['/a+(b)', ['a+(b)'], ['aab']],
])('%s', (pattern, matched, others) => {
  expect(matched.filter((path) => !matcher(pattern)(path))).toEqual([]);
  expect(others.filter((path) => matcher(pattern)(path))).toEqual([]);
});

test('the last pattern decides, also that nobody owns a path', () => {
  const patterns = parseCodeOwners(
    [
      '# people',
      '*  @octo-org/team',
      '',
      '/.github/ @octo-org/platform ops@example.com # workflows',
      '/.github/x',
    ].join('\n'),
  );
  expect(patterns.map(({ line }) => line)).toEqual([2, 4, 5]);
  expect(ownersOf('src/a.ts', patterns)).toEqual(['@octo-org/team']);
  expect(ownersOf('.github/workflows/deploy.yml', patterns)).toEqual(['@octo-org/platform', 'ops@example.com']);
  expect(ownersOf('.github/x', patterns)).toEqual([]);
  expect(ownersOf('a', [])).toEqual([]);
});

test('guarded is what decides about deployments, and no more', () => {
  const guarded = [
    '.github/workflows/deploy.yml',
    '.projenrc.ts',
    '.projen/tasks.json',
    '.udp-service/acknowledgements.json',
    '.udp-service/manifest.json',
    'package-lock.json',
    'pnpm-lock.yaml',
    'yarn.lock',
    '.yarn/releases/yarn.cjs',
    '.npmrc',
    'cdk.json',
    'CODEOWNERS',
  ];
  const free = [
    'app/server.py',
    'src/extensions.ts',
    'src/template/parts/service.ts',
    'images.json',
    'README.md',
    'app/package.json',
  ];
  expect(guarded.filter((path) => !isGuarded(path))).toEqual([]);
  expect(free.filter(isGuarded)).toEqual([]);
});
