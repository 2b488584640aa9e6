import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { release } from '../../src/cli/files/release';
import { take } from '../../src/cli/files/take';
import { contentHash } from '../../src/files/content';
import { MANIFEST_FILE, type ManifestFile, readManifest, writeManifest } from '../../src/files/manifest';
import type { Rendering } from '../../src/files/rendering';
import { temporaryDirectory } from '../support/synthesized';

const TEMPLATE = { name: 'projen-udp-service', version: '1.0.0' };
const WRITTEN = 'as the template wrote it\n';

/** A repository with one file, which was changed since it was written. */
function repository(path: string, entry?: Partial<ManifestFile>): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'app'));
  writeFileSync(join(directory, path), WRITTEN);
  appendFileSync(join(directory, path), 'mine\n');
  const files = entry && { [path]: { sha256: contentHash(WRITTEN), version: '1.0.0', ...entry } as ManifestFile };
  writeManifest(directory, { schema: 1, template: TEMPLATE, migrations: [], files: files ?? {} });
  return directory;
}

const rendering = (path: string, fileClass: 'managed' | 'owned') => async (): Promise<Rendering> => ({
  [path]: { class: fileClass, text: WRITTEN, mode: 0o444 },
});

function entryOf(directory: string, path: string): ManifestFile | undefined {
  const reading = readManifest(directory);
  if (reading.state !== 'valid') throw new Error(`${MANIFEST_FILE} is ${reading.state}`);
  return reading.manifest.files[path];
}

const PATH = 'app/Dockerfile';

test('an owned file that the template begins to manage can be released: the way out that the synth names', async () => {
  const directory = repository(PATH, { class: 'owned' });
  await release(directory, directory, [PATH], rendering(PATH, 'managed'));
  expect(entryOf(directory, PATH)).toMatchObject({ class: 'owned', released: true });
  expect(readFileSync(join(directory, PATH), 'utf8')).toBe(`${WRITTEN}mine\n`);
});

test.each([
  ['.projenrc.ts', 'the template leaves it to you. There is nothing to take.'],
  ['', "'': is the repository itself, or nothing. Name a file in it."],
])("'%s' cannot be taken, and why", async (path, reason) => {
  const directory = repository(PATH);
  writeFileSync(join(directory, '.projenrc.ts'), '');
  const files = { '.projenrc.ts': { class: 'owned', sha256: contentHash(''), version: '1.0.0' } as const };
  writeManifest(directory, { schema: 1, template: TEMPLATE, migrations: [], files });
  await expect(take(directory, directory, [path], rendering(PATH, 'managed'))).rejects.toThrow(reason);
});

test('an owned file that stays owned needs no release', async () => {
  const directory = repository(PATH, { class: 'owned' });
  await expect(release(directory, directory, [PATH], rendering(PATH, 'owned'))).rejects.toThrow(
    'app/Dockerfile: is yours already; the template never writes it again.',
  );
});

test('what is remembered of a file of unknown origin is what the template makes of it, not what its user wrote', async () => {
  const directory = repository(PATH);
  await release(directory, directory, [PATH], rendering(PATH, 'managed'));
  expect(entryOf(directory, PATH)).toEqual({
    class: 'owned',
    sha256: contentHash(WRITTEN),
    version: expect.any(String),
    released: true,
  });
});
