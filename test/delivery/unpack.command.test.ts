import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { unpackAssembly, verifyDigest } from '../../src/delivery/assembly-safety';
import { goodAssembly, writeAssembly } from '../support/assembly';
import { temporaryDirectory } from '../support/synthesized';

interface Member {
  readonly name: string;
  readonly type?: string;
  readonly target?: string;
  readonly content?: string;
  readonly size?: number;
}

/** A tar whose headers say what no program would write. */
function tarOf(members: readonly Member[], end = 1024): Buffer {
  const blocks = members.flatMap(({ name, type = '0', target = '', content = '', size = content.length }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(target, 157, 100);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(end)]));
}

const record = (text: string) => {
  const length = text.length + 2;
  return `${length + String(length).length} ${text}\n`;
};

test.each(['gnu', 'posix', 'ustar'])('the archive of a %s tar is unpacked as it was', async (format) => {
  const folder = temporaryDirectory();
  const long = `asset.folder/${'long/'.repeat(format === 'ustar' ? 25 : 60)}file`;
  const directory = writeAssembly(join(folder, 'cdk.out'), {
    ...goodAssembly(),
    [long]: 'x',
    'asset.folder/empty': '',
  });
  writeFileSync(join(directory, 'asset.folder/program'), 'x', { mode: 0o755 });
  writeFileSync(join(directory, 'big'), Buffer.alloc(3_000_001, 'x'));
  symlinkSync('../index.js', join(directory, 'asset.folder/long/link'));
  execFileSync('ln', ['big', 'same'], { cwd: directory });
  execFileSync('tar', ['--create', '--gzip', `--format=${format}`, '--file', 'cdk.out.tgz', 'cdk.out'], {
    cwd: folder,
  });
  const output = join(folder, 'unpacked');
  await unpackAssembly(join(folder, 'cdk.out.tgz'), output);
  expect(execFileSync('diff', ['--recursive', '--no-dereference', directory, output]).toString()).toBe('');
  expect(lstatSync(join(output, 'asset.folder/program')).mode & 0o777).toBe(0o755);
  expect(readlinkSync(join(output, 'asset.folder/long/link'))).toBe('../index.js');
  expect(readdirSync(folder).sort()).toEqual(['cdk.out', 'cdk.out.tgz', 'unpacked']);
});

const FILE = { name: 'cdk.out/manifest.json', content: '{}' };

