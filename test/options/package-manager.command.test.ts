import { javascript } from 'projen';
import type { UdpServiceProjectOptions } from '../../src';
import { checkOptions } from '../../src/options/check';
import { checkPackageManager, packageManagerOption, releaseOption } from '../../src/options/package-manager';
import { NPM, PNPM, YARN, YARN_BERRY } from '../../src/package-managers';
import { Problems } from '../../src/util/problems';
import { withPackageManager } from '../support/package-managers';
import { problemsOf } from '../support/problems';

const { NodePackageManager, YarnNodeLinker } = javascript;
const INTEGRITY = `sha512-${'A'.repeat(86)}==`;

const refuse = (options: Partial<UdpServiceProjectOptions>) =>
  problemsOf(() => checkOptions({ name: 'echo', ...options }, false));

test.each([
  [undefined, NPM],
  [NodePackageManager.NPM, NPM],
  [NodePackageManager.PNPM, PNPM],
  [NodePackageManager.YARN, YARN],
  [NodePackageManager.YARN_CLASSIC, YARN],
  [NodePackageManager.YARN2, YARN_BERRY],
  [NodePackageManager.YARN_BERRY, YARN_BERRY],
])('packageManager %s', (packageManager, manager) => {
  expect(checkOptions({ name: 'echo', ...(packageManager && { packageManager }) }, false).problems).toEqual([]);
  expect(packageManagerOption({ packageManager })).toBe(manager);
  expect(releaseOption({ packageManager })).toEqual(manager.release);
});

test('a release of its own is installed in place of the tested one', () => {
  const packageManagerRelease = { version: '10.1.0', integrity: INTEGRITY };
  const options = { packageManager: NodePackageManager.PNPM, packageManagerRelease };
  expect(checkOptions({ name: 'echo', ...options }, false).problems).toEqual([]);
  expect(releaseOption(options)).toEqual({ package: 'pnpm', bin: PNPM.release?.bin, ...packageManagerRelease });
});

test.each<[string, Partial<UdpServiceProjectOptions>]>([
  ['packageManager', { packageManager: NodePackageManager.BUN }],
  ['packageManagerRelease', { packageManagerRelease: { version: '11.0.0', integrity: INTEGRITY } }],
  [
    'packageManagerRelease.version',
    {
      packageManager: NodePackageManager.PNPM,
      packageManagerRelease: { version: '12.1.0', integrity: INTEGRITY },
    },
  ],
  [
    'packageManagerRelease.integrity',
    { packageManager: NodePackageManager.PNPM, packageManagerRelease: { version: '10.1.0', integrity: 'sha1-abc' } },
  ],
  [
    'projenOptions.yarnBerryOptions.version',
    { packageManager: NodePackageManager.YARN_BERRY, projenOptions: { yarnBerryOptions: { version: '4.1.0' } } },
  ],
  [
    'projenOptions.yarnBerryOptions.yarnRcOptions.nodeLinker',
    {
      packageManager: NodePackageManager.YARN_BERRY,
      projenOptions: { yarnBerryOptions: { yarnRcOptions: { nodeLinker: YarnNodeLinker.PNP } } },
    },
  ],
])('%s is refused', (option, options) => {
  expect(refuse(options)).toMatchObject([
    { subject: option, cause: expect.stringMatching(/\w/), remedy: expect.stringMatching(/^(Use|Give|Leave) .*\.$/) },
  ]);
});

describe('a new repository', () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  const check = (options: object) => {
    const problems = new Problems();
    checkPackageManager({ packageManager: NodePackageManager.PNPM, ...options }, problems);
    return problems.all;
  };
  const created = { __new__: { fqn: 'x', args: {} } };

  test('is refused before anything is written where its package manager is not installed', () => {
    process.env.PATH = '/nowhere';
    const remedy = expect.stringContaining(`npm install --global pnpm@${PNPM.release?.version}`);
    expect(check(created)).toMatchObject([{ subject: 'packageManager', value: 'pnpm', remedy }]);
    expect(check({})).toEqual([]);
    expect(check({ ...created, packageManager: undefined })).toEqual([]);
  });

  test('passes where it is', () => {
    process.env.PATH = withPackageManager('pnpm').PATH;
    expect(check(created)).toEqual([]);
  });
});
