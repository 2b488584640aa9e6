import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { notesBetween, parseChangelog } from '../../../src/lifecycle/upgrade/changelog';
import { cleanEnv } from '../../support/packed';

const TOOL = resolve(__dirname, '../../../tools/changelog.mjs');
const TEXT =
  '# Changelog\n\n## Unreleased\n\nsoon\n\n## 1.3.0 (2027-01-02)\n\nthird\n\n### more\n\n## [1.2.0]\n\nsecond\n\n## 1.10.0\n\ntenth\n';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changelog-'));
  file = join(folder, 'CHANGELOG.md');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a changelog is read by its headings', () => {
  expect(parseChangelog(TEXT.replaceAll('\n', '\r\n'))).toEqual([
    { title: 'Unreleased', body: 'soon' },
    { version: '1.3.0', title: '1.3.0 (2027-01-02)', body: 'third\n\n### more' },
    { version: '1.2.0', title: '[1.2.0]', body: 'second' },
    { version: '1.10.0', title: '1.10.0', body: 'tenth' },
  ]);
});

test('it tells what lies between two versions, newest first', () => {
  writeFileSync(file, TEXT);
  const versions = (from: string, to: string) => notesBetween(file, from, to).map(({ version }) => version);
  expect(versions('1.2.0', '1.10.0')).toEqual(['1.10.0', '1.3.0']);
  expect(versions('1.10.0', '1.2.0')).toEqual([]);
  expect(notesBetween(join(folder, 'none.md'), '1.0.0', '2.0.0')).toEqual([]);
});

describe('the changelog that this package ships', () => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env: cleanEnv() });
  const commit = (subject: string) => git('commit', '--quiet', '--allow-empty', `--message=${subject}`);
  const write = (version: string) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
    execFileSync(process.execPath, [TOOL], { cwd: folder, env: cleanEnv() });
  };
  beforeEach(() => {
    git('init', '--quiet', '--initial-branch=main');
    commit('Begin');
  });

  test('has a section for every release with what was committed for it, the one that is being made too', () => {
    git('tag', 'v1.9.0');
    commit('Rename an option');
    commit('Migrate it');
    git('tag', 'v1.10.0');
    commit('Open nothing');
    write('1.11.0');
    const bodies = notesBetween(file, '1.8.0', '1.11.0').map(({ version, body }) => [version, body]);
    expect(bodies).toEqual([
      ['1.11.0', '- Open nothing'],
      ['1.10.0', '- Migrate it\n- Rename an option'],
      ['1.9.0', 'The first release.'],
    ]);
    git('tag', 'v1.11.0');
    write('1.11.0');
    expect(notesBetween(file, '1.8.0', '1.11.0').map(({ version, body }) => [version, body])).toEqual(bodies);
  });

  test('is not there before the first release', () => {
    write('0.0.0');
    expect(existsSync(file)).toBe(false);
    write('1.0.0');
    expect(readFileSync(file, 'utf8')).toMatch(
      /^# Changelog\n\n## 1\.0\.0 \(\d{4}-\d\d-\d\d\)\n\nThe first release\.\n$/,
    );
  });
});
