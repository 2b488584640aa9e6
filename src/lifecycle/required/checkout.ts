import { gitIn } from '../../clients/git';
import type { SynthesisLimits } from '../../impact/source/synthesize';
import { UserError } from '../../util/user-error';
import { isGuarded } from './guarded';

/** How git tells that an entry is a symbolic link. */
const LINK = '120000';

/** What is committed in a checkout, read by git alone: no file of it is run, and no link of it is followed. */
export class Checkout {
  public constructor(
    public readonly directory: string,
    private readonly limits: SynthesisLimits,
  ) {}

  /** The commit that is checked out. */
  public async commit(): Promise<string> {
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Text of a file; nothing where there is none. */
  public async text(path: string): Promise<string | undefined> {
    return (await this.entries()).has(path) ? this.git('show', `HEAD:${path}`) : undefined;
  }

  /**
   * Guarded files, with what tells their content.
   *
   * @throws UserError where one is a link, so that a path which nobody guards would decide what it holds
   */
  public async guarded(): Promise<ReadonlyMap<string, string>> {
    const entries = await this.entries();
    for (const [path, content] of entries) {
      if (!content.startsWith(LINK) || !(isGuarded(path) || isGuarded(`${path}/file`))) continue;
      const cause = 'is a symbolic link, so that another file decides what it holds';
      throw new UserError({ subject: path, cause, remedy: 'Commit it as a file or folder' });
    }
    return new Map([...entries].filter(([path]) => isGuarded(path)));
  }

  private async entries(): Promise<Map<string, string>> {
    const listed = (await this.git('ls-tree', '-r', '-z', 'HEAD')).split('\0').filter((entry) => entry !== '');
    return new Map(listed.map((entry) => [entry.slice(entry.indexOf('\t') + 1), entry.slice(0, entry.indexOf('\t'))]));
  }

  private git(...args: string[]): Promise<string> {
    return gitIn(this.directory, { ...this.limits, remedy: 'Check the repository out with git' })(...args);
  }
}

/** Guarded files that one side has and the other has not, or has otherwise. */
export async function guardedChanges(base: Checkout, head: Checkout): Promise<string[]> {
  const [before, after] = [await base.guarded(), await head.guarded()];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
