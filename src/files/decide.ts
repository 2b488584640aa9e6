import { contentHash } from './content';
import type { ManifestFile } from './manifest';
import { type Obstacle, type Outcome, type Refusal, refuse, type Write } from './outcome';

/** What stands at a path. */
export type OnDisk =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly sha256: string }
  /** Something that no content can be compared with. */
  | { readonly kind: 'other'; readonly what: Obstacle };

/** What the installed version makes of a path, as a whole file. */
export interface Rendered {
  readonly class: 'managed' | 'owned';
  readonly text: string;
}

/** All that is known of one path. */
export interface Situation {
  /** What the manifest says. */
  readonly entry?: ManifestFile;
  /** Hashes of what an interrupted run may have written. */
  readonly pending?: readonly string[];
  readonly disk: OnDisk;
  /** What the template makes of it now; absent where it is not generated any more. */
  readonly rendered?: Rendered;
  /** Template version that renders. */
  readonly version: string;
  /** Whether the repository cannot live without it. */
  readonly indispensable?: boolean;
}

/** Decides what becomes of a file that is written as a whole. Nothing that a user wrote is overwritten or removed. */
export function decide(situation: Situation): Outcome {
  const { entry, rendered, disk } = situation;
  if (entry?.released) {
    if (situation.indispensable) return refuse({ reason: 'indispensable' });
    // for ever, also where a version in between makes it the user's anyway
    return { kind: 'keep', entry };
  }
  if (rendered === undefined) return notGenerated(situation);
  if (rendered.class === 'owned') return own(situation, rendered);

  const write = written(situation, rendered);
  if (disk.kind === 'absent') return write;
  if (disk.kind === 'other') return refuse({ reason: 'no-file', what: disk.what });
  // equal content is kept, and written all the same where the file must have another mode
  if (!write.changes || isOurs(situation)) return write;
  return refuse(refusalOf(entry));
}

function notGenerated(situation: Situation): Outcome {
  const { entry, disk } = situation;
  // without an entry it can only be what an interrupted run wrote
  if (entry === undefined) return { kind: isOurs(situation) ? 'remove' : 'keep' };
  if (entry.class === 'owned') return { kind: 'keep', entry };
  if (disk.kind === 'absent' || (disk.kind === 'other' && disk.what !== 'symbolic link')) return { kind: 'keep' };
  if (isOurs(situation)) return { kind: 'remove' };
  return { kind: 'keep', entry: owned(entry), note: 'left-to-user' };
}

function own(situation: Situation, rendered: Rendered): Outcome {
  const { entry, disk } = situation;
  if (entry?.class === 'owned') return { kind: 'keep', entry };
  if (disk.kind === 'absent') return written(situation, rendered);
  if (entry === undefined) return { kind: 'keep', entry: entryOf(situation, rendered) };
  return { kind: 'keep', entry: owned(entry), note: 'handed-over' };
}

/** Whether nothing stands there but what the template wrote. */
function isOurs({ entry, pending = [], disk }: Situation): boolean {
  return disk.kind === 'file' && (disk.sha256 === entry?.sha256 || pending.includes(disk.sha256));
}

function refusalOf(entry: ManifestFile | undefined): Refusal {
  if (entry === undefined) return { reason: 'unknown' };
  return { reason: entry.class === 'owned' ? 'owned' : 'edited' };
}

function written(situation: Situation, rendered: Rendered): Write {
  const { disk } = situation;
  const entry = entryOf(situation, rendered);
  return { kind: 'write', text: rendered.text, changes: disk.kind !== 'file' || disk.sha256 !== entry.sha256, entry };
}

/** The version stays that of the last change, so that an upgrade changes the entries of changed files alone. */
function entryOf({ entry, version }: Situation, { class: fileClass, text }: Rendered): ManifestFile {
  const sha256 = contentHash(text);
  return { class: fileClass, sha256, version: entry?.sha256 === sha256 ? entry.version : version };
}

function owned({ sha256, version }: ManifestFile): ManifestFile {
  return { class: 'owned', sha256, version };
}
