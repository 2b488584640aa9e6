import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packPackage } from './support/packed';
import { mustRun, run } from './support/run';

const ROOT = resolve(__dirname, '..');
const LIMIT_KB = 6_000;

/**
 * What each bundled library may weigh in the tarball, in kilobytes: its files packed by themselves. A library that is not
 * named here is none that was weighed; what a library brings along is named as well.
 */
const SHARES_KB: Readonly<Record<string, number>> = {
  '@aws-cdk/aws-service-spec': 2_900,
  '@aws-cdk/cloudformation-diff': 220,
  '@aws-cdk/service-spec-types': 50,
  '@cdklabs/tskb': 40,
  '@colors/colors': 15,
  '@eslint-community/regexpp': 110,
  '@sigstore/bundle': 15,
  '@sigstore/core': 25,
  '@sigstore/protobuf-specs': 75,
  '@sigstore/verify': 25,
  ajv: 270,
  'ansi-regex': 5,
  'astral-regex': 5,
  'cli-table3': 20,
  commander: 65,
  diff: 180,
  'emoji-regex': 10,
  'fast-deep-equal': 5,
  'fast-uri': 60,
  'fastest-levenshtein': 10,
  'is-fullwidth-code-point': 5,
  'json-schema-traverse': 10,
  mustache: 35,
  'require-from-string': 5,
  semver: 40,
  'slice-ansi': 25,
  'string-width': 5,
  'strip-ansi': 5,
  table: 70,
  yaml: 180,
};
/** All that is ours: compiled code, blueprint, documents, examples. */
const OWN_KB = 1_100;

interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly unknown[];
  readonly purl?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

let scratch: string;
let tarball: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'packed-'));
  tarball = await packPackage();
  await mustRun('tar', ['-xzf', tarball, '-C', scratch]);
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Places of the packages in the tarball, those that lie in other packages too. */
async function bundled(): Promise<readonly string[]> {
  const { stdout } = await mustRun('tar', ['-tzf', tarball]);
  return stdout
    .split('\n')
    .flatMap((path) => /^package\/((?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+)package\.json$/.exec(path)?.[1] ?? []);
}

async function packedKilobytes(...args: string[]): Promise<number> {
  const file = join(scratch, 'share.tgz');
  await mustRun('tar', ['-czf', file, '-C', join(scratch, 'package'), ...args]);
  return Math.ceil(statSync(file).size / 1000);
}

test(`the tarball has less than ${LIMIT_KB} kB`, () => {
  expect(statSync(tarball).size / 1000).toBeLessThan(LIMIT_KB);
});

test('each bundled library keeps to its share, and what is ours to its own', async () => {
  const top = (await bundled()).flatMap((place) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\/$/.exec(place)?.[1] ?? []);
  expect([...top].sort()).toEqual(Object.keys(SHARES_KB).sort());
  const shares = new Map<string, number>();
  for (const name of top) shares.set(name, await packedKilobytes(`node_modules/${name}`));
  const above = [...shares].filter(([name, size]) => size > (SHARES_KB[name] ?? 0));
  expect(above).toEqual([]);
  expect(await packedKilobytes('--exclude=./node_modules', '.')).toBeLessThan(OWN_KB);
});

test('the list of what is bundled names every package and what is vendored, with version, licence and digest', async () => {
  const file = join(scratch, 'sbom.cdx.json');
  await mustRun(process.execPath, [join(ROOT, 'tools/sbom.mjs'), tarball, file], { cwd: ROOT });
  const sbom = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly bomFormat: string;
    readonly components: Component[];
  };
  expect(sbom.bomFormat).toBe('CycloneDX');
  const packed = (await bundled()).map((place) => {
    const { name, version } = JSON.parse(
      readFileSync(join(scratch, 'package', place, 'package.json'), 'utf8'),
    ) as Component;
    return `${name}@${version}`;
  });
  expect(packed.length).toBeGreaterThan(20);
  const isVendored = ({ properties = [] }: Component) => properties.some(({ value }) => value.startsWith('vendor/'));
  const names = sbom.components.filter((one) => !isVendored(one)).map(({ name, version }) => `${name}@${version}`);
  expect(names.sort()).toEqual([...new Set(packed)].sort());
  const read = (path: string) => JSON.parse(readFileSync(join(scratch, 'package/vendor', path), 'utf8'));
  const secretlint = read('secretlint/source.json') as Component;
  const { commit } = read('gitleaks/rules.json') as { readonly commit: string };
  expect(readdirSync(join(scratch, 'package/vendor')).sort()).toEqual(['gitleaks', 'secretlint']);
  expect(sbom.components.filter(isVendored).map(({ purl, properties }) => [properties?.[0].value, purl])).toEqual([
    ['vendor/gitleaks', `pkg:github/gitleaks/gitleaks@${commit}`],
    ['vendor/secretlint', `pkg:npm/%40secretlint/secretlint-rule-preset-recommend@${secretlint.version}`],
  ]);
  const incomplete = sbom.components.filter(
    ({ licenses = [], hashes = [] }) =>
      licenses.length === 0 || !hashes.some(({ alg, content }) => alg === 'SHA-512' && /^[0-9a-f]{128}$/.test(content)),
  );
  expect(incomplete).toEqual([]);
});

test('no list is made of a tarball with another version than the lockfile has', async () => {
  const place = join(scratch, 'package/node_modules/yaml/package.json');
  const manifest = JSON.parse(readFileSync(place, 'utf8')) as Component;
  const foreign = join(scratch, 'foreign.tgz');
  const folder = join(scratch, 'foreign');
  await mustRun('cp', ['-r', join(scratch, 'package'), folder]);
  const edit = `const f='${join(folder, 'node_modules/yaml/package.json')}',m=require(f);m.version='0.0.1';require('fs').writeFileSync(f,JSON.stringify(m))`;
  await mustRun(process.execPath, ['-e', edit]);
  await mustRun('tar', ['-czf', foreign, '-C', scratch, '--transform=s/^foreign/package/', 'foreign']);
  const output = join(scratch, 'foreign.cdx.json');
  const { code, stderr } = await run(process.execPath, [join(ROOT, 'tools/sbom.mjs'), foreign, output], { cwd: ROOT });
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining(`node_modules/yaml: 0.0.1 was packed, and package-lock.json has ${manifest.version}`),
  ]);
});

test('no list is made of a tarball in which nothing says what a folder of vendor/ is', async () => {
  const foreign = join(scratch, 'vendored.tgz');
  await mustRun('cp', ['-r', join(scratch, 'package'), join(scratch, 'vendored')]);
  await mustRun('rm', [join(scratch, 'vendored/vendor/secretlint/source.json')]);
  await mustRun('tar', ['-czf', foreign, '-C', scratch, '--transform=s/^vendored/package/', 'vendored']);
  const output = join(scratch, 'vendored.cdx.json');
  const { code, stderr } = await run(process.execPath, [join(ROOT, 'tools/sbom.mjs'), foreign, output], { cwd: ROOT });
  expect([code, stderr]).toEqual([1, expect.stringContaining('vendor/secretlint: nothing says what it is')]);
});
