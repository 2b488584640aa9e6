import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { emptyManifest, writeManifest } from '../src/files/manifest';
import { installedTemplate } from '../src/files/template';

const SOURCES = resolve(__dirname, '../src');
const LOADER = require.resolve('tsx/cjs');

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'preload-')));
  writeManifest(folder, emptyManifest(installedTemplate()));
  writeFileSync(join(folder, 'options.js'), PRINT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Tells which of our modules were there before the options. */
const PRINT = 'console.log(JSON.stringify(Object.keys(require.cache)))';

function loadedBefore(...script: string[]): string[] {
  const preload = join(SOURCES, 'preload.ts');
  const printed = execFileSync(process.execPath, ['--require', LOADER, '--require', preload, ...script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return (JSON.parse(printed) as string[]).filter((file) => file.startsWith(SOURCES));
}

test('the package is loaded before whatever looks through every module that comes after', () => {
  expect(loadedBefore('options.js')).toContain(join(SOURCES, 'index.ts'));
});

test('a process that reads no options loads nothing of it but what tells that no migration is due', () => {
  const loaded = loadedBefore('--eval', PRINT);
  expect(loaded).toContain(join(SOURCES, 'files/manifest.ts'));
  expect(loaded).not.toContain(join(SOURCES, 'index.ts'));
  expect(loaded).not.toContain(join(SOURCES, 'lifecycle/migrations/start.ts'));
});
