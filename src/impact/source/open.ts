import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Assembly } from '../../cloudformation/stack';
import { ACKNOWLEDGEMENTS_FILE } from '../../files/paths';
import { readText } from '../../util/read-file';
import { UserError } from '../../util/user-error';
import { type Acknowledgement, parseAcknowledgements } from '../acknowledgements';
import type { Checkout } from '../delivery/compare';
import { GitRepository } from './git';
import { readSide, readWhole } from './read';
import { install, type SynthesisLimits, synthesize } from './synthesize';

/** One side of the comparison, ready to be read. */
export interface Side {
  /** What it is called in messages. */
  readonly label: string;
  readonly assembly: Assembly;
  /** Present for a git ref and for the folder of an app, which also say how they are delivered. */
  readonly checkout?: Checkout;
}

/** Opens both sides, hands them over, and takes away whatever was made for it. */
export class Workspace {
  private readonly temporary = mkdtempSync(join(tmpdir(), 'udp-service-impact-'));
  private readonly worktrees: string[] = [];
  private checkedOut: Promise<unknown> = Promise.resolve();

  public constructor(
    private readonly directory: string,
    private readonly limits: SynthesisLimits,
  ) {}

  /** A template, an assembly, the folder of an app, or a git ref; without a name the folder itself. */
  public async open(option: '--base' | '--head', name: string): Promise<Side> {
    const path = resolve(this.directory, name);
    const assembly = readSide(path);
    if (assembly !== undefined) return { label: name, assembly };
    if (existsSync(join(path, 'cdk.json'))) return this.openFolder(option, name, path);
    const commit = await GitRepository.commitOf(this.directory, name, this.limits.signal);
    if (commit !== undefined) return this.openCommit(option, name, commit);
    const cause = existsSync(path)
      ? 'is a folder without manifest.json and without cdk.json'
      : 'is neither a path nor a git ref';
    throw new UserError({
      subject: `${option} ${name}`,
      cause,
      remedy: 'Name a git ref (fetched, not in a shallow clone), a cdk.out folder or a template',
    });
  }

  /** The commit at which the current branch left the default branch. */
  public mergeBase(): Promise<string> {
    return new GitRepository(this.directory, this.limits.signal).mergeBase();
  }

  public async close(): Promise<void> {
    const repository = new GitRepository(this.directory, this.limits.signal);
    for (const worktree of this.worktrees) {
      // A worktree that could not be added cannot be removed; that must not hide why. Git forgets what has no folder.
      await repository.removeWorktree(worktree).catch(() => undefined);
    }
    rmSync(this.temporary, { recursive: true, force: true });
  }

  private async openFolder(option: string, name: string, directory: string): Promise<Side> {
    const label = `${option} ${name}`;
    const assembly = await this.synthesizeAt(option, directory, label);
    const repository = await new GitRepository(directory, this.limits.signal).root().catch(() => directory);
    return { label: name, assembly, checkout: { directory, repository } };
  }

  private async openCommit(option: string, name: string, commit: string): Promise<Side> {
    const label = `${option} ${name} (${commit.slice(0, 12)})`;
    const worktree = join(this.temporary, `${option.slice(2)}-source`);
    const directory = await this.checkOut(worktree, commit);
    if (!existsSync(join(directory, 'cdk.json'))) {
      throw new UserError({
        subject: label,
        cause: 'holds no CDK app, it has no cdk.json',
        remedy: 'Name a commit of a CDK app',
      });
    }
    await install(directory, label, this.limits);
    const assembly = await this.synthesizeAt(option, directory, label);
    return { label: name, assembly, checkout: { directory, repository: worktree } };
  }

  /**
   * One at a time, although the sides are opened together: `git worktree add` reads the entries of the other worktrees and
   * fails on one that another such command has not yet finished ("failed to read …/commondir").
   */
  private checkOut(worktree: string, commit: string): Promise<string> {
    this.worktrees.push(worktree);
    const repository = new GitRepository(this.directory, this.limits.signal);
    const directory = this.checkedOut.then(() => repository.addWorktree(worktree, commit));
    this.checkedOut = directory.catch(() => undefined);
    return directory;
  }

  private async synthesizeAt(option: string, directory: string, label: string): Promise<Assembly> {
    const output = join(this.temporary, `${option.slice(2)}-assembly`);
    await synthesize(directory, output, label, this.limits);
    return readWhole(output);
  }
}

/**
 * The acknowledgements of the change: of the head where it is a checkout, else of the folder the command runs in.
 * An explicitly named file must exist.
 */
export function readAcknowledgements(directory: string, head = directory, named?: string): Acknowledgement[] {
  const file = named === undefined ? join(head, ACKNOWLEDGEMENTS_FILE) : resolve(directory, named);
  if (!existsSync(file) || !statSync(file).isFile()) {
    if (named === undefined) return [];
    throw new UserError({
      subject: `--acknowledgements ${named}`,
      cause: 'is no file',
      remedy: 'Name an existing file',
    });
  }
  return parseAcknowledgements(readText(file), named ?? ACKNOWLEDGEMENTS_FILE);
}
