import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, type Manifest } from '../../../src/files/manifest';
import {
  handedOverFile,
  movedFile,
  removedOption,
  renamedEnumMember,
  renamedOption,
  takenOverFile,
} from '../../../src/lifecycle/migrations/changes';
import type { Change, Migration } from '../../../src/lifecycle/migrations/migration';
import { MigrationRepository } from '../../../src/lifecycle/migrations/repository';
import { migrate, revert } from '../../../src/lifecycle/migrations/run';
import { projenrcTs } from '../projenrc/support';
import { contentOf, repositoryWith } from './support';

const migration = (id: string, ...changes: Change[]): Migration => ({
  id,
  version: id.split('-')[0],
  title: `what ${id} does`,
  changes,
});

const appended = (text: string, failing = false): Change => ({
  apply: (repository) => {
    const before = repository.read('log.txt') ?? '';
    if (!before.includes(text)) repository.write('log.txt', `${before}${text}\n`);
    if (failing) throw new Error('no way on');
  },
  revert: (repository) => repository.write('log.txt', (repository.read('log.txt') ?? '').replace(`${text}\n`, '')),
});

const having = (migrations: readonly Migration[], version: string) => ({
  migrations,
  installed: { name: 'projen-udp-service', version },
});

const manifestOf = (directory: string): Manifest =>
  JSON.parse(readFileSync(join(directory, MANIFEST_FILE), 'utf8')) as Manifest;

describe('migrations are applied', () => {
  const THREE = [
    migration('1.10.0-c', appended('c')),
    migration('1.2.0-a', appended('a')),
    migration('1.9.0-b', appended('b')),
  ];

  test('in the order of their versions, each once, and are recorded', () => {
    const directory = repositoryWith({ files: {} });
    const first = migrate(directory, having(THREE.slice(1), '1.9.0'));
    expect(first.done.map(({ id }) => id)).toEqual(['1.2.0-a', '1.9.0-b']);
    expect(first.done[0].title).toBe('what 1.2.0-a does');
    const second = migrate(directory, having(THREE, '1.10.0'));
    expect(second.done.map(({ id }) => id)).toEqual(['1.10.0-c']);
    expect(readFileSync(join(directory, 'log.txt'), 'utf8')).toBe('a\nb\nc\n');
    expect(manifestOf(directory).migrations).toEqual(['1.2.0-a', '1.9.0-b', '1.10.0-c']);
    const before = contentOf(directory);
    expect(migrate(directory, having(THREE, '1.10.0'))).toEqual({ done: [], notes: [] });
    expect(contentOf(directory)).toEqual(before);
  });

  test('in one hop as in two', () => {
    const [one, two] = [repositoryWith({ files: {} }), repositoryWith({ files: {} })];
    migrate(one, having(THREE, '1.10.0'));
    migrate(two, having(THREE.slice(1), '1.9.0'));
    migrate(two, having(THREE, '1.10.0'));
    expect(contentOf(two)).toEqual(contentOf(one));
  });

  test('and leave the version of the last synth as it is: the synth that follows writes it', () => {
    const directory = repositoryWith({ files: {} });
    migrate(directory, having(THREE, '1.10.0'));
    expect(manifestOf(directory).template.version).toBe('1.0.0');
  });

  test('all or none: what fails leaves everything as it was', () => {
    const directory = repositoryWith({ files: { 'log.txt': 'mine\n', '.projenrc.ts': projenrcTs('  port: 1,') } });
    const before = contentOf(directory);
    const rename = renamedOption({ from: 'port', to: 'listenerPort' });
    const failing = [migration('1.1.0-a', rename, appended('a')), migration('1.2.0-b', appended('b', true))];
    expect(() => migrate(directory, having(failing, '1.2.0'))).toThrow('the migration 1.2.0-b failed: no way on');
    expect(contentOf(directory)).toEqual(before);
  });

  test('again from the start where they were interrupted while they were written', () => {
    const whole = repositoryWith({ files: { 'old.txt': 'x\n' }, classes: { 'old.txt': 'owned' } });
    const moves = [migration('1.1.0-a', appended('a'), movedFile({ from: 'old.txt', to: 'new.txt' }))];
    migrate(whole, having(moves, '1.1.0'));
    // what an interruption can leave: some of the new files, the old ones still there, the manifest of before
    const leftovers: readonly Record<string, string>[] = [{ 'log.txt': 'a\n' }, { 'log.txt': 'a\n', 'new.txt': 'x\n' }];
    for (const left of leftovers) {
      const files = { ...left, 'old.txt': 'x\n' };
      const directory = repositoryWith({ files, classes: { 'old.txt': 'owned' } });
      migrate(directory, having(moves, '1.1.0'));
      expect(contentOf(directory)).toEqual(contentOf(whole));
    }
  });

  test('to both sides of a merge that conflicts, and from the first one where nothing is known', () => {
    const directory = repositoryWith({ files: {}, migrations: ['1.2.0-a'] });
    const path = join(directory, MANIFEST_FILE);
    const [ours, theirs] = [readFileSync(path, 'utf8'), readFileSync(path, 'utf8').replace('"1.2.0-a"', '')];
    writeFileSync(path, `<<<<<<< ours\n${ours}=======\n${theirs}>>>>>>> theirs\n`);
    expect(migrate(directory, having(THREE.slice(1), '1.9.0')).done.map(({ id }) => id)).toEqual([
      '1.2.0-a',
      '1.9.0-b',
    ]);
    rmSync(path);
    expect(migrate(directory, having(THREE.slice(1), '1.9.0')).done).toHaveLength(2);
    expect(readFileSync(join(directory, 'log.txt'), 'utf8')).toBe('a\nb\n');
    expect(existsSync(path)).toBe(false);
  });

  test('never by an older version than the one that was here', () => {
    const directory = repositoryWith({ files: {}, version: '1.10.0', migrations: ['1.2.0-a', '1.10.0-c'] });
    expect(() => migrate(directory, having(THREE.slice(1), '1.9.0'))).toThrow(
      /migrated to 1\.10\.0 \(1\.10\.0-c\), and projen-udp-service 1\.9\.0 is installed\. Install .*@1\.10\.0 again.* upgrade --to 1\.9\.0/,
    );
    // without a migration in between an older version does no harm
    const harmless = repositoryWith({ files: {}, version: '1.11.0', migrations: ['1.2.0-a', '1.9.0-b'] });
    expect(migrate(harmless, having(THREE.slice(1), '1.9.0')).done).toEqual([]);
  });
});