test.each<[string, Buffer, RegExp]>([
  ['an absolute name', tarOf([{ name: '/tmp/x', content: 'x' }]), /"\/tmp\/x", an absolute name/],
  ['a drive', tarOf([{ name: 'C:/x', content: 'x' }]), /an absolute name/],
  ['".." at the beginning', tarOf([FILE, { name: '../x', content: 'x' }]), /goes up with "\.\."/],
  ['".." in the middle', tarOf([FILE, { name: 'cdk.out/a/../../../x', content: 'x' }]), /goes up with "\.\."/],
  [
    '".." in an extended header',
    tarOf([{ name: 'x', type: 'x', content: record('path=cdk.out/../../x') }, { ...FILE }]),
    /goes up with/,
  ],
  ['".." in a long name of GNU', tarOf([{ name: 'x', type: 'L', content: 'cdk.out/../../x' }, FILE]), /goes up with/],
  ['another folder at the top', tarOf([FILE, { name: 'etc/x', content: 'x' }]), /does not lie in the folder "cdk.out"/],
  ['a file in place of the folder', tarOf([{ name: 'cdk.out', content: 'x' }]), /and no folder/],
  ['the folder as a link', tarOf([{ name: 'cdk.out', type: '2', target: '/etc' }]), /and no folder/],
  [
    'a link to an absolute path',
    tarOf([FILE, { name: 'cdk.out/x', type: '2', target: '/etc/passwd' }]),
    /a link to the absolute path "\/etc\/passwd"/,
  ],
  ['a link out', tarOf([FILE, { name: 'cdk.out/x', type: '2', target: '../../x' }]), /"x", which is a link out/],
  [
    'a file through a link',
    tarOf([
      { name: 'cdk.out/x', type: '2', target: '..' },
      { name: 'cdk.out/x/y', content: 'x' },
    ]),
    /"cdk.out\/x" twice/,
  ],
  [
    'a link through a link',
    tarOf([FILE, { name: 'cdk.out/x', type: '2', target: '..' }, { name: 'cdk.out/x/y', type: '2', target: 'z' }]),
    /"cdk.out\/x\/y" below a link/,
  ],
  ['a hard link out', tarOf([FILE, { name: 'cdk.out/x', type: '1', target: '/etc/passwd' }]), /an absolute name/],
  [
    'a hard link to a link',
    tarOf([
      FILE,
      { name: 'cdk.out/l', type: '2', target: 'manifest.json' },
      { name: 'cdk.out/x', type: '1', target: 'cdk.out/l' },
    ]),
    /no file of it/,
  ],
  ['one name twice', tarOf([FILE, FILE]), /"cdk.out\/manifest.json" twice/],
  ['a file below a file', tarOf([FILE, { name: 'cdk.out/manifest.json/x', content: 'x' }]), /below a file/],
  ['a device', tarOf([FILE, { name: 'cdk.out/x', type: '3' }]), /a device/],
  ['a named pipe', tarOf([FILE, { name: 'cdk.out/x', type: '6' }]), /a named pipe/],
  ['a sparse file', tarOf([FILE, { name: 'cdk.out/x', type: 'S' }]), /a sparse file/],
  [
    'a sparse file in an extended header',
    tarOf([{ name: 'x', type: 'x', content: record('GNU.sparse.major=1') }, FILE]),
    /a sparse file/,
  ],
  [
    'a header for all',
    tarOf([{ name: 'x', type: 'g', content: record('path=/etc/passwd') }, FILE]),
    /unknown type "g"/,
  ],
  ['a member with more than there is', tarOf([{ ...FILE, size: 100_000 }], 0), /ends too early/],
  ['a member with more than anybody has', tarOf([{ ...FILE, size: 0o77777777777 }]), /more than 4 GiB/],
  ['no end', tarOf([FILE], 0), /ends too early/],
  ['nothing', tarOf([]), /holds nothing/],
  ['a broken extended header', tarOf([{ name: 'x', type: 'x', content: '99999 path=x\n' }, FILE]), /broken header/],
  [
    'a header that never ends',
    tarOf([{ name: 'x', type: 'L', size: 0o1000000000, content: 'x' }]),
    /more than a mebibyte/,
  ],
  ['no tar', gzipSync(Buffer.alloc(1024, 'x')), /is no tar archive/],
  ['no compression', Buffer.from('not gzip'), /cannot be unpacked/],
])('an archive with %s is refused, and nothing is left', async (_, archive, message) => {
  const folder = temporaryDirectory();
  writeFileSync(join(folder, 'a.tgz'), archive);
  await expect(unpackAssembly(join(folder, 'a.tgz'), join(folder, 'cdk.out'))).rejects.toThrow(message);
  expect(readdirSync(folder)).toEqual(['a.tgz']);
  expect(existsSync('/tmp/x')).toBe(false);
});

test('an archive that is cut off is refused, and nothing is left', async () => {
  const folder = temporaryDirectory();
  writeFileSync(join(folder, 'a.tgz'), tarOf([FILE]));
  truncateSync(join(folder, 'a.tgz'), 60);
  await expect(unpackAssembly(join(folder, 'a.tgz'), join(folder, 'cdk.out'))).rejects.toThrow(
    /a\.tgz: is not unpacked/,
  );
  expect(readdirSync(folder)).toEqual(['a.tgz']);
});

test('a folder that holds something is not touched', async () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'cdk.out'));
  writeFileSync(join(folder, 'cdk.out/mine'), 'x');
  writeFileSync(join(folder, 'a.tgz'), tarOf([FILE]));
  await expect(unpackAssembly(join(folder, 'a.tgz'), join(folder, 'cdk.out'))).rejects.toThrow(/is there already/);
  expect(readFileSync(join(folder, 'cdk.out/mine'), 'utf8')).toBe('x');
});

test('only the file whose digest was told is taken', async () => {
  const file = join(temporaryDirectory(), 'cdk.out.tgz');
  writeFileSync(file, 'content');
  const digest = createHash('sha256').update('content').digest('hex');
  await expect(verifyDigest(file, digest)).resolves.toBeUndefined();
  writeFileSync(file, 'other content');
  await expect(verifyDigest(file, digest)).rejects.toThrow(
    /its SHA-256 is [0-9a-f]{64}, and the job that made it told/,
  );
  for (const none of ['', undefined, 'sha256', digest.toUpperCase()]) {
    await expect(verifyDigest(file, none)).rejects.toThrow(/nobody told its SHA-256/);
  }
});
