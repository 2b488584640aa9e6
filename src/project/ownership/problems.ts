import type { FileBase } from 'projen';
import type { Planned } from '../../files/ledger';
import { differenceOf } from '../../files/patch';
import type { Stop } from '../../files/plan';
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
  stop: Stop,
  file: FileBase | undefined,
): FileProblem {
  const instead = file && extensionPointOf(file);
  switch (stop.reason) {
    case 'keys': {
      const conflicts = stop.conflicts.map((one) => ({ ...one, instead: keyExtensionPointOf(path, one.path) }));
      return { path, cause: { reason: 'keys', conflicts } };
    }
    case 'unusable':
      return { path, cause: { reason: 'unusable', what: stop.cause } };
    case 'no-file':
      return { path, cause: { reason: 'no-file', what: known.disk.kind === 'other' ? known.disk.what : 'folder' } };
    default: {
      const { content } = known.disk;
      const before = content && candidate && templateOf(directory, path, known.entry?.sha256, candidate.text, content);
      const difference = before && content && differenceOf(path, before, content, LINES);
      return { path, cause: { reason: stop.reason }, difference, instead };
    }
  }

  /** What the file is compared with: what the template wrote last, else what it writes now. */
  function templateOf(root: string, at: string, sha256: string | undefined, text: string, content: Buffer): Buffer {
    if (stop.reason === 'lines') {
      const taken = planShared({ path: at, text: content.toString('utf8'), rendered: text, version: '', force: true });
      return Buffer.from(taken.action === 'write' ? taken.text : text);
    }
    return (sha256 && pristineOf(root, at, sha256)) || Buffer.from(text);
  }
}
