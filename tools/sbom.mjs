#!/usr/bin/env node
// Writes the software bill of materials (CycloneDX) of a packed tarball: every package that is bundled in it, with its
// version, licence and the digest that the lockfile holds. `npm sbom` writes it; from the lockfile alone it would list other
// packages than those that were packed, so it is shown those. Usage: node tools/sbom.mjs TARBALL OUTPUT
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const sbom = execFileSync('npm', args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  writeFileSync(output, sbom);
  console.log(`${output}: ${JSON.parse(sbom).components.length} bundled packages`);
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

function fail(message) {
  console.error(message);
  process.exit(1);
}
