import type { MigrationRepository } from './repository';

/** An option that a version of the template no longer has. */
export interface RetiredOption {
  /** As options are written: `stages[].healthCheck.path`. */
  readonly path: string;
  /** What serves instead, in the same notation. */
  readonly to?: string;
  /** Why it is gone, where nothing serves instead. */
  readonly reason?: string;
}

/** One thing that a migration does to a repository. */
export interface Change {
  /** Does it; a second time nothing is left to do. */
  readonly apply: (repository: MigrationRepository) => void;
  /** Takes it back, for a downgrade; see `MigrationRepository.cannotRevert` for what cannot be taken back. */
  readonly revert: (repository: MigrationRepository) => void;
  /** Options that are refused from then on, with what to write instead. */
  readonly retires?: readonly RetiredOption[];
}

/** What a repository goes through before it is synthesized by a version of the template for the first time. */
export interface Migration {
  /** The version and a name: `1.4.0-health-path`. Never changed once it is published, because repositories record it. */
  readonly id: string;
  /** Version of the template that brings it. */
  readonly version: string;
  /** What it does, in a sentence for the people of the repository. */
  readonly title: string;
  readonly changes: readonly Change[];
}
