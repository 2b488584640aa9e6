import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TEMPORARY } from '../../src/files/atomic';
import { contentHash } from '../../src/files/content';
import { Disk } from '../../src/files/disk';
import { JOURNAL_FILE, writeJournal } from '../../src/files/journal';
import { Ledger } from '../../src/files/ledger';
import { MANIFEST_FILE, type Manifest, readManifest } from '../../src/files/manifest';
import type { Candidate } from '../../src/files/plan';
import { stateOf } from '../../src/files/state';
import { temporaryDirectory } from '../support/synthesized';

const writer = (version: string) => ({ template: { name: 'template', version }, migrations: () => ['first'] });

type Files = Readonly<Record<string, string>>;

const SHARED = /^(\.gitignore|\w+\.json)$/;

function candidates(files: Files, owned: Files = {}): Map<string, Candidate> {
  const of = (path: string, text: string, fileClass: Candidate['class']): [string, Candidate] => [
    path,
    { path, class: fileClass, text, mode: fileClass === 'managed' ? 0o444 : 0o644 },
  ];
  return new Map([
    ...Object.entries(files).map(([path, text]) => of(path, text, SHARED.test(path) ? 'shared' : 'managed')),
    ...Object.entries(owned).map(([path, text]) => of(path, text, 'owned')),
  ]);
}

/** One synth, as the guard does it; answers with the paths at which it stopped. */
function synth(directory: string, version: string, files: Files, owned: Files = {}): string[] {
  const ledger = new Ledger(directory, writer(version));
  const all = candidates(files, owned);
  const plan = ledger.plan([...new Set([...all.keys(), ...ledger.paths])], all);
  const stops = plan.filter(({ outcome }) => outcome.kind === 'refuse').map(({ path }) => path);
  if (stops.length > 0) return stops;
  ledger.apply(plan);
  ledger.close();
  return [];
}

function manifestOf(directory: string): Manifest {
  const reading = readManifest(directory);
  if (reading.state !== 'valid') throw new Error(reading.state);
  return reading.manifest;
}

const read = (directory: string, path: string) => readFileSync(join(directory, path), 'utf8');
function put(directory: string, path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  if (existsSync(join(directory, path))) unlinkSync(join(directory, path));
  writeFileSync(join(directory, path), text);
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  symlinkSync(target, join(directory, path));
}

const V1: Files = { 'src/main.ts': 'main 1\n', 'src/old/gone.ts': 'gone\n', 'p.json': '{\n  "a": 1\n}\n' };
const V2: Files = { 'src/main.ts': 'main 2\n', 'src/new.ts': 'new\n', 'p.json': '{\n  "a": 2\n}\n' };
const OWNED: Files = { 'README.md': '# echo\n' };

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});

test('files are written with their modes, and recorded', () => {
  expect(synth(directory, '1.0.0', V1, OWNED)).toEqual([]);
  expect(read(directory, 'src/main.ts')).toBe('main 1\n');
  expect(statSync(join(directory, 'src/main.ts')).mode & 0o777).toBe(0o444);
  expect(statSync(join(directory, 'README.md')).mode & 0o777).toBe(0o644);
  expect(manifestOf(directory)).toMatchObject({
    template: { version: '1.0.0' },
    migrations: ['first'],
    files: { 'README.md': { class: 'owned' }, 'p.json': { class: 'shared', written: { a: 1 } } },
  });
  expect(existsSync(join(directory, JOURNAL_FILE))).toBe(false);
});

test('an upgrade writes what changed, removes what is not generated any more, and the empty folders with it', () => {
  synth(directory, '1.0.0', V1, OWNED);
  expect(synth(directory, '2.0.0', V2, OWNED)).toEqual([]);
  expect(readdirSync(join(directory, 'src')).sort()).toEqual(['main.ts', 'new.ts']);
  expect(Object.entries(manifestOf(directory).files).map(([path, { version }]) => [path, version])).toEqual([
    ['README.md', '1.0.0'],
    ['p.json', '2.0.0'],
    ['src/main.ts', '2.0.0'],
    ['src/new.ts', '2.0.0'],
  ]);
});

