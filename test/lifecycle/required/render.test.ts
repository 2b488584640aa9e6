import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../src/files/content';
import { MANIFEST_FILE } from '../../../src/files/manifest';
import { renderedDifferences } from '../../../src/lifecycle/required/render';
import { generateLinked } from '../../support/linked';

const LIMITS = { timeout: 60_000, signal: new AbortController().signal };
const PROJENRC = `import { UdpServiceProject } from 'projen-udp-service';\nnew UdpServiceProject({ name: 'dns' }).synth();\n`;
/** A program that stands in for the template, where a path alias is believed. */
const NOTHING = 'export class UdpServiceProject { synth() {} }\n';

let directory = '';

beforeAll(async () => {
  directory = await generateLinked(PROJENRC);
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message', 'template');
}, 60_000);
afterEach(() => {
  git('reset', '--quiet', '--hard');
  git('clean', '--quiet', '-d', '--force');
});
afterAll(() => {
  if (directory !== '') rmSync(directory, { recursive: true, force: true });
});

function git(...args: string[]): void {
  // without a folder of its own it would reset the checkout of whoever runs the tests
  if (directory === '') throw new Error('the repository of this test was not generated');
  execFileSync('git', args, { cwd: directory });
}

/** Commits files of the template with another content, as if the template had written it. */
function forge(files: Readonly<Record<string, string>>): void {
  const manifest = JSON.parse(readFileSync(join(directory, MANIFEST_FILE), 'utf8'));
  for (const [path, text] of Object.entries(files)) {
    write(path, text);
    if (manifest.files[path]) manifest.files[path].sha256 = contentHash(text);
  }
  write(MANIFEST_FILE, JSON.stringify(manifest));
  git('add', '--all');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message', 'forged');
}

function write(path: string, text: string): void {
  rmSync(join(directory, path), { force: true });
  writeFileSync(join(directory, path), text);
  chmodSync(join(directory, path), 0o644);
}

const differences = () => renderedDifferences(directory, LIMITS);

test('a repository as the template writes it has none', async () => {
  expect(await differences()).toEqual([]);
}, 60_000);

test('an edit that the manifest does not know is refused, with its file', async () => {
  write('.github/workflows/deploy.yml', 'on: push\n');
  await expect(differences()).rejects.toThrow(/\.github\/workflows\/deploy\.yml/);
}, 60_000);

test('an edit that the manifest was made to know is found', async () => {
  forge({
    '.github/workflows/deploy.yml': 'on: push\n',
    'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { 'projen-udp-service': ['./nothing.ts'] } } }),
    'nothing.ts': NOTHING,
  });
  expect(await differences()).toEqual(
    expect.arrayContaining(['.github/workflows/deploy.yml', 'tsconfig.json', MANIFEST_FILE]),
  );
}, 60_000);

test('without options there is nothing to render, and the check fails', async () => {
  rmSync(join(directory, '.projenrc.ts'));
  await expect(differences()).rejects.toThrow(/out of the ruleset/);
});
