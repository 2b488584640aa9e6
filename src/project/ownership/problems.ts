import type { FileBase } from 'projen';
import type { Planned } from '../../files/ledger';
import type { Refusal } from '../../files/outcome';
import { differenceOf } from '../../files/patch';
import { pristineOf } from '../../files/pristine';
import type { FileProblem } from '../../files/problem';
import { planShared } from '../../files/shared/plan';
import { extensionPointOf, keyExtensionPointOf } from './extension-points';

/** As much of a difference as a message shows. */
const LINES = 40;

/** What is wrong with a file for which a synth stops, and what serves instead of the edit. */
export function problemOf(
  directory: string,
  { path, known, candidate }: Planned,
  cause: Refusal,
  file: FileBase | undefined,
): FileProblem {
  const instead = file && extensionPointOf(file);
  switch (cause.reason) {
    case 'keys': {
      const conflicts = cause.conflicts.map((one) => ({ ...one, instead: keyExtensionPointOf(path, one.path) }));
      return { path, cause: { ...cause, conflicts } };
    }
    case 'unusable':
    case 'no-file':
      return { path, cause };
    default: {
      const { content } = known.disk;
      const before = content && candidate && templateOf(directory, path, known.entry?.sha256, candidate.text, content);
      const difference = before && content && differenceOf(path, before, content, LINES);
      return { path, cause, difference, instead };
    }
  }

  /** What the file is compared with: what the template wrote last, else what it writes now. */
  function templateOf(root: string, at: string, sha256: string | undefined, text: string, content: Buffer): Buffer {
    if (cause.reason === 'lines') {
      const taken = planShared({ path: at, text: content.toString('utf8'), rendered: text, version: '', force: true });
      return Buffer.from(taken.kind === 'merge' ? taken.text : text);
    }
    return (sha256 && pristineOf(root, at, sha256)) || Buffer.from(text);
  }
}
