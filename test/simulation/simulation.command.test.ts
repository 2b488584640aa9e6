import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/synthesized';
import { write } from './files';
import { type Life, live } from './life';
import { Oracle } from './oracle';

/** A sample of the thousand that `npm run simulate` lives. */
const SAMPLE = Array.from({ length: 20 }, (_, index) => index + 1);

describe('repositories that are edited at random and upgraded', () => {
  const lives: Life[] = [];

  test.each(SAMPLE)(
    'lose no byte: seed %d',
    async (seed) => {
      const life = await live(seed);
      expect({ losses: life.losses, problems: life.problems }).toEqual({ losses: [], problems: [] });
      lives.push(life);
    },
    60_000,
  );

  test('are edited, stopped and killed on their way, so that there is something to lose', () => {
    const sum = (of: (life: Life) => number) => lives.reduce((total, life) => total + of(life), 0);
    expect(sum(({ edits }) => edits)).toBeGreaterThan(60);
    expect(sum(({ upgrades }) => upgrades)).toBeGreaterThan(40);
    expect(sum(({ stops }) => stops)).toBeGreaterThan(20);
    expect(sum(({ kills }) => kills)).toBeGreaterThan(10);
    expect(sum(({ taken }) => taken)).toBeGreaterThan(20);
    expect(sum(({ released }) => released)).toBeGreaterThan(10);
    expect(sum(({ bytes }) => bytes)).toBeGreaterThan(50_000);
  });

  test('live the same life again for the same seed', async () => {
    expect(await live(1)).toEqual(lives[0]);
  }, 60_000);
});

describe('a loss is seen', () => {
  test('where projen synthesizes alone', async () => {
    const { losses } = await live(2, { unguarded: true });
    expect(losses.length).toBeGreaterThan(0);
  }, 60_000);

  test('where something changes one byte of what a user wrote after an upgrade', async () => {
    const { losses } = await live(1, { accident: (directory) => appendFileSync(join(directory, '.projenrc.ts'), ' ') });
    expect(losses).toEqual([{ path: '.projenrc.ts', what: 'now bytes', bytes: expect.any(Number) }]);
  }, 60_000);

  test.each<[string, (oracle: Oracle, directory: string) => void]>([
    ['a file that is gone', (_, directory) => rmSync(join(directory, 'mine.ts'))],
    ['a file with another byte', (_, directory) => writeFileSync(join(directory, 'mine.ts'), 'mind\n')],
    ['a key with another value', (_, directory) => writeFileSync(join(directory, 'package.json'), '{"mine":2}')],
    ['a key that is gone', (_, directory) => writeFileSync(join(directory, 'package.json'), '{}')],
    ['a line that is gone', (_, directory) => writeFileSync(join(directory, '.gitignore'), '/mine\n')],
  ])('%s', (_, destroy) => {
    const directory = temporaryDirectory();
    const oracle = new Oracle(directory);
    write(directory, 'mine.ts', 'mine\n');
    write(directory, 'package.json', '{"mine":1}');
    write(directory, '.gitignore', 'a\n/mine/\nb\n');
    oracle.watch('mine.ts');
    oracle.watchKey('package.json', ['mine'], 1);
    oracle.watchLine('.gitignore', '/mine/');
    expect(oracle.losses()).toEqual([]);
    destroy(oracle, directory);
    expect(oracle.losses()).toHaveLength(1);
  });

  test.each([
    ['no patch', undefined],
    ['a patch of something else', '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,1 +1,1 @@\n-theirs\n+other\n'],
    ['a patch that does not apply', '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,1 +1,1 @@\n-nothing\n+mine\n'],
  ])('an edit that was taken back with %s', (_, text) => {
    const directory = temporaryDirectory();
    const oracle = new Oracle(directory);
    const patch = text && 'src/a.ts.udp-service.patch';
    write(directory, 'src/a.ts', 'theirs\n');
    if (patch) write(directory, patch, text);
    expect(oracle.taken('src/a.ts', Buffer.from('mine\n'), patch)).toHaveLength(1);
    write(directory, 'right.patch', '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,1 +1,1 @@\n-theirs\n+mine\n');
    expect(oracle.taken('src/a.ts', Buffer.from('mine\n'), 'right.patch')).toEqual([]);
    expect(readFileSync(join(directory, 'src/a.ts'), 'utf8')).toBe('theirs\n');
  });
});
