import { isUtf8 } from 'node:buffer';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { writeAtomically } from '../../files/atomic';
import { contentHash } from '../../files/content';
import { Disk } from '../../files/disk';
import type { Manifest, ManifestFile } from '../../files/manifest';
import { UserError } from '../../util/user-error';
import type { Note } from '../projenrc/edit-options';
import type { ProjectTypes } from '../projenrc/projects';
import { Projenrc } from '../projenrc/projenrc';

/** What the template knows of the files of a repository. */
export type KnownFiles = Pick<Manifest, 'files' | 'preset'>;

/** A file as it will be: its content, or that it is gone. */
type Content = { readonly text: string; readonly mode: number } | 'gone';

/**
 * A repository while it is migrated: what is read is what earlier changes made of it, and nothing reaches the disk
 * before all of them have succeeded.
 */
export class MigrationRepository {
  private readonly changed = new Map<string, Content>();
  private readonly files: Record<string, ManifestFile>;
  private readonly noted = new Map<string, Note>();
  private readonly reasons = new Set<string>();

  public constructor(
    public readonly directory: string,
    manifest: KnownFiles,
    template: string,
  ) {
    this.files = { ...manifest.files };
    this.types = { template, preset: manifest.preset?.name };
  }

  /** The packages that project types and enums of `.projenrc` come from. */
  public readonly types: ProjectTypes;

  /** Text of a file; `undefined` where there is none. */
  public read(path: string): string | undefined {
    const content = this.changed.get(path) ?? this.onDisk(path);
    return content === undefined || content === 'gone' ? undefined : content.text;
  }

  /** Writes a file that is the user's. */
  public write(path: string, text: string): void {
    if (this.read(path) === text) return;
    this.assertText(path);
    this.changed.set(path, { text, mode: this.modeFor(path) });
  }

  public remove(path: string): void {
    if (this.read(path) !== undefined) this.changed.set(path, 'gone');
  }

  /**
   * Edits `.projenrc` and the files beside it that it imports; without a `.projenrc` there is nothing to do.
   *
   * @returns whether anything changed
   */
  public editProjenrc(edit: (projenrc: Projenrc) => readonly Note[]): boolean {
    const projenrc = Projenrc.read(this.directory, (path) => this.read(path), this.types);
    if (projenrc === undefined) return false;
    const notes = edit(projenrc);
    const results = [...projenrc.sources.results()].filter(([path, text]) => this.read(path) !== text);
    for (const [path, text] of results) this.write(path, text);
    for (const note of notes) this.note(note);
    return results.length > 0;
  }

  /** Remembers why what was done here cannot be taken back. */
  public cannotRevert(reason: string): void {
    this.reasons.add(reason);
  }

  /** Why what was done cannot be taken back; empty where it can. */
  public takeReasons(): string[] {
    const reasons = [...this.reasons];
    this.reasons.clear();
    return reasons;
  }

  /** Says what a person should look at; the same once. */
  public note(note: Note): void {
    this.noted.set(`${note.place} ${note.text}`, note);
  }

  /** What the template knows of a file. */
  public file(path: string): ManifestFile | undefined {
    return this.files[path];
  }

  /** Whether a file is as the template wrote it. */
  public isUntouched(path: string): boolean {
    const text = this.read(path);
    return text !== undefined && this.files[path]?.sha256 === contentHash(text);
  }

  /** Gives a file another class. What is the user's can be written. */
  public classify(path: string, file: ManifestFile): void {
    this.files[path] = file;
    const text = this.read(path);
    if (file.class === 'owned' && text !== undefined) this.changed.set(path, { text, mode: this.modeFor(path) });
  }

  /**
   * Gives a file another path, with what is known of it: also of one that was removed on purpose, or moved by a run that
   * was interrupted.
   *
   * @throws UserError where another file has that path
   */
  public move(from: string, to: string): void {
    const text = this.read(from);
    if (text !== undefined) {
      const there = this.read(to);
      if (there !== undefined && there !== text) {
        throw new UserError({
          subject: from,
          cause: `becomes ${to}, which exists`,
          remedy: `Move or rename ${to}, then run the command again`,
        });
      }
      this.assertText(from);
      this.changed.set(to, { text, mode: this.modeFor(from) });
      this.changed.set(from, 'gone');
    }
    const known = this.files[from];
    if (known === undefined) return;
    this.files[to] = known;
    delete this.files[from];
  }

  /** Paths below some folders, as earlier changes have left them: of the template's files and the user's. */
  public pathsBelow(folders: readonly string[]): string[] {
    const all = [...folders.flatMap((folder) => this.onDiskBelow(folder)), ...this.changed.keys()];
    const within = [...new Set(all)].filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
    return within.filter((path) => this.read(path) !== undefined).sort();
  }

  public get notes(): readonly Note[] {
    return [...this.noted.values()];
  }

  /** What the template knows of the files after the changes. */
  public get manifestFiles(): Readonly<Record<string, ManifestFile>> {
    return this.files;
  }

  /** Writes what has changed: new content first, so that an interruption leaves a file twice rather than not at all. */
  public commit(): void {
    for (const [path, content] of this.changed) {
      if (content === 'gone') continue;
      writeAtomically(this.directory, path, content.text, content.mode);
      chmodSync(join(this.directory, path), content.mode);
    }
    const disk = new Disk(this.directory);
    for (const [path, content] of this.changed) {
      if (content === 'gone') disk.remove(path);
    }
  }

  /** @throws UserError where the text is not all of a file, which would be another one when it is written */
  private assertText(path: string): void {
    const file = join(this.directory, path);
    if (this.changed.has(path) || this.onDisk(path) === undefined || isUtf8(readFileSync(file))) return;
    throw new UserError({
      subject: path,
      cause: 'is no text in UTF-8, and its bytes would be lost',
      remedy: 'Save it as UTF-8',
    });
  }

  private onDiskBelow(folder: string): string[] {
    const absolute = join(this.directory, folder);
    if (!existsSync(absolute)) return [];
    const entries = readdirSync(absolute, { recursive: true, encoding: 'utf8' });
    return entries.map((path) => `${folder}/${path.split(sep).join('/')}`);
  }

  /** The mode that a file has, with the permission to write it. */
  private modeFor(path: string): number {
    return (this.onDisk(path)?.mode ?? 0o644) | 0o200;
  }

  private onDisk(path: string): { readonly text: string; readonly mode: number } | undefined {
    const file = join(this.directory, path);
    if (!existsSync(file) || !statSync(file).isFile()) return undefined;
    return { text: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777 };
  }
}
