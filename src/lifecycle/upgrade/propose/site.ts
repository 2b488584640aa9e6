import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  flag,
  list,
  object,
  optional,
  otherwise,
  parsedAnswer,
  type Reader,
  readAnswer,
  text,
  whole,
} from '../../../clients/github/answer';

/** Runs the GitHub CLI with arguments and returns what it printed. */
export type RunGitHubCli = (args: readonly string[]) => Promise<string>;

/** A pull request, as far as proposing needs it. */
export interface Pull {
  readonly number: number;
  readonly isDraft: boolean;
  /** Commit at its head. */
  readonly headRefOid: string;
  /** Branch that it aims at. */
  readonly baseRefName?: string;
  /** Whether its branch is one of another repository, which may have any name. */
  readonly isCrossRepository?: boolean;
  readonly body?: string;
}

/** An issue. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

const PULLS: Reader<readonly Pull[]> = list(
  object({
    number: whole,
    isDraft: flag,
    headRefOid: text,
    baseRefName: optional(text),
    isCrossRepository: optional(flag),
    body: optional(text),
  }),
);
const ISSUES: Reader<readonly Issue[]> = list(object({ number: whole, title: text, body: otherwise(text, '') }));

/** Label of the issues that upgrades open. */
export const LABEL = 'udp-service-upgrade';

/** What upgrades show on GitHub: pull requests with a token of their own, issues with that of the job. */
export class Site {
  /**
   * @param pulls absent where there is no token that may push and propose
   */
  public constructor(
    private readonly issues: RunGitHubCli,
    private readonly pulls?: RunGitHubCli,
  ) {}

  /** The open pull request of a branch of this repository; one of a fork has the same name at will. */
  public async pullOf(branch: string): Promise<Pull | undefined> {
    const fields = 'number,isDraft,headRefOid,baseRefName,isCrossRepository,body';
    const output = await this.asProposer(['pr', 'list', '--head', branch, '--state', 'open', '--json', fields]);
    return readAnswer('gh pr list', parsedAnswer('gh pr list', output), PULLS).find(
      ({ isCrossRepository }) => isCrossRepository !== true,
    );
  }

  public async createPull(pull: { branch: string; base: string; title: string; body: string; draft: boolean }) {
    await withBody(pull.body, (file) =>
      this.asProposer([
        ...['pr', 'create', '--head', pull.branch, '--base', pull.base, '--title', pull.title, '--body-file', file],
        ...(pull.draft ? ['--draft'] : []),
      ]),
    );
  }

  public async editPull({ number, isDraft }: Pull, pull: { title: string; body: string; draft: boolean }) {
    await withBody(pull.body, (file) =>
      this.asProposer(['pr', 'edit', String(number), '--title', pull.title, '--body-file', file]),
    );
    if (isDraft !== pull.draft)
      await this.asProposer(['pr', 'ready', String(number), ...(pull.draft ? ['--undo'] : [])]);
  }

  public async commentOnPull({ number }: Pull, body: string): Promise<void> {
    await withBody(body, (file) =>
      this.asProposer(['pr', 'comment', String(number), '--body-file', file, '--edit-last', '--create-if-none']),
    );
  }

  public async closePull({ number }: Pull, comment: string): Promise<void> {
    await this.asProposer(['pr', 'close', String(number), '--comment', comment, '--delete-branch']);
  }

  /**
   * Merges a commit that was looked at: another head is refused.
   *
   * @param commit the one that was looked at, whatever the pull request says by now
   */
  public async mergePull({ number }: Pull, commit: string, subject: string): Promise<void> {
    await withBody('', (file) =>
      this.asProposer([
        ...['pr', 'merge', String(number), '--squash', '--match-head-commit', commit, '--delete-branch'],
        // the settings of a repository may take the text of the pull request for that of the commit
        ...['--subject', `${subject} (#${number})`, '--body-file', file],
      ]),
    );
  }

  /** The open issues that upgrades have opened. */
  public async openIssues(): Promise<readonly Issue[]> {
    const filter = ['--label', LABEL, '--state', 'open', '--limit', '100'];
    const output = await this.issues(['issue', 'list', ...filter, '--json', 'number,title,body']);
    return readAnswer('gh issue list', parsedAnswer('gh issue list', output), ISSUES);
  }

  public async createIssue(title: string, body: string): Promise<void> {
    const description = 'Opened and closed by the upgrade workflow';
    await this.issues(['label', 'create', LABEL, '--description', description, '--force']);
    await withBody(body, (file) =>
      this.issues(['issue', 'create', '--title', title, '--body-file', file, '--label', LABEL]),
    );
  }

  public async editIssue({ number }: Issue, title: string, body: string): Promise<void> {
    await withBody(body, (file) =>
      this.issues(['issue', 'edit', String(number), '--title', title, '--body-file', file]),
    );
  }

  public async closeIssue({ number }: Issue, comment: string): Promise<void> {
    await this.issues(['issue', 'close', String(number), '--comment', comment]);
  }

  private asProposer(args: readonly string[]): Promise<string> {
    if (this.pulls === undefined) throw new Error(`gh ${args.slice(0, 2).join(' ')}: there is no token for it`);
    return this.pulls(args);
  }
}

/** A text that others wrote goes by a file, never by an argument. */
async function withBody(body: string, use: (file: string) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'udp-service-body-'));
  try {
    const file = join(folder, 'body.md');
    writeFileSync(file, body);
    await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
