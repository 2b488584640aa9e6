import type { Manifest } from '../../../../files/manifest';
import { snapshotsOf, snapshotTestIn } from '../../../../files/paths';
import type { UpgradeKind } from '../../kinds';
import type { FileChange, FileTree } from '../file-tree';
import { isMigrated } from './manifest';

interface Sides {
  readonly kind: UpgradeKind;
  readonly before: FileTree;
  readonly after: FileTree;
  readonly changes: readonly FileChange[];
}

/**
 * Where the snapshots of the template are. A migration alone gives them another place, together with their test, and only
 * one that is free: snapshots that lie there already are of a test of the user.
 */
export function snapshotPlaces({ kind, before, changes }: Sides, known: Manifest, next: Manifest): ReadonlySet<string> {
  const place = snapshotsOf(snapshotTestIn(known.files));
  const test = snapshotTestIn(next.files);
  const other = snapshotsOf(test);
  const isNew = changes.some(
    ({ path, before: old, after }) => path === test && old === undefined && after !== undefined,
  );
  const isMoved = kind === 'template' && isMigrated(known, next) && isNew && !before.files.has(other);
  return new Set(isMoved ? [place, other] : [place]);
}

/** Whether the snapshots are gone from a place because a migration has given them another one. */
export function isSnapshotMoved(
  { path, after }: FileChange,
  changes: readonly FileChange[],
  places: ReadonlySet<string>,
): boolean {
  if (after !== undefined) return false;
  return changes.some((one) => one.path !== path && places.has(one.path) && one.after !== undefined);
}

/** A comment, space, or one snapshot: Jest runs the file as a program, and a text in it may not hold an expression. */
const SNAPSHOT_PART =
  /\/\/[^\n\r\u2028\u2029]*|\s+|exports\[`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`\] = `(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`;/y;

/** Why the snapshots are not taken: they hold something else than texts. */
export function judgeSnapshots(after: string | undefined): string[] {
  if (after === undefined) return ['the snapshots are removed'];
  for (let at = 0; at < after.length; at = SNAPSHOT_PART.lastIndex) {
    SNAPSHOT_PART.lastIndex = at;
    if (!SNAPSHOT_PART.test(after)) return ['it holds something else than snapshots, and Jest would run it'];
  }
  return [];
}
