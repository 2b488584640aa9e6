import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  NPM,
  PACKAGE_MANAGERS,
  type PackageManager,
  type PackageManagerName,
  PNPM,
  packageManagerFor,
  packageManagerOf,
  shell,
  worded,
  YARN,
  YARN_BERRY,
} from '../../src/package-managers';

const LOCKFILES: Readonly<Record<PackageManagerName, [path: string, content: string]>> = {
  npm: ['package-lock.json', '{}'],
  pnpm: ['pnpm-lock.yaml', "lockfileVersion: '9.0'\n"],
  yarn: ['yarn.lock', '# yarn lockfile v1\n'],
  'yarn-berry': ['yarn.lock', '__metadata:\n  version: 8\n'],
};

describe('the package manager of a folder', () => {
  let folder: string;
  const write = (path: string, content: string) => writeFileSync(join(folder, path), content);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-manager-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test.each(PACKAGE_MANAGERS.map((manager) => [manager.name, manager] as const))(
    'is %s by its lockfile',
    (name, manager) => {
      write(...LOCKFILES[name]);
      expect(packageManagerOf(folder)).toBe(manager);
    },
  );

  test('is unknown without a lockfile, and npm for messages', () => {
    expect(packageManagerOf(folder)).toBeUndefined();
    expect(packageManagerFor(folder)).toBe(NPM);
  });

  test.each<[string, object, PackageManager]>([
    ['packageManager', { packageManager: 'pnpm@10.34.9' }, PNPM],
    ['packageManager', { packageManager: 'yarn@4.18.1' }, YARN_BERRY],
    ['devEngines', { devEngines: { packageManager: { name: 'pnpm', onFail: 'ignore' } } }, PNPM],
    ['nothing', {}, NPM],
  ])('with several lockfiles is the one that package.json names by %s', (_, manifest, manager) => {
    for (const name of ['npm', 'pnpm', 'yarn-berry'] as const) write(...LOCKFILES[name]);
    write('package.json', JSON.stringify(manifest));
    expect(packageManagerOf(folder)).toBe(manager);
  });

  test.each(['', '{', '"text"', 'null'])('with several lockfiles and the package.json %j is the first', (content) => {
    for (const name of ['npm', 'pnpm'] as const) write(...LOCKFILES[name]);
    write('package.json', content);
    expect(packageManagerOf(folder)).toBe(NPM);
  });
});

describe('the commands of a package manager', () => {
  const spec = 'some-package@1.2.3';

  test.each(PACKAGE_MANAGERS.map((manager) => [manager.name, manager] as const))(
    '%s: each begins with a program that the manager brings, and no argument needs quoting',
    (_, manager) => {
      const commands = [
        manager.installLocked,
        manager.installMutable,
        manager.exec,
        manager.add([spec]),
        manager.update(['some-package']),
        manager.view('@scope/some-package', 'dist-tags'),
      ];
      for (const [program, ...args] of commands) {
        expect([manager.program, 'npx']).toContain(program);
        for (const argument of args) expect(argument).toMatch(/^[\w@./-]+(=[\w-]+)?$/);
      }
      expect(manager.add([spec])).toContain(spec);
    },
  );

  test.each(PACKAGE_MANAGERS.map((manager) => [manager.name, manager] as const))(
    '%s: installing runs no script of a package',
    (_, { installLocked, installMutable, add, update }) => {
      for (const command of [installLocked, installMutable, add([spec]), update(['some-package'])]) {
        expect(shell(...command)).toMatch(/--ignore-scripts|--mode=skip-build/);
      }
    },
  );

  /** What each really printed for a package with two tags. */
  test.each<[PackageManager, string]>([
    [NPM, '{\n  "latest": "1.0.16",\n  "next": "2.0.0"\n}\n'],
    [PNPM, '{\n  "latest": "1.0.16",\n  "next": "2.0.0"\n}\n'],
    [YARN, '{"type":"inspect","data":{"latest":"1.0.16","next":"2.0.0"}}\n'],
    [YARN_BERRY, '{"name":"a","dist-tags":{"latest":"1.0.16","next":"2.0.0"}}\n'],
  ])('dist-tags are read from the answer of $name', (manager, output) => {
    expect(manager.readView(output, 'dist-tags')).toEqual({ latest: '1.0.16', next: '2.0.0' });
  });
});

describe('texts', () => {
  const text =
    'Run `npx projen build`, then npx cdk bootstrap aws://A/R and npx udp-service check; npx projection stays.';

  test('are in the form of npm', () => {
    expect(worded(text, NPM)).toBe(text);
  });

  test.each<[PackageManager, string]>([
    [PNPM, 'pnpm exec'],
    [YARN, 'yarn'],
    [YARN_BERRY, 'yarn'],
  ])('say the commands as $name knows them', (manager, typed) => {
    expect(worded(text, manager)).toBe(
      `Run \`${typed} projen build\`, then ${typed} cdk bootstrap aws://A/R and ${typed} udp-service check; npx projection stays.`,
    );
  });
});

test('the releases are those that this package is tested with, with the digests of the registry', () => {
  const lock = JSON.parse(readFileSync(resolve(__dirname, '../../package-lock.json'), 'utf8'));
  const releases = PACKAGE_MANAGERS.flatMap(({ release }) => release ?? []);
  expect(releases).toHaveLength(3);
  for (const { package: name, version, integrity, bin } of releases) {
    expect(lock.packages[`node_modules/${name}`]).toMatchObject({ version, integrity, bin });
  }
  expect(NPM.release).toBeUndefined();
});
