import type { Migration } from './migration';

/** Every migration, oldest version first; each has a file of its own in `history/`. Version 1 needs none. */
export const MIGRATIONS: readonly Migration[] = [];

/** What a repository records that was never written by an older version: it needs none of them. */
export function recordedMigrations(): string[] {
  return MIGRATIONS.map(({ id }) => id);
}
