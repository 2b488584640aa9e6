import type { ManifestFile } from './manifest';

/** What stands at a path. */
export type OnDisk =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly sha256: string }
  /** Something that no content can be compared with. */
  | { readonly kind: 'other'; readonly what: Obstacle };

/** What can stand where a file is expected. */
export type Obstacle = 'folder' | 'symbolic link' | 'file in place of its folder' | 'path out of the repository';

/** What the installed version makes of a path, as a whole file. */
export interface Rendered {
  readonly class: 'managed' | 'owned';
  readonly sha256: string;
}

/** Why a synth must not go on. */
export type StopReason =
  /** The template wrote the file, and somebody changed it since. */
  | 'edited'
  /** Nobody knows where it comes from. */
  | 'unknown'
  /** It is the user's, and this version of the template wants to write it. */
  | 'owned'
  /** No file stands there, but something else. */
  | 'no-file'
  /** The manifest calls a file released that the repository cannot live without. */
  | 'indispensable';

/** What a user should be told of a file although the synth goes on. */
export type Note =
  /** Not generated any more, and edited: kept. */
  | 'left-to-user'
  /** Managed until now, owned by the user from this version on. */
  | 'handed-over';

/** What happens to a file. */
export type Decision =
  | { readonly action: 'stop'; readonly reason: StopReason }
  | {
      /** `write` the rendering, `keep` what stands there (nothing, perhaps), `remove` it. */
      readonly action: 'write' | 'keep' | 'remove';
      /** What the manifest says of it afterwards. */
      readonly entry?: ManifestFile;
      readonly note?: Note;
    };

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
export function decide(situation: Situation): Decision {
  const { entry, rendered, disk } = situation;
  if (entry?.released) {
    if (situation.indispensable) return { action: 'stop', reason: 'indispensable' };
    // for ever, also where a version in between makes it the user's anyway
    return { action: 'keep', entry };
  }
  if (rendered === undefined) return notGenerated(situation);
  if (rendered.class === 'owned') return own(situation, rendered);

  const write: Decision = { action: 'write', entry: entryOf(situation, rendered) };
  if (disk.kind === 'absent') return write;
  if (disk.kind === 'other') return { action: 'stop', reason: 'no-file' };
  // equal content is kept, and written all the same where the file must have another mode
  if (disk.sha256 === rendered.sha256 || isOurs(situation)) return write;
  return { action: 'stop', reason: reasonOf(entry) };
}

function notGenerated(situation: Situation): Decision {
  const { entry, disk } = situation;
  // without an entry it can only be what an interrupted run wrote
  if (entry === undefined) return { action: isOurs(situation) ? 'remove' : 'keep' };
  if (entry.class === 'owned') return { action: 'keep', entry };
  if (disk.kind === 'absent' || (disk.kind === 'other' && disk.what !== 'symbolic link')) return { action: 'keep' };
  if (isOurs(situation)) return { action: 'remove' };
  return { action: 'keep', entry: owned(entry), note: 'left-to-user' };
}

function own(situation: Situation, rendered: Rendered): Decision {
  const { entry, disk } = situation;
  if (entry === undefined) {
    return { action: disk.kind === 'absent' ? 'write' : 'keep', entry: entryOf(situation, rendered) };
  }
  if (entry.class === 'owned') return { action: 'keep', entry };
  if (disk.kind === 'absent') return { action: 'write', entry: entryOf(situation, rendered) };
  return { action: 'keep', entry: owned(entry), note: 'handed-over' };
}

/** Whether nothing stands there but what the template wrote. */
function isOurs({ entry, pending = [], disk }: Situation): boolean {
  return disk.kind === 'file' && (disk.sha256 === entry?.sha256 || pending.includes(disk.sha256));
}

function reasonOf(entry: ManifestFile | undefined): StopReason {
  if (entry === undefined) return 'unknown';
  return entry.class === 'owned' ? 'owned' : 'edited';
}

/** The version stays that of the last change, so that an upgrade changes the entries of changed files alone. */
function entryOf({ entry, version }: Situation, { class: fileClass, sha256 }: Rendered): ManifestFile {
  return { class: fileClass, sha256, version: entry?.sha256 === sha256 ? entry.version : version };
}

function owned({ sha256, version }: ManifestFile): ManifestFile {
  return { class: 'owned', sha256, version };
}
