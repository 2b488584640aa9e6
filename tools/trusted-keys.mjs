#!/usr/bin/env node
// Writes src/lifecycle/upgrade/authenticity/trusted-keys.ts: whom an upgrade trusts without asking anybody, from the seeds that the
// TUF client of Sigstore ships. Run it when @sigstore/tuf has moved; a test compares both.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const OUTPUT = 'src/lifecycle/upgrade/authenticity/trusted-keys.ts';
const seeds = JSON.parse(readFileSync('node_modules/@sigstore/tuf/seeds.json', 'utf8'));
const { targets } = seeds['https://tuf-repo-cdn.sigstore.dev'];
const { version } = JSON.parse(readFileSync('node_modules/@sigstore/tuf/package.json', 'utf8'));
const target = (name) => JSON.stringify(JSON.parse(Buffer.from(targets[name], 'base64').toString('utf8')));
writeFileSync(
  OUTPUT,
  [
    `// Made by tools/trusted-keys.mjs from the seeds of @sigstore/tuf ${version}; do not edit.`,
    '',
    '/** Authorities and logs of the public Sigstore instance, in the form of its protobuf `TrustedRoot`. */',
    `export const SIGSTORE_ROOT: object = ${target('trusted_root.json')};`,
    '',
    '/** Keys of the public npm registry. */',
    `export const NPM_KEYS = ${target('registry.npmjs.org%2Fkeys.json')};`,
    '',
  ].join('\n'),
);
execFileSync('npx', ['--no-install', 'biome', 'check', '--write', OUTPUT], { stdio: 'inherit' });
