import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { contentHash } from '../../../src/files/content';
import { type FileClass, type Manifest, writeManifest } from '../../../src/files/manifest';

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

export interface GivenRepository {
  /** Content of files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Class of the files that the template wrote with this very content. */
  readonly classes?: Readonly<Record<string, FileClass>>;
  /** Version that synthesized last. @default '1.0.0' */
  readonly version?: string;
  readonly migrations?: readonly string[];
}

/** A repository with its manifest and the TypeScript of this package. */
export function repositoryWith({ files, classes = {}, version = '1.0.0', migrations = [] }: GivenRepository): string {
  const directory = mkdtempSync(join(tmpdir(), 'migration-'));
  directories.push(directory);
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(resolve(__dirname, '../../../node_modules/typescript'), join(directory, 'node_modules/typescript'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content, { mode: classes[path] === 'managed' ? 0o444 : 0o644 });
  }
  const manifest: Manifest = {
    schema: 1,
    template: { name: 'projen-udp-service', version },
    migrations,
    files: Object.fromEntries(
      Object.entries(classes).map(([path, kind]) => [
        path,
        { class: kind, sha256: contentHash(files[path]), version: '1.0.0' },
      ]),
    ),
  };
  writeManifest(directory, manifest);
  return directory;
}

/** Every file of a repository with its content and mode, but for installed modules. */
export function contentOf(directory: string): Record<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules') && statSync(join(directory, path)).isFile())
    .sort();
  return Object.fromEntries(
    paths.map((path) => [
      `${path} ${(statSync(join(directory, path)).mode & 0o777).toString(8)}`,
      readFileSync(join(directory, path), 'utf8'),
    ]),
  );
}
