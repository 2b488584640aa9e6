import type { ManifestFile } from './manifest';
import type { KeyConflict } from './shared/merge';

/** What can stand where a file is expected. */
export type Obstacle = 'folder' | 'symbolic link' | 'file in place of its folder' | 'path out of the repository';

/** What becomes of one file in a synth: the one decision that everything about whose a file is leads to. */
export type Outcome = Write | Merge | Keep | Remove | Refuse;

/** The template writes it as a whole. */
export interface Write {
  readonly kind: 'write';
  readonly text: string;
  /** Whether something else stands there now; equal content may still get another mode. */
  readonly changes: boolean;
  /** What the manifest says of it afterwards. */
  readonly entry: ManifestFile;
}

/** The template writes what is its own in it, and what the user added stays. */
export interface Merge {
  readonly kind: 'merge';
  /** The whole file. */
  readonly text: string;
  readonly changes: boolean;
  /** Absent where nothing in it is the template's any more. */
  readonly entry?: ManifestFile;
  /** Keys that the template does not write any more and that the user changed: kept. */
  readonly kept: readonly (readonly string[])[];
}

/** What stands there stays: nothing, perhaps. */
export interface Keep {
  readonly kind: 'keep';
  /** Absent where it is the template's business no more. */
  readonly entry?: ManifestFile;
  /** What a user should be told of it. */
  readonly note?: Note;
}

/** It goes: the template wrote all of it, and does not any more. */
export interface Remove {
  readonly kind: 'remove';
}

/** The synth stops before it writes anything, because something of the user's would be lost. */
export interface Refuse {
  readonly kind: 'refuse';
  readonly cause: Refusal;
}

/** What a user should be told of a file although the synth goes on. */
export type Note =
  /** Not generated any more, and edited: kept. */
  | 'left-to-user'
  /** Managed until now, owned by the user from this version on. */
  | 'handed-over';

/** Why a synth stops at a file. */
export type Refusal<Conflict = KeyConflict> =
  /** The template wrote the file, and somebody changed it since. */
  | { readonly reason: 'edited' }
  /** The same of the lines that the template wrote in a shared file. */
  | { readonly reason: 'lines' }
  /** The same of keys that the template wrote in a shared file. */
  | { readonly reason: 'keys'; readonly conflicts: readonly Conflict[] }
  /** Nobody knows where it comes from. */
  | { readonly reason: 'unknown' }
  /** It is the user's, and this version of the template wants to write it. */
  | { readonly reason: 'owned' }
  /** The manifest calls a file released that the repository cannot live without. */
  | { readonly reason: 'indispensable' }
  /** No file stands there, but something else. */
  | { readonly reason: 'no-file'; readonly what: Obstacle }
  /** What stands in it cannot be merged. */
  | { readonly reason: 'unusable'; readonly what: string };

/** Whether a file is written, as a whole or merged. */
export function isWritten(outcome: Outcome): outcome is Write | Merge {
  return outcome.kind === 'write' || outcome.kind === 'merge';
}

/** What the manifest says of a file afterwards. */
export function entryAfter(outcome: Outcome): ManifestFile | undefined {
  return outcome.kind === 'remove' || outcome.kind === 'refuse' ? undefined : outcome.entry;
}

export function refuse(cause: Refusal): Refuse {
  return { kind: 'refuse', cause };
}
