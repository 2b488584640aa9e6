#!/usr/bin/env node
// Lays what a release consists of into dist/release, under names that do not depend on the version: the jobs that publish
// take these files alone, each by its digest. Run by `npx projen release:pack` after the package was packed.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const RELEASE = 'dist/release';
const packed = readdirSync('dist/js').filter((name) => name.endsWith('.tgz'));
if (packed.length !== 1) {
  console.error(`dist/js: one packed tarball was expected, and there are ${packed.length} (${packed.join(', ')})`);
  process.exit(1);
}
mkdirSync(RELEASE, { recursive: true });
const tarball = join(RELEASE, 'package.tgz');
copyFileSync(join('dist/js', packed[0]), tarball);
copyFileSync('dist/changelog.md', join(RELEASE, 'notes.md'));
copyFileSync('dist/version.txt', join(RELEASE, 'version.txt'));
execFileSync(process.execPath, ['tools/sbom.mjs', tarball, join(RELEASE, 'sbom.cdx.json')], { stdio: 'inherit' });
