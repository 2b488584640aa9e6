import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Target } from './choose';
import type { UpgradeKind } from './kinds';

/** An upgrade that has begun: whoever finds it with changes in the working tree knows whose they are. */
export interface Journal {
  readonly kind: UpgradeKind;
  /** Commit at which it began, with a clean working tree. */
  readonly commit: string;
  /** Versions that were chosen; a resumed upgrade goes to the same. */
  readonly targets: readonly Target[];
}

/**
 * Where the journal of a working tree lies: in git's own folder, so that it is never committed, and outlives whatever
 * happens to the files and to node_modules.
 */
export class JournalFile {
  public constructor(private readonly path: string) {}

  public read(): Journal | undefined {
    if (!existsSync(this.path)) return undefined;
    try {
      return JSON.parse(readFileSync(this.path, 'utf8')) as Journal;
    } catch {
      // written in part: the upgrade had not begun
      return undefined;
    }
  }

  public write(journal: Journal): void {
    writeFileSync(this.path, JSON.stringify(journal));
  }

  public remove(): void {
    rmSync(this.path, { force: true });
  }
}
