import {
  list,
  object,
  optional,
  type Read,
  type Reader,
  readAnswer,
  text,
  whole,
} from '../../../clients/github/answer';
import type { RunGitHubCli } from './site';

/** A push as the host recorded it; what a commit says of itself is no part of it. */
export interface Push {
  /** Commit that the branch had afterwards. */
  readonly head: string;
  /** Account that pushed. */
  readonly by: string;
  readonly at: Date;
}

interface Activity {
  readonly after?: unknown;
  readonly timestamp?: unknown;
  readonly actor?: { readonly login?: unknown } | null;
}

const CHECK_RUNS = object({
  total_count: optional(whole),
  check_runs: list(
    object({
      name: text,
      status: text,
      conclusion: optional(text),
      head_sha: text,
      app: optional(object({ slug: optional(text) })),
    }),
  ),
});
type CheckRun = Read<typeof CHECK_RUNS>['check_runs'][number];

const STATUS = object({ state: text, total_count: optional(whole) });

/** Where the checks of the workflows come from. */
const ACTIONS = 'github-actions';
const PAGE = 100;
/** More checks than a commit ever has. */
const MOST_PAGES = 50;

/** What the host itself says of branches and commits, asked with the token of the job. */
export class Host {
  /**
   * @param ask with the token of the job, which may read
   * @param askAsProposer with the token that pushes; absent where there is none
   */
  public constructor(
    private readonly ask: RunGitHubCli,
    private readonly askAsProposer?: RunGitHubCli,
  ) {}

  /** Account of the token that pushes; undefined where the host does not say. */
  public async proposer(): Promise<string | undefined> {
    const query = 'query{viewer{login}}';
    const answer = await json(this.askAsProposer, ['api', 'graphql', '--raw-field', `query=${query}`]);
    const { data } = (answer ?? {}) as { readonly data?: { readonly viewer?: { readonly login?: unknown } } };
    const login = data?.viewer?.login;
    return typeof login === 'string' && login !== '' ? login : undefined;
  }

  /** The last push to a branch; undefined where the host does not say. */
  public async lastPush(branch: string): Promise<Push | undefined> {
    const ref = encodeURIComponent(`refs/heads/${branch}`);
    const answer = await json(this.ask, ['api', `repos/{owner}/{repo}/activity?ref=${ref}&per_page=1`]);
    const [last] = Array.isArray(answer) ? (answer as Activity[]) : [];
    const at = new Date(String(last?.timestamp));
    const [head, by] = [last?.after, last?.actor?.login];
    return typeof head !== 'string' || typeof by !== 'string' || Number.isNaN(at.getTime())
      ? undefined
      : { head, by, at };
  }

  /**
   * Why the checks of a commit do not let it merge; undefined where each of them has ended well.
   *
   * @param required checks that have to be there, from the workflows of the repository
   */
  public async whyNotGreen(commit: string, required: readonly string[]): Promise<string | undefined> {
    const runs = await this.checkRuns(commit);
    const status = await told(this.ask, `repos/{owner}/{repo}/commits/${commit}/status`, STATUS);
    if (runs === undefined || status === undefined) return 'the host does not say how its checks ended';
    if (runs.some(({ head_sha: head }) => head !== commit)) return 'its checks are of another commit';
    const red = runs.find((run) => !isGreen(run));
    if (red !== undefined) return `the check ${JSON.stringify(red.name.slice(0, 60))} is not green`;
    if ((status.total_count ?? 0) > 0 && status.state !== 'success') return 'a status of it is not green';
    const missing = required.find(
      (name) => !runs.some((run) => run.name === name && run.app?.slug === ACTIONS && run.conclusion === 'success'),
    );
    return missing === undefined ? undefined : `the check "${missing}" did not run on it`;
  }

  /** Commit that a release of an action is, as its repository tells; undefined where the host does not say. */
  public async release(action: string, tag: string): Promise<string | undefined> {
    const at = (path: string) => json(this.ask, ['api', `repos/${action}/git/${path}`]);
    const target = (answer: unknown) =>
      ((answer ?? {}) as { readonly object?: { readonly type?: unknown; readonly sha?: unknown } }).object;
    const found = target(await at(`ref/tags/${tag}`));
    if (found?.type === 'tag' && typeof found.sha === 'string') {
      const annotated = target(await at(`tags/${found.sha}`));
      return annotated?.type === 'commit' ? String(annotated.sha) : undefined;
    }
    return found?.type === 'commit' ? String(found.sha) : undefined;
  }

  private async checkRuns(commit: string): Promise<CheckRun[] | undefined> {
    const found: CheckRun[] = [];
    let last = '';
    for (let page = 1; page <= MOST_PAGES; page++) {
      const path = `repos/{owner}/{repo}/commits/${commit}/check-runs?per_page=${PAGE}&page=${page}`;
      const answer = await told(this.ask, path, CHECK_RUNS);
      if (answer === undefined) return undefined;
      const runs = answer.check_runs;
      const isFull = runs.length >= PAGE;
      // a host that says the same again and again does not say how the others ended
      if (isFull && JSON.stringify(runs) === last) return undefined;
      last = JSON.stringify(runs);
      found.push(...runs);
      if (runs.length === 0 || (!isFull && found.length >= (answer.total_count ?? 0))) return found;
    }
    return undefined;
  }
}

function isGreen({ status, conclusion }: CheckRun): boolean {
  return status === 'completed' && ['success', 'neutral', 'skipped'].includes(conclusion ?? '');
}

/** What stands at a path; undefined where the token may not ask, or the host says something that is none of it. */
async function told<T>(ask: RunGitHubCli, path: string, read: Reader<T>): Promise<T | undefined> {
  try {
    return readAnswer(path, JSON.parse(await ask(['api', path])), read);
  } catch {
    return undefined;
  }
}

/** An answer; undefined where the token may not ask, or the host has no such thing. */
async function json(ask: RunGitHubCli | undefined, args: readonly string[]): Promise<unknown> {
  if (ask === undefined) return undefined;
  try {
    return JSON.parse(await ask(args));
  } catch {
    return undefined;
  }
}
