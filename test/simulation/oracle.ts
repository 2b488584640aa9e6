import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isFile, statsOf, write } from './files';

/** What must be found at a path. */
type Expectation =
  /** Every byte of the file is the user's. */
  | { readonly kind: 'bytes'; readonly content: Buffer }
  | { readonly kind: 'link'; readonly target: string }
  /** It is the user's, and he removed it. */
  | { readonly kind: 'absent' };

interface Key {
  readonly file: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

interface Line {
  readonly file: string;
  readonly line: string;
}

/** Something of a user's that is not where it was. */
export interface Loss {
  readonly path: string;
  readonly what: string;
  readonly bytes: number;
}

/**
 * Knows everything that a user wrote into a repository, and where it must be found: in its place, or in a patch that leads
 * back to it. It shares no code with what it watches over.
 */
export class Oracle {
  private readonly files = new Map<string, Expectation>();
  /** Files that the user released without having written a byte of them. */
  private readonly unwritten = new Set<string>();
  private keys: readonly Key[] = [];
  private lines: readonly Line[] = [];

  public constructor(private readonly directory: string) {}

  /** What stands at the path is the user's work from now on. */
  public watch(path: string): void {
    this.files.set(path, this.found(path));
    this.unwritten.delete(path);
  }

  /** What stands at the path is the user's from now on, whoever wrote it. */
  public watchReleased(path: string): void {
    const isWritten = this.isWatched(path);
    this.giveUp(path);
    this.watch(path);
    if (!isWritten) this.unwritten.add(path);
  }

  /** The user wrote the value of a key into a file that others write as well. */
  public watchKey(file: string, path: readonly string[], value: unknown): void {
    this.giveUpKey(file, path);
    this.keys = [...this.keys, { file, path, value }];
  }

  public giveUpKey(file: string, path: readonly string[]): void {
    this.keys = this.keys.filter((key) => key.file !== file || key.path.join('\n') !== path.join('\n'));
  }

  /** The user wrote a line into a file that others write as well. */
  public watchLine(file: string, line: string): void {
    this.lines = [...this.lines, { file, line }];
  }

  /** The user gave up himself what he wrote there. */
  public giveUp(path: string): void {
    this.files.delete(path);
    this.keys = this.keys.filter(({ file }) => file !== path);
    this.lines = this.lines.filter(({ file }) => file !== path);
  }

  /** A version began to manage files: it writes them where the user removed them. */
  public allowBack(paths: Iterable<string>): void {
    for (const path of [...paths]) if (this.files.get(path)?.kind === 'absent') this.files.delete(path);
  }

  /** The user threw away what says that a file was removed or released; what he wrote is still his. */
  public forgetReleases(): void {
    this.allowBack(this.files.keys());
    for (const path of this.unwritten) this.files.delete(path);
    this.unwritten.clear();
  }

  /** Whether the user wrote anything there. */
  public isWatched(path: string): boolean {
    return this.files.has(path) || [...this.keys, ...this.lines].some(({ file }) => file === path);
  }

  /** Content of a file that the user is about to give for the template's version, and that must not be lost by it. */
  public contentOf(path: string): Buffer | undefined {
    const file = join(this.directory, path);
    return isFile(file) ? readFileSync(file) : undefined;
  }

  /**
   * The template's version was taken. The patch beside it must lead back to what stood there, and is watched from now on;
   * without a patch nothing may have changed.
   */
  public taken(path: string, before: Buffer | undefined, patch: string | undefined): Loss[] {
    const after = this.contentOf(path) ?? Buffer.alloc(0);
    const restored = patch === undefined ? after : this.apply(path, after, patch);
    const lost =
      before !== undefined && (restored === undefined || !withoutCr(restored).equals(withoutCr(before)))
        ? [{ path, what: 'an edit that was taken back is in no patch', bytes: before.length }]
        : [];
    if (patch !== undefined) this.watch(patch);
    this.files.delete(path);
    // the patch holds the values that were the template's to give
    this.keys = this.keys.filter((key) => key.file !== path || this.hasKey(key));
    this.lines = this.lines.filter((one) => one.file !== path || this.hasLine(one));
    return lost;
  }

  /** Bytes of the user that must be found in their place. */
  public get bytes(): number {
    const files = [...this.files.values()].map((one) => (one.kind === 'bytes' ? one.content.length : 0));
    return [...files, ...this.keys.map(bytesOfKey), ...this.lines.map(({ line }) => line.length)].reduce(
      (sum, bytes) => sum + bytes,
      0,
    );
  }

  /**
   * Whatever is not found.
   *
   * @param removals whether what was removed must not be there
   */
  public losses(removals = true): Loss[] {
    const files = [...this.files].flatMap(([path, expected]) => {
      const found = this.found(path);
      if (same(expected, found)) return [];
      if (expected.kind === 'absent') return removals ? [{ path, what: 'what was removed is back', bytes: 0 }] : [];
      return [{ path, what: `now ${found.kind}`, bytes: expected.kind === 'bytes' ? expected.content.length : 1 }];
    });
    const keys = this.keys.filter((key) => !this.hasKey(key));
    const lines = this.lines.filter((line) => !this.hasLine(line));
    return [
      ...files,
      ...keys.map((key) => ({ path: key.file, what: `the key ${key.path.join('.')}`, bytes: bytesOfKey(key) })),
      ...lines.map(({ file, line }) => ({ path: file, what: `the line ${line}`, bytes: line.length })),
    ];
  }

  private found(path: string): Expectation {
    const file = join(this.directory, path);
    const stats = statsOf(file);
    if (stats?.isSymbolicLink()) return { kind: 'link', target: readlinkSync(file) };
    return stats?.isFile() ? { kind: 'bytes', content: readFileSync(file) } : { kind: 'absent' };
  }

  private hasKey({ file, path, value }: Key): boolean {
    let found: unknown;
    try {
      found = parse(this.text(file).replace(/^\uFEFF/, ''));
    } catch {
      return false;
    }
    for (const name of path) found = (found as Record<string, unknown> | undefined)?.[name];
    return JSON.stringify(found) === JSON.stringify(value);
  }

  private hasLine({ file, line }: Line): boolean {
    return this.text(file).split(/\r?\n/).includes(line);
  }

  private text(path: string): string {
    return this.contentOf(path)?.toString('utf8') ?? '';
  }

  /** What git makes of a content by a patch; `undefined` where it does not apply. */
  private apply(path: string, content: Buffer, patch: string): Buffer | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'patched-'));
    try {
      write(folder, path, withoutCr(content));
      execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
        cwd: folder,
        input: readFileSync(join(this.directory, patch)),
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      return readFileSync(join(folder, path));
    } catch {
      return undefined;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function same(a: Expectation, b: Expectation): boolean {
  if (a.kind === 'bytes' && b.kind === 'bytes') return a.content.equals(b.content);
  if (a.kind === 'link' && b.kind === 'link') return a.target === b.target;
  return a.kind === b.kind;
}

function bytesOfKey({ path, value }: Key): number {
  return String(path.at(-1)).length + JSON.stringify(value).length;
}

/** A file whose line ends are all CRLF is the checkout's matter, and not an edit. */
function withoutCr(content: Buffer): Buffer {
  const text = content.toString('latin1');
  return /(?<!\r)\n/.test(text) ? content : Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1');
}
