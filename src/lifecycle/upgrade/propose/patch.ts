import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MANIFEST_FILE } from '../../../files/manifest';
import {
  lockfilesOf,
  RELEASE_LOCKFILE,
  RELEASE_MANIFEST,
  RELEASE_NPMRC,
  registryFiles,
} from '../../../package-managers';
import { Refusal } from '../../../util/refusal';
import { changesBetween, type FileChange, type FileTree } from './file-tree';
import { filesOf, type RunGit, textsOf } from './git';
import { optionsFiles } from './judge/options-file';
import { LIMITS } from './judge/shape';

/** A patch cannot be taken for what it is, before anything in it is looked at; the message says why. */
export class PatchError extends Refusal {}

/** A patch after it was applied beside the working tree. */
export interface AppliedPatch {
  /** Tree that git would commit; what is judged is what is pushed. */
  readonly tree: string;
  readonly before: FileTree;
  readonly after: FileTree;
  readonly changes: readonly FileChange[];
}

/** Reads a file that another job left: a file, no link, and no more of it than is taken. */
export function readLeft(file: string, limit: number): string {
  if (lstatSync(file).isSymbolicLink()) throw new PatchError('it is a symbolic link');
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new PatchError('it is no file');
    if (status.size > limit)
      throw new PatchError(`it holds ${status.size} bytes, and ${limit} is the most that is taken`);
    return readFileSync(descriptor, 'latin1');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Applies a patch to an index of its own: neither the working tree nor the index of the checkout is touched.
 *
 * @param base commit that it was made on
 * @throws PatchError where it cannot be applied
 */
export async function applyPatch(git: RunGit, file: string, base: string): Promise<AppliedPatch> {
  const text = readLeft(file, LIMITS.bytes);
  // what git unpacks may be a thousand times as large, and nothing that a template writes is binary
  if (/^(?:GIT binary patch|Binary files .* differ)\r?$/m.test(text)) throw new PatchError('it changes a binary file');
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-patch-'));
  try {
    const copy = join(folder, 'upgrade.patch');
    writeFileSync(copy, text, 'latin1');
    const index = { GIT_INDEX_FILE: join(folder, 'index') };
    await git(['read-tree', base], index);
    try {
      await git(['apply', '--cached', '--whitespace=nowarn', copy], index);
    } catch (error) {
      throw new PatchError(`git cannot apply it (${lastLine(error as Error)})`);
    }
    const tree = (await git(['write-tree'], index)).trim();
    const [before, after] = [await filesOf(git, base), await filesOf(git, tree)];
    const changes = changesBetween(before, after);
    const paths = changes.length > LIMITS.files ? [] : changes.map(({ path }) => path);
    return { tree, before: await read(git, before, paths), after: await read(git, after, paths), changes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of a commit, with the texts that tell what an upgrade may change in it. */
export async function trustedTree(git: RunGit, commit: string): Promise<FileTree> {
  const files = await filesOf(git, commit);
  return read(
    git,
    files,
    [...files.keys()].filter((path) => path.startsWith('.github/workflows/')),
  );
}

/** Files of a tree with the texts of some of them, and of all that every judgement needs. */
async function read(git: RunGit, files: FileTree['files'], paths: readonly string[]): Promise<FileTree> {
  const always = ['package.json', MANIFEST_FILE, ...lockfilesOf(), ...registryFiles()];
  const wanted = new Set([...paths, ...always, RELEASE_MANIFEST, RELEASE_LOCKFILE, RELEASE_NPMRC]);
  const texts = new Map<string, string>();
  const tree: FileTree = {
    files,
    text: (path) => {
      const object = files.get(path)?.object;
      return object === undefined ? undefined : texts.get(object);
    },
  };
  // the files with options lead to others
  for (let size = -1; size !== wanted.size; ) {
    size = wanted.size;
    const objects = [...wanted].flatMap((path) => {
      const file = files.get(path);
      const isText = file?.mode.startsWith('100') && file.size <= LIMITS.fileBytes && !texts.has(file.object);
      return isText ? [file?.object as string] : [];
    });
    for (const [object, text] of await textsOf(git, objects)) texts.set(object, text);
    for (const path of optionsFiles(tree)) wanted.add(path);
  }
  return tree;
}

function lastLine({ message }: Error): string {
  const lines = message.split('\n').filter((line) => /^(error|fatal): /.test(line));
  return (lines[0] ?? message.split('\n')[0] ?? '').slice(0, 200);
}
