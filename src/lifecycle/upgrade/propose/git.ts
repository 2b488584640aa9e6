import { hardenedGitCommand } from '../../../clients/git';
import type { RunProgram } from '../program';
import type { TreeFile } from './file-tree';

/** Runs git in the checkout and returns what it printed. */
export type RunGit = (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;

export function gitOf(run: RunProgram, env: NodeJS.ProcessEnv = {}): RunGit {
  return async (args, more) => {
    return run(hardenedGitCommand(...args), {
      purpose: `git ${args[0]}`,
      remedy: 'See that the token may write contents and workflows',
      env: { ...env, ...more },
    });
  };
}

/** The files of a commit or tree. */
export async function filesOf(git: RunGit, treeish: string): Promise<Map<string, TreeFile>> {
  const listed = await git(['ls-tree', '-r', '-l', '-z', '--full-tree', treeish]);
  return new Map(
    listed
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [mode, , object, size] = entry.slice(0, entry.indexOf('\t')).split(/ +/);
        return [entry.slice(entry.indexOf('\t') + 1), { mode, object, size: Number(size) || 0 }];
      }),
  );
}

/** What was read; an object never changes. */
const KNOWN = new WeakMap<RunGit, Map<string, string>>();

/** Texts of objects, some at a time. */
export async function textsOf(git: RunGit, objects: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const texts = KNOWN.get(git) ?? new Map<string, string>();
  KNOWN.set(git, texts);
  const wanted = [...new Set(objects)];
  const missing = wanted.filter((object) => !texts.has(object));
  const read = async (): Promise<void> => {
    for (let object = missing.pop(); object !== undefined; object = missing.pop()) {
      texts.set(object, await git(['cat-file', 'blob', object]));
    }
  };
  await Promise.all(Array.from({ length: 4 }, read));
  return new Map(wanted.map((object) => [object, texts.get(object) as string]));
}
