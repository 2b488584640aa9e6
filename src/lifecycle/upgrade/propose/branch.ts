import { changesBetween, type FileChange, sameChanges } from './file-tree';
import { filesOf, type RunGit } from './git';

/** By whom the commits of upgrades are. */
export const AUTHOR = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};

/** Says it by the environment, which wins over the configuration of git: a runner may have set another one there. */
const IDENTITY = {
  GIT_AUTHOR_NAME: AUTHOR.name,
  GIT_AUTHOR_EMAIL: AUTHOR.email,
  GIT_COMMITTER_NAME: AUTHOR.name,
  GIT_COMMITTER_EMAIL: AUTHOR.email,
};

/** The branch that an upgrade is proposed on. */
export class ProposalBranch {
  private readonly remote: string;

  public constructor(
    private readonly name: string,
    /** Commit that the patch was made on. */
    private readonly base: string,
    /** Git, in an environment in which it may push. */
    private readonly git: RunGit,
  ) {
    this.remote = `refs/remotes/origin/${name}`;
  }

  /** Fetches the branch; the commit at its head, or undefined where there is none. */
  public async fetch(): Promise<string | undefined> {
    const found = await this.git(['ls-remote', '--heads', 'origin', `refs/heads/${this.name}`]);
    if (found.trim() === '') return undefined;
    await this.git(['fetch', '--quiet', '--no-tags', 'origin', `+refs/heads/${this.name}:${this.remote}`]);
    return (await this.git(['rev-parse', '--verify', this.remote])).trim();
  }

  /** Addresses of others in the commits of the branch, as those say of themselves. */
  public async foreignCommitters(head: string): Promise<string[]> {
    const emails = await this.git(['log', '--format=%ce%n%ae', head, `^${this.base}`]);
    return [...new Set(emails.split('\n').filter((email) => email !== '' && email !== AUTHOR.email))];
  }

  /**
   * Whether all that the branch brings, from where it left the base to its head, is one commit with these changes: so
   * that its age and its checks count.
   */
  public async holds(head: string, changes: readonly FileChange[]): Promise<boolean> {
    const fork = (await this.git(['merge-base', this.base, head]).catch(() => '')).trim();
    if (fork === '') return false;
    const commits = (await this.git(['rev-list', '--parents', `${fork}..${head}`])).trim().split('\n');
    if (commits.length !== 1 || commits[0] !== `${head} ${fork}`) return false;
    return sameChanges(changesBetween(await filesOf(this.git, fork), await filesOf(this.git, head)), changes);
  }

  /** Commits a tree on the base, without a working tree and without hooks. */
  public async commit(tree: string, message: string): Promise<string> {
    return (await this.git(['commit-tree', tree, '-p', this.base, '-m', message], IDENTITY)).trim();
  }

  /**
   * Puts a commit at the head of the branch.
   *
   * @param expected the head that it has; another one is refused
   */
  public async push(commit: string, expected: string | undefined): Promise<void> {
    const lease = `--force-with-lease=refs/heads/${this.name}:${expected ?? ''}`;
    await this.git(['push', '--quiet', '--no-verify', lease, 'origin', `${commit}:refs/heads/${this.name}`]);
  }
}
