import type { Manifest } from '../../../../files/manifest';
import type { FileChange, FileTree } from '../file-tree';
import { lostIn } from '../workflows/judge';
import { isMigrated } from './manifest';
import { withoutPlaces } from './template-file';

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
  const added = changes.filter((one) => one.before === undefined);
  const gone = new Set(
    changes.filter((one) => one.after === undefined).map(({ path }) => withoutPlaces(before.text(path) ?? '')),
  );
  const moved = new Set(
    added.filter(({ path }) => {
      const text = withoutPlaces(after.text(path) ?? '');
      return text !== '' && gone.has(text);
    }),
  );
  return [
    ...added.filter((one) => !moved.has(one)).map(({ path }) => `New file ${path}.`),
    ...(moved.size > 0 ? [`Moved files: ${moved.size}, the same but for the places that they import from.`] : []),
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