describe('migrations are reverted', () => {
  const TWO = [migration('1.1.0-a', appended('a')), migration('1.2.0-b', appended('b'), appended('c'))];

  test('newest first, down to the version that is wanted', () => {
    const directory = repositoryWith({ files: {}, version: '1.2.0' });
    migrate(directory, having(TWO, '1.2.0'));
    const report = revert(directory, '1.1.3', having(TWO, '1.2.0'));
    expect(report.done.map(({ id }) => id)).toEqual(['1.2.0-b']);
    expect(readFileSync(join(directory, 'log.txt'), 'utf8')).toBe('a\n');
    expect(manifestOf(directory).migrations).toEqual(['1.1.0-a']);
    expect(migrate(directory, having(TWO.slice(0, 1), '1.1.3')).done).toEqual([]);
  });

  test('unless one of them cannot be, with the reason and without a change', () => {
    const removed = migration('1.2.0-b', removedOption({ path: 'old', reason: 'nobody needs it' }));
    const directory = repositoryWith({ files: { '.projenrc.ts': projenrcTs('  old: 1,') } });
    migrate(directory, having([TWO[0], removed], '1.2.0'));
    const before = contentOf(directory);
    expect(() => revert(directory, '1.0.0', having([TWO[0], removed], '1.2.0'))).toThrow(
      "the migration 1.2.0-b cannot be taken back: the value that 'old' had is not known any longer",
    );
    expect(contentOf(directory)).toEqual(before);
  });

  test('and one that has lost nothing of this repository is', () => {
    const removed = migration('1.2.0-b', removedOption({ path: 'old', reason: 'nobody needs it' }));
    const directory = repositoryWith({ files: { '.projenrc.ts': projenrcTs('  other: 1,') } });
    const before = contentOf(directory);
    migrate(directory, having([removed], '1.2.0'));
    revert(directory, '1.0.0', having([removed], '1.2.0'));
    expect(contentOf(directory)).toEqual(before);
  });

  test('not even where values were translated and there is no way back', () => {
    const seconds = renamedOption({ from: 'wait', to: 'minutes', map: (value) => Number(value) / 60 });
    const directory = repositoryWith({ files: { '.projenrc.ts': projenrcTs('  wait: 60,') } });
    migrate(directory, having([migration('1.2.0-b', seconds)], '1.2.0'));
    expect(() => revert(directory, '1.0.0', having([migration('1.2.0-b', seconds)], '1.2.0'))).toThrow(
      "the value that 'wait' had cannot be told from that of 'minutes'",
    );
  });
});

