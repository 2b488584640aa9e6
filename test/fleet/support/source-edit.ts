import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A small change of the package's sources, as a release makes it. */
export type SourceEdit =
  /** Replaces a text that must be there. */
  | { readonly path: string; readonly from: string | RegExp; readonly to: string }
  | { readonly path: string; readonly content: string }
  | { readonly path: string; readonly remove: true }
  | { readonly path: string; readonly moveTo: string };

/** Applies changes to a folder with the sources; one that finds nothing to change is an error. */
export function applyEdits(folder: string, edits: readonly SourceEdit[]): void {
  for (const edit of edits) {
    const file = join(folder, edit.path);
    if ('content' in edit) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, edit.content);
      continue;
    }
    if (!existsSync(file)) throw new Error(`${edit.path} is not there any more: adapt the versions of the fleet`);
    const text = readFileSync(file, 'utf8');
    if ('remove' in edit) rmSync(file);
    else if ('moveTo' in edit) {
      writeFileSync(join(folder, edit.moveTo), text);
      rmSync(file);
    } else {
      const changed = text.replace(edit.from, edit.to);
      if (changed === text) throw new Error(`${edit.path} holds no ${edit.from}: adapt the versions of the fleet`);
      writeFileSync(file, changed);
    }
  }
}
