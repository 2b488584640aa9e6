import type { RunProgram } from '../program';

/** By whom the commits of upgrades are; commits of anybody else on their branches are never overwritten. */
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
    private readonly run: RunProgram,
    /** Environment in which git may push. */
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.remote = `refs/remotes/origin/${name}`;
  }

  /** Fetches the branch; says whether there is one. */
  public async fetch(): Promise<boolean> {
    const found = await this.git('ls-remote', '--heads', 'origin', `refs/heads/${this.name}`);
    if (found === '') return false;
    await this.git('fetch', '--quiet', '--no-tags', 'origin', `+refs/heads/${this.name}:${this.remote}`);
    return true;
  }

  /** Addresses of others who have committed to the branch. */
  public async strangers(): Promise<string[]> {
    const emails = await this.git('log', '--format=%ce', this.remote, `^${this.base}`);
    return [...new Set(emails.split('\n').filter((email) => email !== '' && email !== AUTHOR.email))];
  }

  /** Age of the branch's head in whole days. */
  public async ageInDays(now: Date): Promise<number> {
    const seconds = Number(await this.git('log', '-1', '--format=%ct', this.remote));
    return Math.floor((now.getTime() / 1000 - seconds) / 86_400);
  }

  /** Commits a patch on the base. */
  public async commit(patch: string, message: string): Promise<void> {
    await this.git('checkout', '--quiet', '--detach', this.base);
    await this.git('apply', '--index', '--whitespace=nowarn', patch);
    await this.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', `--message=${message}`);
  }

  /** Whether the branch holds the same change already, so that its age and its checks count. */
  public async holdsSame(): Promise<boolean> {
    const trees = async (commit: string) => this.git('diff', '--no-ext-diff', '--no-color', `${commit}^`, commit);
    return (await trees(this.remote)) === (await trees('HEAD'));
  }

  /** Replaces the branch by the commit; another one than was fetched is refused. */
  public async push(exists: boolean): Promise<void> {
    const expected = exists ? await this.git('rev-parse', this.remote) : '';
    const lease = `--force-with-lease=refs/heads/${this.name}:${expected}`;
    await this.git('push', '--quiet', lease, 'origin', `HEAD:refs/heads/${this.name}`);
  }

  private async git(...args: string[]): Promise<string> {
    const output = await this.run(['git', ...args], {
      purpose: `git ${args.find((argument) => !argument.startsWith('-') && !argument.includes('='))}`,
      remedy: 'See that the token may write contents and workflows',
      env: { ...this.env, ...IDENTITY },
    });
    return output.replace(/\n$/, '');
  }
}