test('a folder in which something of the user lies is not removed', () => {
  synth(directory, '1.0.0', V1);
  put(directory, 'src/old/mine.ts', 'mine');
  synth(directory, '2.0.0', V2);
  expect(readdirSync(join(directory, 'src/old'))).toEqual(['mine.ts']);
});

test('an edit stops before anything is written', () => {
  synth(directory, '1.0.0', V1);
  put(directory, 'src/main.ts', 'mine\n');
  const before = read(directory, MANIFEST_FILE);
  expect(synth(directory, '2.0.0', V2)).toEqual(['src/main.ts']);
  expect(read(directory, MANIFEST_FILE)).toBe(before);
  expect(existsSync(join(directory, 'src/new.ts'))).toBe(false);
  expect(read(directory, 'src/old/gone.ts')).toBe('gone\n');
});

test('an edited file that is not generated any more is kept and the user’s from then on', () => {
  synth(directory, '1.0.0', V1);
  put(directory, 'src/old/gone.ts', 'mine\n');
  expect(synth(directory, '2.0.0', V2)).toEqual([]);
  expect(read(directory, 'src/old/gone.ts')).toBe('mine\n');
  expect(manifestOf(directory).files['src/old/gone.ts']).toMatchObject({ class: 'owned' });
  expect(synth(directory, '3.0.0', V2)).toEqual([]);
  expect(read(directory, 'src/old/gone.ts')).toBe('mine\n');
  // and when the template has such a file again
  expect(synth(directory, '4.0.0', V1)).toEqual(['src/old/gone.ts']);
});

test('an owned file that the user removed does not come back', () => {
  synth(directory, '1.0.0', V1, OWNED);
  unlinkSync(join(directory, 'README.md'));
  synth(directory, '2.0.0', V2, OWNED);
  expect(existsSync(join(directory, 'README.md'))).toBe(false);
});

test('a managed file that the user removed is written again, and a mode that he changed is no edit', () => {
  synth(directory, '1.0.0', V1);
  unlinkSync(join(directory, 'src/main.ts'));
  chmodSync(join(directory, 'src/old/gone.ts'), 0o755);
  expect(synth(directory, '1.0.0', V1)).toEqual([]);
  expect(read(directory, 'src/main.ts')).toBe('main 1\n');
  expect(statSync(join(directory, 'src/old/gone.ts')).mode & 0o777).toBe(0o444);
});

test('a checkout with CRLF is no edit, and is left as it is until the content changes', () => {
  synth(directory, '1.0.0', V1);
  put(directory, 'src/main.ts', 'main 1\r\n');
  expect(synth(directory, '1.0.0', V1)).toEqual([]);
  expect(read(directory, 'src/main.ts')).toBe('main 1\r\n');
  expect(synth(directory, '2.0.0', V2)).toEqual([]);
  expect(read(directory, 'src/main.ts')).toBe('main 2\n');
});

describe('where no file stands', () => {
  test.each<[what: string, prepare: () => void, path: string]>([
    ['a folder', () => mkdirSync(join(directory, 'src/main.ts'), { recursive: true }), 'src/main.ts'],
    ['a link', () => link('../package.json', 'src/main.ts'), 'src/main.ts'],
    ['a link to nothing', () => link('nowhere', 'src/main.ts'), 'src/main.ts'],
    ['a file in place of its folder', () => put(directory, 'src', 'mine'), 'src/main.ts'],
    [
      'a folder that leads out of the repository',
      () => symlinkSync(temporaryDirectory(), join(directory, 'src')),
      'src/main.ts',
    ],
    ['a folder that leads nowhere', () => symlinkSync('nowhere', join(directory, 'src')), 'src/main.ts'],
  ])('%s stops the synth and is left alone', (_what, prepare, path) => {
    prepare();
    expect(synth(directory, '1.0.0', { 'src/main.ts': 'main\n' })).toEqual([path]);
    expect(existsSync(join(directory, MANIFEST_FILE))).toBe(false);
  });

  test('a folder that is a link within the repository is one like others', () => {
    mkdirSync(join(directory, 'real'));
    symlinkSync('real', join(directory, 'src'));
    expect(synth(directory, '1.0.0', { 'src/main.ts': 'main\n' })).toEqual([]);
    expect(read(directory, 'real/main.ts')).toBe('main\n');
  });

  test('a link in place of a file that is not generated any more is kept', () => {
    synth(directory, '1.0.0', V1);
    unlinkSync(join(directory, 'src/old/gone.ts'));
    symlinkSync('/etc/hostname', join(directory, 'src/old/gone.ts'));
    expect(synth(directory, '2.0.0', V2)).toEqual([]);
    expect(readdirSync(join(directory, 'src/old'))).toEqual(['gone.ts']);
  });
});

