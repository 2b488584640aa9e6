import type { Migration } from './migration';

/** Every migration, oldest version first; each has a file of its own in `history/`. Version 1 needs none. */
export const MIGRATIONS: readonly Migration[] = [];
