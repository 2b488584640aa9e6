import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceOf, patchOf } from '../../src/files/patch';
import { mustRun } from '../support/run';
import { temporaryDirectory } from '../support/synthesized';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');

describe('a patch', () => {
  test.each<[what: string, from: Buffer, to: Buffer]>([
    ['a changed line', Buffer.from('a\nb\nc\n'), Buffer.from('a\nB\nc\n')],
    ['many places', Buffer.from(lines(200)), Buffer.from(lines(200).replace('line 3\n', '').replace('line 150', 'x'))],
    ['no line end at the end', Buffer.from('a\nb\n'), Buffer.from('a\nb')],
    ['a line end at the end', Buffer.from('a\nb'), Buffer.from('a\nb\n')],
    ['everything', Buffer.from('a\nb\n'), Buffer.from('c\n')],
    ['nothing left', Buffer.from('a\nb\n'), Buffer.from('')],
    ['other line ends in one line', Buffer.from('a\nb\n'), Buffer.from('a\r\nb\n')],
    ['other encodings', Buffer.from('a\nb\n'), Buffer.concat([Buffer.from('a\n'), Buffer.from([0xff, 0xe9, 0x0a])])],
    ['what is not ASCII', Buffer.from('ä\nb\n'), Buffer.from('ä\n“b”\n')],
    ['a zero byte', Buffer.from('a\nb\n'), Buffer.from('a\nb\0c\n')],
  ])('with %s is what git apply takes, and leads back byte for byte', async (_what, from, to) => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'src'));
    writeFileSync(join(directory, 'src/a.ts'), from);
    writeFileSync(join(directory, 'a.patch'), patchOf('src/a.ts', from, to));
    await mustRun('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', 'a.patch'], { cwd: directory });
    expect(readFileSync(join(directory, 'src/a.ts'))).toEqual(to);
  });

  test('does not take the line ends of a checkout for an edit', () => {
    const patch = patchOf('a', Buffer.from('a\nb\n'), Buffer.from('a\r\nB\r\n')).toString();
    expect(patch).toContain('\n-b\n+B\n');
    expect(patch).not.toContain('\r');
  });
});

test('a difference is cut where it is long, and says so', () => {
  const shown = differenceOf('a', Buffer.from(''), Buffer.from(lines(100)), 10);
  expect(shown).toHaveLength(11);
  expect(shown[10]).toMatch(/^… \d+ more lines$/);
});

test('a difference moves no cursor of a terminal', () => {
  expect(differenceOf('x', Buffer.from('a\n'), Buffer.from('\u001b[2Ja\u0007\n'), 9).join('\n')).toContain(
    '+\\x1b[2Ja\\x07',
  );
  expect(differenceOf('x', Buffer.from('a\n'), Buffer.from([1, 0, 2]), 9)).toEqual([
    '2 bytes became 3, which are no text',
  ]);
});
