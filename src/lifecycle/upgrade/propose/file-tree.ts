/** A file as git keeps it. */
export interface TreeFile {
  /** `100644`, `100755`, `120000` (a link), `160000` (a commit of another repository). */
  readonly mode: string;
  /** By this git knows its content. */
  readonly object: string;
  /** Bytes. */
  readonly size: number;
}

/** The files of a commit, and the text of those that somebody has to look into. */
export interface FileTree {
  readonly files: ReadonlyMap<string, TreeFile>;
  /** Text of a file; undefined where there is none. */
  text(path: string): string | undefined;
}

/** What became of one path. */
export interface FileChange {
  readonly path: string;
  readonly before?: TreeFile;
  readonly after?: TreeFile;
}

/** Every path that differs between two trees; a move is a removal and an addition. */
export function changesBetween(
  before: ReadonlyMap<string, TreeFile>,
  after: ReadonlyMap<string, TreeFile>,
): FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [old, fresh] = [before.get(path), after.get(path)];
    if (old?.object === fresh?.object && old?.mode === fresh?.mode) return [];
    return [{ path, ...(old && { before: old }), ...(fresh && { after: fresh }) }];
  });
}

/** Whether two lists tell the same changes of the same contents. */
export function sameChanges(some: readonly FileChange[], others: readonly FileChange[]): boolean {
  const told = (changes: readonly FileChange[]) =>
    changes
      .map(({ path, before, after }) => [path, before?.mode, before?.object, after?.mode, after?.object].join('\0'))
      .sort()
      .join('\n');
  return told(some) === told(others);
}

/** A tree of which nothing is there. */
export const EMPTY_TREE: FileTree = { files: new Map(), text: () => undefined };
