import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { writeWholeFile } from '../../util/whole-file';
import type { MigrationReport } from '../migrations/run';
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
  /** File that the reports of migrations are appended to, a JSON object a line: of all runs, until the upgrade ends. */
  public readonly reports: string;

  public constructor(private readonly path: string) {
    this.reports = `${path}.migrations`;
  }

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
    writeWholeFile(dirname(this.path), basename(this.path), JSON.stringify(journal));
  }

  public report(report: MigrationReport): void {
    appendFileSync(this.reports, `${JSON.stringify(report)}\n`);
  }

  /** What the migrations of this upgrade have done; one that was interrupted and done again counts once. */
  public migrations(): MigrationReport {
    const lines = existsSync(this.reports) ? readFileSync(this.reports, 'utf8').split('\n').filter(Boolean) : [];
    const reports = lines.map((line) => JSON.parse(line) as MigrationReport);
    const unique = <T>(items: readonly T[], key: (item: T) => string) => [
      ...new Map(items.map((item) => [key(item), item])).values(),
    ];
    return {
      done: unique(
        reports.flatMap(({ done }) => done),
        ({ id }) => id,
      ),
      notes: unique(
        reports.flatMap(({ notes }) => notes),
        (note) => JSON.stringify(note),
      ),
    };
  }

  public remove(): void {
    for (const file of [this.path, this.reports]) rmSync(file, { force: true });
  }
}