describe('a manifest that cannot be believed', () => {
  test.each([
    ['absent', () => unlinkSync(join(directory, MANIFEST_FILE))],
    ['unreadable', () => put(directory, MANIFEST_FILE, '{')],
  ])('%s: is rebuilt for what is as the template writes it, and all else is of unknown origin', (_what, damage) => {
    synth(directory, '1.0.0', V1, OWNED);
    const before = read(directory, MANIFEST_FILE);
    damage();
    expect(synth(directory, '1.0.0', V1, OWNED)).toEqual([]);
    expect(read(directory, MANIFEST_FILE)).toBe(before);
    damage();
    put(directory, 'src/main.ts', 'mine\n');
    expect(synth(directory, '1.0.0', V1, OWNED)).toEqual(['src/main.ts']);
  });

  test('in conflict: still says what is the user’s', () => {
    synth(directory, '1.0.0', V1, OWNED);
    unlinkSync(join(directory, 'README.md'));
    const text = read(directory, MANIFEST_FILE).replace(
      '    "version": "1.0.0"',
      '<<<<<<< HEAD\n    "version": "1.0.0"\n=======\n    "version": "1.1.0"\n>>>>>>> other',
    );
    put(directory, MANIFEST_FILE, text);
    expect(synth(directory, '1.0.0', V1, OWNED)).toEqual([]);
    expect(existsSync(join(directory, 'README.md'))).toBe(false);
    expect(manifestOf(directory).files['README.md']).toMatchObject({ class: 'owned' });
  });
});

describe('an interrupted run', () => {
  test('is completed by the next one, also when the options were changed in between', () => {
    synth(directory, '1.0.0', V1);
    // it wrote some of its files, of another version than the one that runs next
    writeJournal(
      directory,
      {},
      {
        'src/main.ts': { sha256: contentHash('half\n') },
        'p.json': { sha256: contentHash(JSON.stringify({ a: 7 })), written: { a: 7 } },
      },
    );
    put(directory, 'src/main.ts', 'half\n');
    put(directory, 'p.json', '{\n  "a": 7\n}\n');
    put(directory, `src/main.ts${TEMPORARY}`, 'ha');
    put(directory, `${MANIFEST_FILE}${TEMPORARY}`, '{');
    expect(synth(directory, '2.0.0', V2)).toEqual([]);
    expect(read(directory, 'src/main.ts')).toBe('main 2\n');
    expect(JSON.parse(read(directory, 'p.json'))).toEqual({ a: 2 });
    expect(readdirSync(join(directory, 'src')).sort()).toEqual(['main.ts', 'new.ts']);
    expect(readdirSync(join(directory, '.udp-service'))).toEqual(['manifest.json']);
  });

  test('whose journal names paths outside of the repository removes nothing there', () => {
    const outside = temporaryDirectory();
    put(outside, `a${TEMPORARY}`, 'theirs');
    const path = `../${outside.split('/').pop()}/a`;
    writeJournal(directory, {}, { [path]: { sha256: contentHash('x') } });
    expect(synth(directory, '1.0.0', V1)).toEqual([]);
    expect(readdirSync(outside)).toEqual([`a${TEMPORARY}`]);
  });

  test('adds to what one before it may have written', () => {
    writeJournal(directory, {}, { a: { sha256: 'one' } });
    writeJournal(directory, { a: [{ sha256: 'one' }] }, { a: { sha256: 'two' }, b: { sha256: 'three' } });
    expect(JSON.parse(read(directory, JOURNAL_FILE))).toEqual({
      files: { a: [{ sha256: 'one' }, { sha256: 'two' }], b: [{ sha256: 'three' }] },
    });
  });
});

