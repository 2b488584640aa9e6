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
    ...changes.filter((one) => one.before === undefined).map(({ path }) => `New file ${path}.`),
    ...workflows.flatMap(({ path, after: file }) =>
      file === undefined
        ? [`Removed workflow ${path}: it runs no longer.`]
        : lostIn(before.text(path) ?? '', after.text(path) ?? '').map((what) => `Workflow ${path}: ${what}.`),
    ),
    ...theirs.map((one) => `${one.after === undefined ? 'Removed' : 'Changed'} file of yours ${one.path}.`),
    ...(migrations.length > 0 ? [`Migrations that it tells of: ${migrations.join(', ').slice(0, 400)}.`] : []),
  ];
}

function isWritten(of: string | undefined): boolean {
  return of === 'managed' || of === 'shared';
}
