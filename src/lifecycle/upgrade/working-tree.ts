import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gitCommand } from '../../clients/git';
import { MANIFEST_FILE, readManifest } from '../../files/manifest';
import { snapshotsOf, snapshotTestIn } from '../../files/paths';
import { isLockfile } from '../../package-managers';
import { upgradeBlocked } from './blocked';
import type { RunProgram } from './program';

/** A change that is not committed, as `git status` tells it. */
interface StatusEntry {
  readonly path: string;
  readonly untracked: boolean;
}

/** The working tree of a repository, as far as an upgrade needs it. */
export class WorkingTree {
  public constructor(
    private readonly directory: string,
    private readonly run: RunProgram,
  ) {}

  /** @throws UserError where there is no repository, or no commit yet */
  public async head(): Promise<string> {
    try {
      return await this.git('rev-parse', '--verify', 'HEAD');
    } catch {
      throw upgradeBlocked(
        'this is no git repository with a commit, so that nothing could be compared or taken back',
        'Commit what is here, then run this again.',
      );
    }
  }

  /** Paths that are not committed; ignored files do not count. */
  public async changes(): Promise<StatusEntry[]> {
    const output = await this.git('status', '--porcelain=v1', '--untracked-files=all', '--no-renames', '-z', '--', '.');
    return output
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => ({ path: entry.slice(3), untracked: entry.startsWith('??') }));
  }

  /** Text of a file at a commit. */
  public show(commit: string, path: string): Promise<string> {
    return this.run(gitCommand('show', `${commit}:./${path}`), {
      purpose: `${path} at ${commit.slice(0, 12)}`,
      remedy: 'Commit it',
    });
  }

  /** A file of git's own folder that belongs to this working tree. */
  public async privatePath(name: string): Promise<string> {
    return resolve(this.directory, await this.git('rev-parse', '--git-path', name));
  }

  /**
   * Goes back to a commit. What the template has written since then is taken away; a file that it does not know stays.
   *
   * @returns the object that holds what was there, for whoever wants to look at it
   */
  public async restore(commit: string): Promise<string | undefined> {
    const kept = await this.git('stash', 'create').catch(() => '');
    const reading = readManifest(this.directory);
    const files = reading.state === 'valid' ? reading.manifest.files : {};
    const known = new Set([...Object.keys(files), snapshotsOf(snapshotTestIn(files))]);
    const committed = new Set((await this.git('ls-tree', '-r', '--format=%(objectname)', commit)).split('\n'));
    for (const { path, untracked } of await this.changes()) {
      if (!untracked) continue;
      // what a migration has copied stands in the commit under its old name
      const isOwn = known.has(path) || isGenerated(path) || committed.has(await this.git('hash-object', '--', path));
      if (isOwn) rmSync(join(this.directory, path), { force: true });
    }
    await this.git('restore', `--source=${commit}`, '--staged', '--worktree', '--', '.');
    return kept === '' ? undefined : kept;
  }

  /** Writes everything that differs from a commit into a file, as a patch that `git apply` takes. */
  public async writePatch(commit: string, file: string): Promise<void> {
    await this.git('add', '--all', '--', '.');
    // as text whatever an attribute says: a binary patch is not taken by the job that proposes it
    const form = [
      '--cached',
      '--text',
      '--no-ext-diff',
      '--no-textconv',
      '--full-index',
      '--no-color',
      '--no-renames',
      `--output=${file}`,
    ];
    await this.git('diff', ...form, commit, '--', '.');
    await this.git('reset', '--quiet', '--', '.');
  }

  private async git(...args: string[]): Promise<string> {
    const output = await this.run(gitCommand(...args), { purpose: `git ${args[0]}`, remedy: 'Look at what git says' });
    return output.replace(/\n$/, '');
  }
}

/** What tools write beside the files of the template: their state and the lockfiles. */
function isGenerated(path: string): boolean {
  return path === MANIFEST_FILE || isLockfile(path);
}
