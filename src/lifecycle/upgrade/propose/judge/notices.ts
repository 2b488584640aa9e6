import { posix } from 'node:path';
import type { Manifest } from '../../../../files/manifest';
import type { FileChange, FileTree } from '../file-tree';
import { lostIn } from '../workflows/judge';
import { isMigrated } from './manifest';

/** What a notice is made of. */
export interface Noticed {
  readonly before: FileTree;
  readonly after: FileTree;
  readonly changes: readonly FileChange[];
  readonly manifest: Manifest;
  readonly next: Manifest;
}

/**
 * What nothing here can prove and whoever reviews has to see before all the rest, a sentence each, in plain text: the patch
 * alone says that a new file is the template's, that a workflow is not needed any more, and that a migration changes what
 * is theirs.
 */
export function noticesOf({ before, after, changes, manifest, next }: Noticed): string[] {
  const workflows = changes.filter(({ path }) => path.startsWith('.github/workflows/'));
  const migrations = next.migrations.filter((id) => !manifest.migrations.includes(id));
  const theirs = isMigrated(manifest, next)
    ? changes.filter((one) => one.before !== undefined && !isWritten(manifest.files[one.path]?.class))
    : [];
  return [
    ...newFiles(changes),
    ...workflows.flatMap(({ path, after: file }) =>
      file === undefined
        ? [`Removed workflow ${path}: it runs no longer.`]
        : lostIn(before.text(path) ?? '', after.text(path) ?? '').map((what) => `Workflow ${path}: ${what}.`),
    ),
    ...filesOfYours(
      'Removed',
      theirs.filter(({ after: file }) => file === undefined),
    ),
    ...filesOfYours(
      'Changed',
      theirs.filter(({ after: file }) => file !== undefined),
    ),
    ...(migrations.length > 0 ? [`Migrations that it tells of: ${migrations.join(', ').slice(0, 400)}.`] : []),
  ];
}

/** New files by their topmost folders, so that a hundred of them are some lines. */
function newFiles(changes: readonly FileChange[]): string[] {
  const folders = new Map<string, string[]>();
  for (const { path, before } of changes) {
    if (before !== undefined) continue;
    const folder = posix.dirname(path).split('/').slice(0, 2).join('/');
    folders.set(folder, [...(folders.get(folder) ?? []), posix.relative(folder, path)]);
  }
  return [...folders].map(([folder, names]) =>
    names.length === 1
      ? `New file ${posix.join(folder, names[0] as string)}.`
      : `New files in ${folder}: ${names.join(', ')}.`,
  );
}

function filesOfYours(what: string, changes: readonly FileChange[]): string[] {
  const paths = changes.map(({ path }) => path).join(', ');
  return paths === '' ? [] : [`${what} ${changes.length === 1 ? 'file' : 'files'} of yours ${paths}.`];
}

function isWritten(of: string | undefined): boolean {
  return of === 'managed' || of === 'shared';
}
