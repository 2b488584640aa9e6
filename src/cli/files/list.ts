import Table = require('cli-table3');

import { Disk } from '../../files/disk';
import { MANIFEST_FILE, type Manifest, type ManifestFile, readManifest } from '../../files/manifest';
import { type FileState, stateOf } from '../../files/state';
import { UserError } from '../../util/user-error';

/** Version of the shape of what `--json` prints. */
const SCHEMA = 1;

/** A file with what is known of it. */
export interface ListedFile {
  readonly path: string;
  readonly class: ManifestFile['class'];
  readonly state: FileState;
  /** Keys of a shared file that were edited. */
  readonly keys?: readonly string[];
  /** Template version that wrote its content first. */
  readonly version: string;
}

/** Every file of a manifest with its state. */
export function listedFiles(directory: string, files: Readonly<Record<string, ManifestFile>>): ListedFile[] {
  const disk = new Disk(directory);
  return Object.entries(files).map(([path, entry]) => ({
    path,
    class: entry.class,
    ...stateOf(path, entry, disk.inspect(path)),
    version: entry.version,
  }));
}

/** The manifest of a repository, which must be whole. */
export function wholeManifest(directory: string): Manifest {
  const reading = readManifest(directory);
  if (reading.state === 'valid') return reading.manifest;
  const cause = { absent: 'is not there', conflicted: 'holds the marks of a merge', unreadable: 'cannot be read' };
  const detail = reading.state === 'unreadable' ? `: ${reading.cause}` : '';
  throw new UserError({
    subject: MANIFEST_FILE,
    cause: `${cause[reading.state]}${detail}`,
    remedy: 'Run `npx projen`, which writes it anew',
  });
}

/** The list that `files` prints. */
export function list(directory: string, json: boolean): string {
  const files = listedFiles(directory, wholeManifest(directory).files);
  if (json) return `${JSON.stringify({ schema: SCHEMA, files }, undefined, 2)}\n`;
  const table = new Table({ head: ['file', 'class', 'state'], style: { head: [], border: [], compact: true } });
  table.push(
    ...files.map(({ path, class: fileClass, state, keys = [] }) => [
      path,
      fileClass,
      keys.length > 0 ? `${state}: ${keys.join(', ')}` : state,
    ]),
  );
  return `${table.toString()}\n`;
}
