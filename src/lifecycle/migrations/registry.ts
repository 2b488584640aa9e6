import { FOLDERS } from './history/0.0.1-folders';
import type { Migration } from './migration';

/** Every migration, oldest version first; each has a file of its own in `history/`. */
export const MIGRATIONS: readonly Migration[] = [FOLDERS];

/** What a repository records that was never written by an older version: it needs none of them. */
export function recordedMigrations(): string[] {
  return MIGRATIONS.map(({ id }) => id);
}
