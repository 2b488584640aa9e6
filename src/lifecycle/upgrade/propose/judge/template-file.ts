import { contentHash } from '../../../../files/content';
import type { Manifest } from '../../../../files/manifest';
import { KEPT_ENDING } from '../../../../files/paths';
import type { FileChange, FileTree } from '../file-tree';
import { isMigrated } from './manifest';
import { mayBeMovedTo, mayBeNew } from './places';

/** A patch of an upgrade of the template, as far as it decides which files may change. */
export interface TemplatePatch {
  readonly changes: readonly FileChange[];
  readonly before: FileTree;
  readonly after: FileTree;
  readonly manifest: Manifest;
  readonly next: Manifest;
  /** Files that hold the options, and what they import. */
  readonly options: ReadonlySet<string>;
}

/**
 * Why an upgrade of the template may not change a file: it is neither what the manifest of the base calls the template's,
 * nor what a new one adds where the template has its files, nor what a migration moves or keeps.
 */
export function judgeTemplateFile(change: FileChange, patch: TemplatePatch): string | undefined {
  const { path, before, after } = change;
  const { manifest, next } = patch;
  const [old, fresh] = [manifest.files[path], next.files[path]];
  const migrated = isMigrated(manifest, next);
  if (patch.options.has(path)) return undefined; // they are looked at by themselves
  if (before !== undefined && (old?.class === 'managed' || old?.class === 'shared')) return undefined;
  if (before !== undefined) {
    if (old === undefined) return 'it is yours, and no template wrote it';
    if (!migrated) return 'it is yours, and no migration is told';
    if (after !== undefined && fresh?.class === 'owned') return undefined;
    const text = patch.before.text(path);
    const isUntouched = text !== undefined && contentHash(text) === old.sha256;
    return isUntouched || survives(change, patch) ? undefined : 'it is yours, and what you wrote would be lost';
  }
  if (after === undefined || isRestored(path, patch)) return undefined;
  const isMoved = migrated && isKept(change, patch);
  if (fresh === undefined && !isMoved) return 'it is new, and the manifest does not know it';
  if (isMoved && isKeptCopy(change, patch)) return undefined;
  if (!(isMoved ? mayBeMovedTo(path) : mayBeNew(path))) return 'the template puts no file there';
  return isMoved || isTold(change, patch) ? undefined : 'the manifest does not tell what lies there';
}

/** Whether the template wrote such a file before, and it was deleted since. */
function isRestored(path: string, { manifest, next, after }: TemplatePatch): boolean {
  const text = after.text(path);
  return (
    manifest.files[path]?.class === 'managed' && text !== undefined && contentHash(text) === next.files[path]?.sha256
  );
}

/** Whether a new file holds what the manifest tells. */
function isTold({ path }: FileChange, { after, next }: TemplatePatch): boolean {
  const text = after.text(path);
  return text !== undefined && contentHash(text) === next.files[path]?.sha256;
}

/** Whether what lay there lies elsewhere now. */
function survives(change: FileChange, patch: TemplatePatch): boolean {
  return patch.changes.some((one) => one.path !== change.path && isSame(change, one, patch));
}

/** Whether it holds what the patch takes away from another file. */
function isKept(change: FileChange, patch: TemplatePatch): boolean {
  return patch.changes.some((one) => one.after?.object !== one.before?.object && isSame(one, change, patch));
}

/** Whether it is what the user wrote in a file that is the template's from now on, under the name of such a copy. */
function isKeptCopy(change: FileChange, { changes }: TemplatePatch): boolean {
  const from = changes.find(({ path }) => path + KEPT_ENDING === change.path)?.before;
  return from !== undefined && from.object === change.after?.object;
}

/** Whether what a file held before is what another one holds now, but for the places that it imports from. */
function isSame(from: FileChange, to: FileChange, { before, after }: TemplatePatch): boolean {
  if (from.before === undefined || to.after === undefined) return false;
  if (from.before.object === to.after.object) return true;
  const [old, fresh] = [before.text(from.path), after.text(to.path)];
  return (
    from.path.endsWith('.ts') && old !== undefined && fresh !== undefined && withoutPlaces(old) === withoutPlaces(fresh)
  );
}

/** A source without the relative names of the modules that it imports. */
function withoutPlaces(text: string): string {
  return text.replace(/(\b(?:from|import|require|mock)\s*\(?\s*)(['"])\.{1,2}\/[\w./-]*\2/g, '$1$2$2');
}