describe('options and enums', () => {
  test('are renamed among the options and in the stages, and back again', () => {
    const source = projenrcTs(
      "  healthCheck: { path: '/' }, protocol: Protocol.UDP,\n  stages: [{ name: 'dev', healthCheck: { path: '/dev' } }],",
    );
    const directory = repositoryWith({ files: { '.projenrc.ts': source } });
    const changes = [
      renamedOption({ from: 'healthCheck.path', to: 'healthCheck.url', perStage: true }),
      renamedEnumMember({ enumeration: 'Protocol', from: 'UDP', to: 'DATAGRAM' }),
    ];
    const migrations = having([migration('1.1.0-a', ...changes)], '1.1.0');
    migrate(directory, migrations);
    const after = readFileSync(join(directory, '.projenrc.ts'), 'utf8');
    expect(after).toBe(source.replaceAll('path:', 'url:').replace('.UDP', '.DATAGRAM'));
    revert(directory, '1.0.0', migrations);
    expect(readFileSync(join(directory, '.projenrc.ts'), 'utf8')).toBe(source);
  });

  test('what cannot be renamed is named', () => {
    const directory = repositoryWith({ files: { '.projenrc.ts': projenrcTs('  ...load(),') } });
    const rename = renamedOption({ from: 'port', to: 'listenerPort' });
    expect(migrate(directory, having([migration('1.1.0-a', rename)], '1.1.0')).notes).toEqual([
      { place: '.projenrc.ts:4', text: expect.stringContaining("'load()'") },
    ]);
  });

  test('a .projenrc that does not parse blocks, with file and line', () => {
    const directory = repositoryWith({ files: { '.projenrc.ts': projenrcTs('  port 1,') } });
    const rename = renamedOption({ from: 'port', to: 'listenerPort' });
    expect(() => migrate(directory, having([migration('1.1.0-a', rename)], '1.1.0'))).toThrow(
      /1\.1\.0-a failed: \.projenrc\.ts:4: does not parse/,
    );
  });
});

