import type { Level } from '../../model/levels';
import type { Note } from '../projenrc/edit-options';
import type { ReleaseNotes } from './changelog';
import type { Target } from './choose';
import type { UpgradeKind } from './kinds';

/** What an upgrade does to what runs. */
export interface Verdict {
  readonly level: Level;
  /** Whether everything that recreates or loses something is acknowledged. */
  readonly passed: boolean;
  readonly mergesByItself: boolean;
  /** The report, for a comment. */
  readonly markdown: string;
  /** The report, for a terminal. */
  readonly text: string;
}

/** What the upgrade has written. */
export interface Upgraded {
  readonly state: 'upgraded';
  readonly kind: UpgradeKind;
  /** Packages that have another version now. */
  readonly moved: readonly Target[];
  /** Titles of the migrations that were applied or taken back. */
  readonly migrations: readonly { readonly id: string; readonly title: string }[];
  /** What a person should look at. */
  readonly notes: readonly Note[];
  /** What else there is to say. */
  readonly remarks: readonly string[];
  readonly releases: readonly { readonly name: string; readonly notes: readonly ReleaseNotes[] }[];
  /** Absent where the stacks cannot be synthesized or compared; then `incomplete` says why. */
  readonly verdict?: Verdict;
  readonly incomplete?: Obstacle;
}

/** Why an upgrade cannot go on. */
export interface Obstacle {
  readonly reason: string;
  /** What to do, and what else was said. */
  readonly remedy?: string;
}

export type Outcome =
  | Upgraded
  /** Nothing newer. */
  | { readonly state: 'current'; readonly kind: UpgradeKind; readonly remarks: readonly string[] }
  /** Everything is as it was. */
  | ({ readonly state: 'blocked'; readonly kind: UpgradeKind } & Obstacle);
