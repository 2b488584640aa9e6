import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PACKAGE_MANAGERS, type PackageManager } from '../../src/package-managers';

const ROOT = resolve(__dirname, '../..');

/** Files that name package managers, each by the reason why nothing else is possible. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'src/options/projen-options.ts': 'generated: the struct of projen, with its words',
  'src/options/udp-service-project-options.ts':
    'the documentation of the option tells its values, and jsii takes it as it stands',
  'src/options/package-manager-options.ts': 'the documentation of a public option, with an example',
  'src/options/registry-options.ts': 'the documentation of a public option, which names the file that is written',
};

/**
 * What nobody else names: programs, titles, packages, lockfiles, settings and leftovers of each. npm is also the name of the
 * registry and of everything in it, so it counts as a command, as a value of its own and as a constant.
 */
function namesOf(manager: PackageManager): RegExp[] {
  const { name, title, program, lockfile, settings, leftovers, release, installedLockfile } = manager;
  const files = [
    lockfile,
    installedLockfile ?? lockfile,
    ...settings.flatMap(({ path, otherNames = [] }) => [path, ...otherNames]),
  ];
  const words = [name, title, program].filter((word) => word !== 'npm');
  const texts = [...words, ...files, ...(leftovers?.paths ?? []), ...(release ? [release.package] : [])];
  return [
    // a letter before or behind makes another word of it: boundaryArn
    ...texts.map((text) => new RegExp(`(?<![a-z])${escaped(text)}`, 'i')),
    ...(name === 'npm' ? [/['"`]npm['"`]|\bNPM\b|\bnpm (ci|i|install|update|view|run|config|exec|audit)\b/] : []),
  ];
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const NAMES = [...PACKAGE_MANAGERS.flatMap(namesOf), /(?<![a-z])\.npmrc\b/i];

const findings = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path}`)
  .filter((path) => path.endsWith('.ts') && !path.startsWith('src/package-managers/'))
  .flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        NAMES.some((name) => name.test(line)) ? [{ path, at: `${path}:${index + 1}: ${line.trim()}` }] : [],
      ),
  );

test('the names are found where they stand', () => {
  const samples = [
    'pnpm add x',
    'Yarn Berry',
    'yarnBerryOptions',
    'PNPM',
    "'.yarnrc.yml'",
    'package-lock.json',
    "name: 'npm'",
    'npm ci',
  ];
  for (const sample of samples) expect([sample, NAMES.some((name) => name.test(sample))]).toEqual([sample, true]);
  for (const other of ['keyArn', 'boundaryArn', 'npmRegistry', 'the npm registry']) {
    expect([other, NAMES.some((name) => name.test(other))]).toEqual([other, false]);
  }
});

test('no file but the records names a package manager', () => {
  expect(findings.filter(({ path }) => !(path in EXCEPTIONS)).map(({ at }) => at)).toEqual([]);
});

test('every exception is one', () => {
  expect(Object.keys(EXCEPTIONS).filter((path) => !findings.some((finding) => finding.path === path))).toEqual([]);
});

test('every record stands in a file of its own', () => {
  const files = readdirSync(join(ROOT, 'src/package-managers'));
  for (const { name } of PACKAGE_MANAGERS) expect(files).toContain(`${name}.ts`);
});
