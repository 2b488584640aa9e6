import { contentHash } from '../../../../files/content';
import type { Manifest } from '../../../../files/manifest';
import type { FileChange, FileTree } from '../file-tree';
import { isMigrated } from './manifest';

/** Where the template puts files that it did not have before. */
const ROOMS = /^(?:(?:src|test|health|smoke-test|app|docs|\.projen)\/.+|[\w][\w.-]*\.(?:json|jsonc|md|ts))$/;

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
 * nor what a new one adds, nor what a migration moves or keeps.
 */
export function judgeTemplateFile(change: FileChange, patch: TemplatePatch): string | undefined {
  const { path, before, after } = change;
  const { manifest, next } = patch;
  const [old, fresh] = [manifest.files[path], next.files[path]];
  const migrated = isMigrated(manifest, next);
  if (patch.options.has(path)) return undefined; // they are looked at by themselves
  if (old?.class === 'managed' || old?.class === 'shared') return undefined;
  if (before !== undefined) {
    if (old === undefined) return survives(change, patch) ? undefined : 'it is yours, and no template wrote it';
    if (!migrated) return 'it is yours, and no migration is told';
    if (after !== undefined && fresh?.class === 'owned') return undefined;
    const text = patch.before.text(path);
    const isUntouched = text !== undefined && contentHash(text) === old.sha256;
    return isUntouched || survives(change, patch) ? undefined : 'it is yours, and what you wrote would be lost';
  }
  if (after === undefined) return undefined;
  if (fresh !== undefined) return ROOMS.test(path) ? judgeContent(change, patch) : 'the template puts no file there';
  return migrated && isKept(change, patch) ? undefined : 'it is new, and the manifest does not know it';
}

/** A new file holds what the manifest tells, or what lay elsewhere before. */
function judgeContent(change: FileChange, patch: TemplatePatch): string | undefined {
  const text = patch.after.text(change.path);
  const isTold = text !== undefined && contentHash(text) === patch.next.files[change.path]?.sha256;
  return isTold || isKept(change, patch) ? undefined : 'the manifest does not tell what lies there';
}

/** Whether what lay there lies elsewhere now. */
function survives({ before }: FileChange, { changes, manifest, next }: TemplatePatch): boolean {
  return isMigrated(manifest, next) && changes.some(({ after }) => after?.object === before?.object);
}

/** Whether it holds what the patch takes away from another file. */
function isKept({ after }: FileChange, { changes }: TemplatePatch): boolean {
  return changes.some(({ before }) => before !== undefined && before.object === after?.object);
}
