import { chmodSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../util/user-error';
import { TEMPORARY, writeAtomically } from './atomic';
import { contentHash } from './content';
import { Disk } from './disk';
import { JOURNAL_FILE, type Journal, type PendingContent, readJournal, removeJournal, writeJournal } from './journal';
import {
  EJECTING_FILE,
  type Keys,
  MANIFEST_FILE,
  type Manifest,
  type ManifestFile,
  type PackageVersion,
  readManifest,
  startingManifest,
  writeManifest,
} from './manifest';
import { entryAfter, isWritten, type Outcome } from './outcome';
import { invalidPath } from './path';
import { ACKNOWLEDGEMENTS_FILE } from './paths';
import { type Candidate, type Known, outcomeOf } from './plan';
import { parseJson } from './shared/json';

/** Who writes a repository. */
export interface Writer {
  readonly template: PackageVersion;
  readonly preset?: PackageVersion;
  /** Where upgrades of the template come from. */
  readonly channel?: string;
  /** Migrations that a repository without a manifest needs none of. */
  readonly migrations: () => readonly string[];
}

/** Names of the packages that write a repository. */
export function packagesOf({ template, preset }: Writer): string[] {
  return preset ? [template.name, preset.name] : [template.name];
}

/** A path with what becomes of it. */
export interface Planned {
  readonly path: string;
  readonly candidate?: Candidate;
  readonly known: Known;
  readonly outcome: Outcome;
}

/** What is known of the files of a repository while it is synthesized, and the only one who writes them. */
export class Ledger {
  private readonly start: Manifest;
  /** The manifests of a merge, where one has left its marks. */
  private readonly sides: readonly Manifest[];
  private readonly journal: Journal;
  private readonly entries: Map<string, ManifestFile>;
  private readonly disk: Disk;

  public constructor(
    private readonly directory: string,
    public readonly writer: Writer,
  ) {
    this.disk = new Disk(directory);
    const inTheWay = this.disk.inspect(MANIFEST_FILE);
    if (inTheWay.kind === 'other' && inTheWay.what.includes('folder')) {
      throw new UserError({
        subject: MANIFEST_FILE,
        cause: `a ${inTheWay.what} is there`,
        remedy: 'Move it away, then run this again.',
      });
    }
    this.journal = readJournal(directory);
    const reading = readManifest(directory);
    this.start = startingManifest(reading, writer.template, writer.migrations);
    this.sides = reading.state === 'conflicted' ? reading.sides : [this.start];
    this.entries = new Map(Object.entries(this.start.files));
  }

  /** Every path that the manifest knows, or that an interrupted run may have written. */
  public get paths(): readonly string[] {
    const pending = Object.keys(this.journal).filter((path) => invalidPath(path) === undefined);
    return [...new Set([...this.sides.flatMap(({ files }) => Object.keys(files)), ...this.entries.keys(), ...pending])];
  }

  public entry(path: string): ManifestFile | undefined {
    return this.entries.get(path);
  }

  /** Whether the template wrote a file before, or an interrupted run may have meant to. */
  public isKnown(path: string): boolean {
    return this.entries.has(path) || Object.hasOwn(this.journal, path);
  }

  /** Whether anything stands at a path. */
  public exists(path: string): boolean {
    return this.disk.inspect(path).kind !== 'absent';
  }

  /** Whether a file holds what the template wrote, and nobody has changed it or got it by release. */
  public isAsWritten(path: string): boolean {
    const entry = this.entries.get(path);
    const disk = this.disk.inspect(path);
    return entry !== undefined && !entry.released && disk.kind === 'file' && disk.sha256 === entry.sha256;
  }

  /** What the template may have written before into a file whose keys are merged. */
  public written(path: string): readonly Keys[] {
    const known = [this.entries.get(path)?.written, ...(this.journal[path] ?? []).map(({ written }) => written)];
    return known.filter((value) => value !== undefined);
  }

  /** The keys of a JSON file as it stands there; `undefined` where there is none. */
  public keysOf(path: string): Keys | undefined {
    const { content } = this.disk.inspect(path);
    try {
      return content && parseJson(content.toString('utf8')).keys;
    } catch {
      return undefined; // the plan of the file says so
    }
  }

  /** Decides what becomes of paths; nothing is written. */
  public plan(paths: readonly string[], candidates: ReadonlyMap<string, Candidate>): readonly Planned[] {
    return paths.map((path) => {
      const candidate = candidates.get(path);
      const entries = this.sides.flatMap(({ files }) => files[path] ?? []);
      const known = {
        entry: this.entries.get(path),
        entries,
        pending: this.journal[path],
        disk: this.disk.inspect(path),
      };
      return { path, candidate, known, outcome: outcomeOf(path, known, candidate, this.writer.template.version) };
    });
  }

  /** Carries out a plan without a stop; whoever is interrupted leaves a repository that the next run completes. */
  public apply(plan: readonly Planned[]): void {
    this.clearInterrupted();
    const writes = plan.flatMap(({ outcome, candidate, path }) =>
      isWritten(outcome) ? [{ path, ...outcome, mode: candidate?.mode ?? 0o644 }] : [],
    );
    const changes = writes.filter((write) => write.changes);
    if (changes.length > 0) {
      const pending = changes.map(({ path, text, entry }): [string, PendingContent] => [
        path,
        entry?.class === 'shared'
          ? { sha256: entry.sha256, written: entry.written }
          : { sha256: entry?.sha256 ?? contentHash(text) },
      ]);
      writeJournal(this.directory, this.journal, Object.fromEntries(pending));
    }
    for (const { path, text, mode, changes: isChange } of writes) {
      if (isChange) writeAtomically(this.directory, path, text, mode);
      else this.setMode(path, mode);
    }
    for (const { path, outcome } of plan) {
      if (outcome.kind === 'remove') this.disk.remove(path);
      const entry = entryAfter(outcome);
      if (entry) this.entries.set(path, entry);
      else this.entries.delete(path);
    }
  }

  /** Writes down what was written; from here on nothing is pending. */
  public close(): void {
    writeManifest(this.directory, this.manifest());
    removeJournal(this.directory);
  }

  /** Forgets everything: the repository goes on without a template. What anybody else put there stays. */
  public remove(): void {
    // the manifest last: as long as it is there, everything can be done again
    for (const path of [ACKNOWLEDGEMENTS_FILE, JOURNAL_FILE, EJECTING_FILE, MANIFEST_FILE]) this.disk.remove(path);
  }

  /** Records a file that another one has written once for the user. */
  public recordOwned(path: string): void {
    const { kind, ...found } = this.disk.inspect(path);
    if (kind !== 'file' || this.entries.has(path)) return;
    const { sha256 } = found as { readonly sha256: string };
    this.entries.set(path, { class: 'owned', sha256, version: this.writer.template.version });
  }

  private manifest(): Manifest {
    const { template, preset, channel } = this.writer;
    return { ...this.start, template, preset, channel, files: Object.fromEntries(this.entries) };
  }

  /** Removes what a run that was interrupted while it wrote has left beside the files. */
  private clearInterrupted(): void {
    for (const path of [...Object.keys(this.journal), MANIFEST_FILE]) {
      if (this.disk.inspect(path).kind !== 'other') rmSync(join(this.directory, path + TEMPORARY), { force: true });
    }
  }

  private setMode(path: string, mode: number): void {
    const file = join(this.directory, path);
    if (process.platform === 'win32' || (statSync(file).mode & 0o777) === mode) return;
    chmodSync(file, mode);
  }
}