describe('files', () => {
  const run = (directory: string, ...changes: Change[]) =>
    migrate(directory, having([migration('1.1.0-a', ...changes)], '1.1.0'));
  const back = (directory: string, ...changes: Change[]) =>
    revert(directory, '1.0.0', having([migration('1.1.0-a', ...changes)], '1.1.0'));

  test('an owned file moves, with what is known of it', () => {
    const directory = repositoryWith({ files: { 'a/old.ts': 'mine\n' }, classes: { 'a/old.ts': 'owned' } });
    const before = contentOf(directory);
    run(directory, movedFile({ from: 'a/old.ts', to: 'b/new.ts' }));
    expect(contentOf(directory)).toMatchObject({ 'b/new.ts 644': 'mine\n' });
    expect(Object.keys(manifestOf(directory).files)).toEqual(['b/new.ts']);
    back(directory, movedFile({ from: 'a/old.ts', to: 'b/new.ts' }));
    expect(contentOf(directory)).toEqual(before);
  });

  test('one that was removed on purpose is not written again under its new name', () => {
    const directory = repositoryWith({ files: { 'old.ts': 'sample\n' }, classes: { 'old.ts': 'owned' } });
    rmSync(join(directory, 'old.ts'));
    run(directory, movedFile({ from: 'old.ts', to: 'new.ts' }));
    expect(Object.keys(manifestOf(directory).files)).toEqual(['new.ts']);
    expect(existsSync(join(directory, 'new.ts'))).toBe(false);
  });

  test('but never over another file', () => {
    const directory = repositoryWith({ files: { 'old.ts': 'mine\n', 'new.ts': 'other\n' } });
    const before = contentOf(directory);
    expect(() => run(directory, movedFile({ from: 'old.ts', to: 'new.ts' }))).toThrow(
      /old\.ts: becomes new\.ts, which exists/,
    );
    expect(contentOf(directory)).toEqual(before);
  });

  test('a managed file is handed over as it lies there, and can be written', () => {
    const directory = repositoryWith({ files: { 'x.ts': 'text\n' }, classes: { 'x.ts': 'managed' } });
    run(directory, handedOverFile('x.ts'));
    expect(contentOf(directory)).toMatchObject({ 'x.ts 644': 'text\n' });
    expect(manifestOf(directory).files['x.ts'].class).toBe('owned');
    back(directory, handedOverFile('x.ts'));
    expect(manifestOf(directory).files['x.ts'].class).toBe('managed');
  });

  test('an edited one is not taken back', () => {
    const directory = repositoryWith({ files: { 'x.ts': 'text\n' }, classes: { 'x.ts': 'managed' } });
    run(directory, handedOverFile('x.ts'));
    writeFileSync(join(directory, 'x.ts'), 'mine\n');
    expect(() => back(directory, handedOverFile('x.ts'))).toThrow(/x\.ts: was edited since it is yours/);
    expect(readFileSync(join(directory, 'x.ts'), 'utf8')).toBe('mine\n');
  });

  test('an owned file is taken over: what was made of it is kept beside', () => {
    const change = takenOverFile({ path: 'x.ts', keepAs: 'x.mine.ts' });
    const untouched = repositoryWith({ files: { 'x.ts': 'text\n' }, classes: { 'x.ts': 'owned' } });
    run(untouched, change);
    expect(existsSync(join(untouched, 'x.mine.ts'))).toBe(false);
    expect(manifestOf(untouched).files['x.ts'].class).toBe('managed');

    const edited = repositoryWith({ files: { 'x.ts': 'text\n' }, classes: { 'x.ts': 'owned' } });
    writeFileSync(join(edited, 'x.ts'), 'mine\n');
    expect(run(edited, change).notes).toEqual([
      { place: 'x.mine.ts', text: expect.stringContaining('what you made of x.ts') },
    ]);
    expect(readFileSync(join(edited, 'x.mine.ts'), 'utf8')).toBe('mine\n');
    writeFileSync(join(edited, 'x.ts'), 'of the template\n');
    back(edited, change);
    expect(readFileSync(join(edited, 'x.ts'), 'utf8')).toBe('mine\n');
    expect(existsSync(join(edited, 'x.mine.ts'))).toBe(false);
  });

  test('a file that was never written by the template is nobody’s to take', () => {
    const directory = repositoryWith({ files: { 'x.ts': 'mine\n' } });
    run(directory, takenOverFile({ path: 'x.ts', keepAs: 'x.mine.ts' }), handedOverFile('x.ts'));
    expect(manifestOf(directory).files).toEqual({});
    expect(readFileSync(join(directory, 'x.ts'), 'utf8')).toBe('mine\n');
  });

  test('read back what earlier changes wrote', () => {
    const repository = new MigrationRepository(repositoryWith({ files: {} }), { files: {} }, 'projen-udp-service');
    repository.write('a.txt', 'one');
    expect(repository.read('a.txt')).toBe('one');
    repository.remove('a.txt');
    expect(repository.read('a.txt')).toBeUndefined();
  });
});
