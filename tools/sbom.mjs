#!/usr/bin/env node
// Writes the software bill of materials (CycloneDX) of a packed tarball: every package that is bundled in it, with its
// version, licence and the digest that the lockfile holds. `npm sbom` writes it; from the lockfile alone it would list other
// packages than those that were packed, so it is shown those. What lies in vendor/ is no package there: its folders say what
// they hold. Usage: node tools/sbom.mjs TARBALL OUTPUT
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const PACKAGE = /^(node_modules\/(@[^/]+\/)?[^/]+\/)+package\.json$/;

const [tarball, output] = process.argv.slice(2);
if (output === undefined) fail('usage: node tools/sbom.mjs TARBALL OUTPUT');
const scratch = mkdtempSync(join(tmpdir(), 'sbom-'));
try {
  // npm calls what it describes by its folder
  const folder = join(scratch, 'projen-udp-service');
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', resolve(tarball), '--strip-components=1', '-C', folder]);
  describe(folder);
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'library'];
  const sbom = JSON.parse(execFileSync('npm', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
  const vendored = readdirSync(join(folder, 'vendor')).sort();
  for (const name of vendored) add(sbom, vendoredComponent(folder, `vendor/${name}`));
  writeFileSync(output, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${output}: ${sbom.components.length - vendored.length} bundled packages, ${vendored.length} in vendor/`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Leaves in the folder a lockfile of exactly what was packed. */
function describe(folder) {
  const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
  const { name, version, license, author, description, repository, dependencies } = read(join(folder, 'package.json'));
  const locked = read(join(ROOT, 'package-lock.json')).packages;
  const packages = { '': { name, version, license, dependencies } };
  const found = readdirSync(folder, { recursive: true }).filter((path) => PACKAGE.test(path));
  for (const place of found.map(dirname).sort()) {
    const packed = read(join(folder, place, 'package.json'));
    const entry = locked[place];
    if (entry?.version !== packed.version)
      fail(
        `${place}: ${packed.version} was packed, and package-lock.json has ${entry?.version ?? 'none'}. Run: npm ci`,
      );
    if (entry.integrity === undefined) fail(`${place}: package-lock.json has no digest of it`);
    // peer dependencies that were not packed are no part of it, and would be missing; optional ones are left out by npm
    const { peerDependencies, peerDependenciesMeta, ...bundled } = entry;
    packages[place] = bundled;
  }
  const manifest = { name, version, license, author, description, repository, dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name, version, lockfileVersion: 3, requires: true, packages }),
  );
}

/** What lies in a folder of vendor/: `source.json` there tells a package, the head of `rules.json` a repository. */
function vendoredComponent(folder, place) {
  const read = (file) => (existsSync(join(folder, place, file)) ? readFileSync(join(folder, place, file)) : undefined);
  const [source, rules] = [read('source.json'), read('rules.json')];
  const { license, ...origin } = JSON.parse(source ?? rules ?? '{}');
  const component = source === undefined ? ofRepository(origin, rules) : ofPackage(origin);
  if (component === undefined || license === undefined || read('LICENSE') === undefined) {
    fail(
      `${place}: nothing says what it is. Write source.json there (name, version, license, integrity) and its LICENSE.`,
    );
  }
  return {
    'bom-ref': `${component.name}@${component.version}`,
    type: 'library',
    scope: 'required',
    ...component,
    licenses: [{ license: { id: license } }],
    properties: [{ name: 'projen-udp-service:path', value: place }],
  };
}

function ofPackage({ name, version, integrity }) {
  const [, digest] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  if ([name, version, digest].includes(undefined)) return undefined;
  return {
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
  };
}

/** A file that was made of one of a repository: the digest is that of the file as it is packed. */
function ofRepository({ source, commit }, content) {
  const [, repository] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\//.exec(source ?? '') ?? [];
  if ([repository, commit].includes(undefined)) return undefined;
  return {
    name: repository.split('/')[1],
    version: commit,
    purl: `pkg:github/${repository}@${commit}`,
    hashes: [{ alg: 'SHA-512', content: createHash('sha512').update(content).digest('hex') }],
    externalReferences: [{ type: 'vcs', url: source }],
  };
}

function add(sbom, component) {
  sbom.components.push(component);
  const root = sbom.dependencies.find(({ ref }) => ref === sbom.metadata.component['bom-ref']);
  root.dependsOn.push(component['bom-ref']);
  sbom.dependencies.push({ ref: component['bom-ref'], dependsOn: [] });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
