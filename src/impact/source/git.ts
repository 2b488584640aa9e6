import { join } from 'node:path';
import { gitIn } from '../../clients/git';
import { UserError } from '../../util/user-error';

/** The repository of a folder, as far as comparing needs it. */
export class GitRepository {
  /** Finds the commit that a name means, `undefined` where there is no repository or no such commit. */
  public static async commitOf(directory: string, name: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await new GitRepository(directory, signal).git(
        'rev-parse',
        '--verify',
        '--quiet',
        '--end-of-options',
        `${name}^{commit}`,
      );
    } catch {
      return undefined;
    }
  }

  public constructor(
    private readonly directory: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Root of the repository. */
  public root(): Promise<string> {
    return this.git('rev-parse', '--show-toplevel');
  }

  /** Path of the folder within the repository, empty at its root. */
  public prefix(): Promise<string> {
    return this.git('rev-parse', '--show-prefix');
  }

  /** The commit at which HEAD left the default branch of `origin`. */
  public async mergeBase(): Promise<string> {
    for (const branch of ['origin/HEAD', 'origin/main', 'origin/master']) {
      if ((await GitRepository.commitOf(this.directory, branch, this.signal)) === undefined) continue;
      return this.git('merge-base', branch, 'HEAD');
    }
    throw new UserError({
      subject: '--base',
      cause: 'is not given, and there is no default branch of origin to start from',
      remedy: 'Name a git ref, a cdk.out folder or a template',
    });
  }

  /** Checks a commit out into a folder of its own; hooks and filters of the user stay out of it. */
  public async addWorktree(folder: string, commit: string): Promise<string> {
    await this.git('-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--detach', '--force', folder, commit);
    return join(folder, await this.prefix());
  }

  public async removeWorktree(folder: string): Promise<void> {
    await new GitRepository(this.directory, new AbortController().signal).git(
      'worktree',
      'remove',
      '--force',
      '--force',
      folder,
    );
  }

  private async git(...args: string[]): Promise<string> {
    const remedy = 'Fetch the commit (a shallow clone does not have it), or compare folders';
    return (await gitIn(this.directory, { remedy, signal: this.signal })(...args)).trim();
  }
}
