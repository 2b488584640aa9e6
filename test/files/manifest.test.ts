import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../src/files/atomic';
import { contentHash, sameContent } from '../../src/files/content';
import {
  emptyManifest,
  MANIFEST_FILE,
  type Manifest,
  parseManifest,
  readManifest,
  writeManifest,
} from '../../src/files/manifest';
import { temporaryDirectory } from '../support/synthesized';

const manifest: Manifest = {
  schema: 1,
  template: { name: 'projen-udp-service', version: '1.2.0' },
  migrations: ['1.1.0-rename'],
  files: {
    'src/main.ts': { class: 'managed', sha256: contentHash('main'), version: '1.0.0' },
    'README.md': { class: 'owned', sha256: contentHash('# echo'), version: '1.0.0' },
    'health/gate.py': { class: 'owned', sha256: contentHash('gate'), version: '1.1.0', released: true },
    'cdk.json': { class: 'shared', sha256: contentHash('{}'), version: '1.0.0', written: { app: 'node' } },
  },
};

function put(directory: string, text: string): void {
  mkdirSync(dirname(join(directory, MANIFEST_FILE)), { recursive: true });
  writeFileSync(join(directory, MANIFEST_FILE), text);
}

describe('a manifest', () => {
  test('is read as it was written, with sorted files and one a line', () => {
    const directory = temporaryDirectory();
    writeManifest(directory, manifest);
    expect(readManifest(directory)).toEqual({ state: 'valid', manifest });
    const text = readFileSync(join(directory, MANIFEST_FILE), 'utf8');
    expect(Object.keys(JSON.parse(text).files)).toEqual(['README.md', 'cdk.json', 'health/gate.py', 'src/main.ts']);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('keeps members that a newer version may have added', () => {
    const directory = temporaryDirectory();
    writeManifest(directory, { ...emptyManifest(manifest.template), channel: 'ring1' } as Manifest);
    expect(readManifest(directory)).toMatchObject({ manifest: { channel: 'ring1' } });
  });

  test('is absent where nothing stands, and unreadable where a folder stands', () => {
    const directory = temporaryDirectory();
    expect(readManifest(directory)).toEqual({ state: 'absent' });
    mkdirSync(join(directory, MANIFEST_FILE), { recursive: true });
    expect(readManifest(directory).state).toBe('unreadable');
  });

  test.each([
    ['no JSON', '{', 'it is not JSON'],
    ['a list', '[]', 'it holds no object'],
    ['no schema', '{}', '"schema" is undefined and not 1'],
    ['a newer schema', '{ "schema": 2 }', 'it was written by a newer version of this package (schema 2'],
    ['no template', JSON.stringify({ ...manifest, template: {} }), '"template" has no name and version'],
    ['a wrong preset', JSON.stringify({ ...manifest, preset: 'acme' }), '"preset" has no name and version'],
    ['wrong migrations', JSON.stringify({ ...manifest, migrations: [1] }), '"migrations" is no list'],
    ['no files', JSON.stringify({ ...manifest, files: [] }), '"files" is no object'],
    ['a way out', withFile('../outside', {}), '"files" has a wrong entry "../outside"'],
    ['an absolute path', withFile('/etc/passwd', {}), 'a path is relative to the repository'],
    ['a drive', withFile('c:/windows', {}), 'a path is relative to the repository'],
    ['a path of Windows', withFile('src\\main.ts', {}), 'a path is relative to the repository'],
    ['a file of git', withFile('.git/config', {}), 'nothing below .git belongs to the template'],
    ['a wrong class', withFile('a', { class: 'mine' }), '"class" is not managed, owned, shared'],
    ['a wrong hash', withFile('a', { sha256: 'abc' }), '"sha256" is no hash'],
    ['a released file that is managed', withFile('a', { released: true }), '"released" says something other'],
  ])('is unreadable with %s, and says why', (_what, text, cause) => {
    const directory = temporaryDirectory();
    put(directory, text);
    expect(readManifest(directory)).toEqual({ state: 'unreadable', cause: expect.stringContaining(cause) });
  });

  test('in conflict is known by its sides', () => {
    const lines = JSON.stringify(manifest, undefined, 2).split('\n');
    const at = lines.findIndex((line) => line.includes('"version": "1.2.0"'));
    const conflict = (base: string[]) =>
      [
        ...lines.slice(0, at),
        '<<<<<<< HEAD',
        '    "version": "1.3.0"',
        ...base,
        '=======',
        '    "version": "1.4.0"',
        '>>>>>>> feature',
        ...lines.slice(at + 1),
      ].join('\n');
    for (const base of [[], ['||||||| 1a2b3c4', '    "version": "1.2.0"']]) {
      const reading = parseManifest(conflict(base));
      expect(reading).toMatchObject({
        state: 'conflicted',
        sides: [{ template: { version: '1.3.0' } }, { template: { version: '1.4.0' } }],
      });
    }
  });

  test('in a conflict that leaves no side whole is known as conflicted', () => {
    const text = '{\n<<<<<<< HEAD\n "schema": 1,\n=======\n "schema":\n>>>>>>> other\n';
    expect(parseManifest(text)).toEqual({ state: 'conflicted', sides: [] });
  });
});

describe('content', () => {
  test('is the same with LF and with CRLF, and another one with a changed byte, whatever the encoding', () => {
    const binary = Buffer.from([0xff, 0x0d, 0x0a, 0x80]);
    expect(contentHash('a\r\nb\r\n')).toBe(contentHash('a\nb\n'));
    expect(sameContent(Buffer.from('a\r\nb'), Buffer.from('a\nb'))).toBe(true);
    expect(contentHash(binary)).toBe(contentHash(Buffer.from([0xff, 0x0a, 0x80])));
    expect(contentHash(binary)).not.toBe(contentHash(Buffer.from([0xfe, 0x0a, 0x80])));
    expect(contentHash('a\rb')).not.toBe(contentHash('a\nb'));
  });
});

describe('writing atomically', () => {
  test('leaves no temporary file, sets the mode, and tells whether the content was another one', () => {
    const directory = temporaryDirectory();
    expect(writeAtomically(directory, 'a/b.txt', 'one', 0o444)).toBe(true);
    expect(writeAtomically(directory, 'a/b.txt', 'one', 0o444)).toBe(false);
    expect(writeAtomically(directory, 'a/b.txt', 'two', 0o755)).toBe(true);
    expect(readdirSync(join(directory, 'a'))).toEqual(['b.txt']);
    expect(readFileSync(join(directory, 'a/b.txt'), 'utf8')).toBe('two');
    expect(statSync(join(directory, 'a/b.txt')).mode & 0o777).toBe(0o755);
  });

  test('goes on where an interrupted run left its temporary file', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'a.udp-service.tmp'), 'half');
    chmodSync(join(directory, 'a.udp-service.tmp'), 0o444);
    writeAtomically(directory, 'a', 'whole');
    expect(readdirSync(directory)).toEqual(['a']);
  });

  test('writes nothing through a symbolic link, nor through a folder that leads out', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'real'), 'old');
    symlinkSync('real', join(directory, 'link'));
    expect(() => writeAtomically(directory, 'link', 'new')).toThrow('link: is a symbolic link, and nothing is written');
    expect(readFileSync(join(directory, 'real'), 'utf8')).toBe('old');
    const outside = temporaryDirectory();
    symlinkSync(outside, join(directory, '.udp-service'));
    expect(() => writeAtomically(directory, '.udp-service/manifest.json', '{}')).toThrow(
      'its folder is a symbolic link out',
    );
    expect(readdirSync(outside)).toEqual([]);
  });
});

function withFile(path: string, file: object): string {
  const entry = { ...manifest.files['src/main.ts'], ...file };
  return JSON.stringify({ ...manifest, files: { [path]: entry } });
}
