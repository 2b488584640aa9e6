import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { JournalFile } from '../../../src/lifecycle/upgrade/journal';
import { programsIn } from '../../../src/lifecycle/upgrade/program';
import { WorkingTree } from '../../../src/lifecycle/upgrade/working-tree';
import { cleanEnv } from '../../support/packed';

let directory: string;
let tree: WorkingTree;
const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, env: cleanEnv(), encoding: 'utf8' });
const write = (path: string, content: string) => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
};
const read = (path: string) => readFileSync(join(directory, path), 'utf8');

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'working-tree-'));
  tree = new WorkingTree(directory, programsIn(directory, new AbortController().signal));
  git('init', '--quiet', '--initial-branch=main');
  write('.gitignore', '/ignored/\n');
  write('mine.txt', 'mine\n');
  write('managed.ts', 'old\n');
  git('add', '.');
  git('commit', '--quiet', '--message=start');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('changes are what git would commit', async () => {
  expect(await tree.changes()).toEqual([]);
  write('ignored/x', '');
  write('managed.ts', 'new\n');
  write('new file.ts', '');
  expect(await tree.changes()).toEqual([
    { path: 'managed.ts', untracked: false },
    { path: 'new file.ts', untracked: true },
  ]);
});

test('going back takes away what the template wrote, and nothing else', async () => {
  const commit = await tree.head();
  const file = { class: 'managed', sha256: '0'.repeat(64), version: '1.1.0' };
  const manifest = {
    schema: 1,
    template: { name: 't', version: '1.1.0' },
    migrations: [],
    files: { 'added.ts': file },
  };
  write('.udp-service/manifest.json', JSON.stringify(manifest));
  write('added.ts', 'of the template\n');
  write('managed.ts', 'new\n');
  write('kept.txt', 'mine\n'); // what a migration copies stands in the commit
  write('unknown.txt', 'begun meanwhile\n');
  const kept = await tree.restore(commit);
  expect(await tree.changes()).toEqual([{ path: 'unknown.txt', untracked: true }]);
  expect(read('managed.ts')).toBe('old\n');
  expect(git('show', `${kept}:managed.ts`)).toBe('new\n');
});

test('a patch holds everything, new and binary files too, and fits on the commit', async () => {
  const commit = await tree.head();
  write('managed.ts', 'new\n');
  write('added.bin', '\0\x01');
  rmSync(join(directory, 'mine.txt'));
  const patch = join(directory, 'ignored/upgrade.patch');
  mkdirSync(dirname(patch));
  await tree.writePatch(commit, patch);
  const after = git('status', '--porcelain');
  git('stash', '--include-untracked', '--quiet');
  git('apply', '--index', patch);
  expect(read('managed.ts')).toBe('new\n');
  expect(existsSync(join(directory, 'mine.txt'))).toBe(false);
  expect(after).toContain('?? added.bin');
});

test('without a commit there is nothing to begin with', async () => {
  rmSync(join(directory, '.git'), { recursive: true });
  await expect(tree.head()).rejects.toThrow(/no git repository with a commit/);
});

test('a journal lies in git’s own folder, and one that was written in part says nothing', async () => {
  const path = await tree.privatePath('journal.json');
  const journal = new JournalFile(path);
  expect(path).toBe(join(directory, '.git/journal.json'));
  expect(journal.read()).toBeUndefined();
  journal.write({ kind: 'cdk', commit: 'c', targets: [] });
  expect(journal.read()).toEqual({ kind: 'cdk', commit: 'c', targets: [] });
  writeFileSync(path, '{ "kind": ');
  expect(journal.read()).toBeUndefined();
  journal.remove();
  expect(existsSync(path)).toBe(false);
});
