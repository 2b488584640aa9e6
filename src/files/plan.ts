import { isConflicted, sidesOf } from './conflict';
import { contentHash } from './content';
import { decide } from './decide';
import type { Inspected } from './disk';
import type { PendingContent } from './journal';
import type { FileClass, Keys, ManifestFile } from './manifest';
import { isWritten, type Outcome, refuse } from './outcome';
import { indispensable } from './policy';
import { newShared, newText, planShared } from './shared/plan';

/** A file that the template writes. */
export interface Candidate {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly class: FileClass;
  /** What the template makes of it. */
  readonly text: string;
  /** Mode bits that it gets. */
  readonly mode: number;
  /** What is remembered of the keys of a shared file, where that is not all of them. */
  readonly remembered?: (keys: Keys) => Keys;
  /** Keys of a shared file that others wrote for the template. */
  readonly before?: Keys;
  /** Leaves no mark of the template in a shared file. */
  readonly unmarked?: boolean;
}

/** What is known of a path, and what stands there. */
export interface Known {
  readonly entry?: ManifestFile;
  /** What each side of a merge says of it, where one has left its marks in the manifest. */
  readonly entries?: readonly ManifestFile[];
  readonly pending?: readonly PendingContent[];
  readonly disk: Inspected;
}

/** Decides what becomes of a path; `candidate` is absent where the template does not write it (any more). */
export function outcomeOf(path: string, known: Known, candidate: Candidate | undefined, version: string): Outcome {
  const { entry, pending = [], disk } = known;
  const merged = mergedOutcome(path, known, candidate, version);
  if (merged !== undefined) return merged;
  const wasShared = entry?.class === 'shared' || (entry === undefined && pending.some(({ written }) => written));
  const isShared = candidate ? candidate.class === 'shared' : wasShared;
  if (isShared && disk.kind === 'file' && disk.content !== undefined && !entry?.released) {
    // of a file that is the user's, no key is the template's
    const ours = entry?.class === 'owned' ? undefined : entry;
    return sharedOutcome(path, { pending, entry: ours, disk, content: disk.content }, candidate, version);
  }
  if (candidate?.class === 'shared' && disk.kind === 'absent' && !entry?.released) {
    const text = newText(path, candidate.text);
    const fresh = newShared({ path, rendered: candidate.text, version, remembered: candidate.remembered });
    return { kind: 'write', text, changes: true, entry: fresh };
  }
  return decide({
    entry,
    pending: pending.map(({ sha256 }) => sha256),
    disk,
    rendered: candidate && {
      class: candidate.class === 'owned' ? 'owned' : 'managed',
      text: candidate.text,
    },
    version,
    indispensable: indispensable(path) !== undefined,
  });
}

/**
 * What becomes of a file in which a merge left its marks: where both sides are the template's alone, and it makes the same
 * of both, that is written. Otherwise somebody has to look.
 */
function mergedOutcome(
  path: string,
  { entry, entries = [], pending, disk }: Known,
  candidate: Candidate | undefined,
  version: string,
): Outcome | undefined {
  const text = disk.kind === 'file' ? disk.content?.toString('utf8') : undefined;
  if (text === undefined || entry?.class === 'owned' || !isConflicted(text)) return undefined;
  const [ours, theirs] = sidesOf(text).map((side) => {
    const content = Buffer.from(side);
    const file: Inspected = { kind: 'file', sha256: contentHash(content), content };
    const outcomes = entries.map((one) => outcomeOf(path, { entry: one, pending, disk: file }, candidate, version));
    return outcomes.find((outcome) => isWritten(outcome) || outcome.kind === 'remove');
  });
  if (ours === undefined || theirs === undefined) return undefined;
  if (isWritten(ours) && isWritten(theirs)) return ours.text === theirs.text ? { ...ours, changes: true } : undefined;
  return ours.kind === 'remove' && theirs.kind === 'remove' ? ours : undefined;
}

function sharedOutcome(
  path: string,
  { entry, pending, content }: Known & { readonly content: Buffer },
  candidate: Candidate | undefined,
  version: string,
): Outcome {
  const found = content.toString('utf8');
  const outcome = Buffer.from(found).equals(content)
    ? planShared({ ...candidate, path, entry, pending, text: found, rendered: candidate?.text, version })
    : refuse({ reason: 'unusable', what: 'it is not encoded as UTF-8' });
  // what is not the template's business any more stays as it is
  return outcome.kind === 'refuse' && candidate === undefined ? { kind: 'keep', note: 'left-to-user' } : outcome;
}