describe('the state of a file', () => {
  test('is told without rendering anything', () => {
    const files = { ...V1, '.gitignore': '# ~~ Generated by projen\nnode_modules/\n' };
    synth(directory, '1.0.0', files, OWNED);
    const states = () => {
      const disk = new Disk(directory);
      const { files: entries } = manifestOf(directory);
      return Object.entries(entries).map(([path, entry]) => {
        const { state, keys } = stateOf(path, entry, disk.inspect(path));
        return [path, keys ? `${state} ${keys}` : state].join(': ');
      });
    };
    const unchanged = [
      '.gitignore: unchanged',
      'README.md: yours',
      'p.json: unchanged',
      'src/main.ts: unchanged',
      'src/old/gone.ts: unchanged',
    ];
    expect(states()).toEqual(unchanged);
    put(directory, '.gitignore', `mine\n${read(directory, '.gitignore')}mine\n`);
    put(directory, 'p.json', '{ "a": 1, "mine": 2 }');
    put(directory, 'src/main.ts', 'main 1\r\n');
    expect(states()).toEqual(unchanged);
    put(directory, '.gitignore', read(directory, '.gitignore').replace('node_modules', 'modules'));
    put(directory, 'p.json', '{ "a": 2 }');
    put(directory, 'src/main.ts', 'mine\n');
    unlinkSync(join(directory, 'src/old/gone.ts'));
    expect(states()).toEqual([
      '.gitignore: edited',
      'README.md: yours',
      'p.json: edited a',
      'src/main.ts: edited',
      'src/old/gone.ts: missing',
    ]);
    put(directory, 'p.json', '{');
    expect(states()[2]).toBe('p.json: edited');
  });
});

describe('what a merge of two branches has left', () => {
  const MARKS = (ours: string, theirs: string) => `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> theirs\n`;
  const LEFT: Files = { 'list.ts': 'a\n', 'p.json': '{\n  "a": 1\n}\n' };
  const RIGHT: Files = { 'list.ts': 'b\n', 'p.json': '{\n  "a": 2\n}\n' };
  const BOTH: Files = { 'list.ts': 'a\nb\n', 'p.json': '{\n  "a": 3\n}\n' };

  beforeEach(() => {
    const manifests = [LEFT, RIGHT].map((files) => {
      expect(synth(directory, '1.0.0', files)).toEqual([]);
      return read(directory, MANIFEST_FILE);
    });
    put(directory, MANIFEST_FILE, MARKS(manifests[0], manifests[1]));
    for (const path of Object.keys(BOTH)) put(directory, path, MARKS(LEFT[path], RIGHT[path]));
  });

  test('is written anew where both sides are the template’s', () => {
    expect(synth(directory, '1.0.0', BOTH)).toEqual([]);
    for (const [path, text] of Object.entries(BOTH)) expect(read(directory, path)).toBe(text);
  });

  test('is removed where it is not generated any more', () => {
    expect(synth(directory, '1.0.0', { 'p.json': BOTH['p.json'] })).toEqual([]);
    expect(existsSync(join(directory, 'list.ts'))).toBe(false);
  });

  test('stops where somebody has written into one of them', () => {
    put(directory, 'list.ts', MARKS(LEFT['list.ts'], `${RIGHT['list.ts']}mine\n`));
    put(directory, 'p.json', MARKS(LEFT['p.json'], '{\n  "a": 2,\n  "mine": 1\n}\n'));
    expect(synth(directory, '1.0.0', BOTH).sort()).toEqual(['list.ts', 'p.json']);
    expect(read(directory, 'list.ts')).toContain('mine');
  });
});

test('a folder in place of the manifest stops everything, and is named', () => {
  mkdirSync(join(directory, MANIFEST_FILE), { recursive: true });
  expect(() => synth(directory, '1.0.0', V1)).toThrow(`${MANIFEST_FILE}: a folder is there. Move it away`);
  expect(readdirSync(directory)).toEqual([dirname(MANIFEST_FILE)]);
});
