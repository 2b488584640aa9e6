import { posix } from 'node:path';
import type * as ts from 'typescript';
import { applyEdits, type TextEdit } from './text-edits';
import type { TypeScript } from './typescript';

/** Files that hold the options of a repository, in the order in which projen looks for them. */
export const PROJENRC_FILES = ['.projenrc.ts', '.projenrc.js', '.projenrc.json'] as const;

/** Files of a repository by their path with `/`; `undefined` where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A file of the syntax tree with its path in the repository. */
export interface Source {
  readonly path: string;
  readonly file: ts.SourceFile;
}

/** A node with the file it stands in. */
export interface Located<Node extends ts.Node = ts.Node> {
  readonly source: Source;
  readonly node: Node;
}

/** The files below a `.projenrc`: parsed when asked for, edited by position. */
export class Sources {
  private readonly parsed = new Map<string, Source | undefined>();
  private readonly edits = new Map<string, TextEdit[]>();

  public constructor(
    public readonly api: TypeScript,
    private readonly read: ReadFile,
  ) {}

  /** A file of the repository; `undefined` where there is none. */
  public source(path: string): Source | undefined {
    if (!this.parsed.has(path)) {
      const text = this.read(path);
      this.parsed.set(path, text === undefined ? undefined : { path, file: this.parse(path, text) });
    }
    return this.parsed.get(path);
  }

  /** What a relative import leads to. */
  public imported(from: Source, specifier: string): Source | undefined {
    if (!specifier.startsWith('.')) return undefined;
    const base = posix.join(posix.dirname(from.path), specifier);
    if (base.startsWith('..')) return undefined;
    const stem = base.replace(/\.[cm]?js$/, '');
    const candidates = [base, ...['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'].map((end) => `${stem}${end}`)];
    return [...candidates, posix.join(base, 'index.ts'), posix.join(base, 'index.js')]
      .filter((path) => /\.[cm]?[jt]s$/.test(path))
      .map((path) => this.source(path))
      .find((source) => source !== undefined);
  }

  /** Files that were looked at so far. */
  public all(): Source[] {
    return [...this.parsed.values()].filter((source): source is Source => source !== undefined);
  }

  public edit({ path }: Source, edit: TextEdit): void {
    this.edits.set(path, [...(this.edits.get(path) ?? []), edit]);
  }

  /** New text of every file that was edited. */
  public results(): ReadonlyMap<string, string> {
    return new Map(
      [...this.edits].map(([path, edits]) => [path, applyEdits(this.source(path)?.file.text ?? '', edits)]),
    );
  }

  /** `.projenrc.ts:12`, as editors and terminals understand it. */
  public place({ source, node }: Located): string {
    const { line } = source.file.getLineAndCharacterOfPosition(node.getStart(source.file));
    return `${source.path}:${line + 1}`;
  }

  private parse(path: string, text: string): ts.SourceFile {
    if (path.endsWith('.json')) {
      const json = this.api.parseJsonText(path, text);
      // the parser of JSON does not tell nodes their parents
      setParents(this.api, json);
      return json;
    }
    return this.api.createSourceFile(path, text, this.api.ScriptTarget.Latest, true);
  }
}

function setParents(api: TypeScript, parent: ts.Node): void {
  api.forEachChild(parent, (child) => {
    (child as { parent: ts.Node }).parent = parent;
    setParents(api, child);
  });
}
