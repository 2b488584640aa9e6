import { anything, ask, list, object, oddAnswer, type Reader, readAnswer } from '../../clients/github/answer';
import type { Attestation, AttestedOrigin } from '../../clients/github/attestations';
import type { GitHub } from '../../clients/github/cli';
import {
  ARTIFACT,
  type Artifact,
  BRANCH,
  COMMIT,
  COMPARISON,
  JOB,
  type Job,
  REPOSITORY,
  RUN,
  type Run,
} from './shapes';

export type { Artifact, Job, Run } from './shapes';

/** As many as one page of an answer holds. */
const PAGE = 100;
/** More than a list ever has that is worth to be read: a hundred thousand entries. */
const MOST_PAGES = 1000;

/** How one commit lies to another one. */
export type Relation = (typeof RELATIONS)[number] | 'unknown';
const RELATIONS = ['identical', 'ahead', 'behind', 'diverged'] as const;

/** What a reviewer knows a commit by. */
export interface CommitDetails {
  readonly subject: string;
  readonly author: string;
  readonly date: string;
}

/** What is asked of GitHub about a repository; every list is read to its last page. */
export class RepositoryApi {
  private readonly relations = new Map<string, Promise<Relation>>();

  public constructor(
    private readonly github: GitHub,
    /** `owner/name` */
    public readonly name: string,
  ) {}

  public async repository(): Promise<{ readonly id: number; readonly default_branch: string } | undefined> {
    return ask(this.github, `repos/${this.name}`, REPOSITORY);
  }

  /** The newest commit of a branch: asked of the branches, because a tag may have the same name. */
  public async head(branch: string): Promise<string | undefined> {
    const answer = await ask(this.github, `repos/${this.name}/branches/${encodeURIComponent(branch)}`, BRANCH);
    return answer?.commit.sha;
  }

  /** How `head` lies to `base`: `ahead` where it holds it and more. */
  public relation(base: string, head: string): Promise<Relation> {
    const key = `${base}...${head}`;
    const known = this.relations.get(key) ?? this.compare(key);
    this.relations.set(key, known);
    return known;
  }

  public async commit(sha: string): Promise<CommitDetails | undefined> {
    const answer = await ask(this.github, `repos/${this.name}/commits/${sha}`, COMMIT);
    if (answer === undefined) return undefined;
    const { message, author } = answer.commit;
    const login = answer.author?.login;
    return {
      subject: message.split('\n', 1)[0],
      author: login === undefined ? `${author?.name ?? 'unknown'} (no account on GitHub)` : login,
      date: author?.date ?? 'unknown',
    };
  }

  public run(id: number): Promise<Run | undefined> {
    return ask(this.github, `repos/${this.name}/actions/runs/${id}`, RUN);
  }

  /** Runs of a workflow file, the newest first. */
  public runs(file: string): AsyncGenerator<Run> {
    return this.pages(`actions/workflows/${file}/runs`, 'workflow_runs', RUN);
  }

  /** The jobs of every attempt of a run. */
  public jobs(run: number): AsyncGenerator<Job> {
    return this.pages(`actions/runs/${run}/jobs?filter=all`, 'jobs', JOB);
  }

  /** Artifacts of a name, of every run. */
  public artifacts(name: string): AsyncGenerator<Artifact> {
    return this.pages(`actions/artifacts?name=${encodeURIComponent(name)}`, 'artifacts', ARTIFACT);
  }

  /** Artifacts of a run. */
  public artifactsOf(run: number): AsyncGenerator<Artifact> {
    return this.pages(`actions/runs/${run}/artifacts`, 'artifacts', ARTIFACT);
  }

  public download(run: number, artifact: string, directory: string): Promise<void> {
    return this.github.download(this.name, run, artifact, directory);
  }

  /** The attestation of a file that a run made, or why there is none that is valid. */
  public attestation(file: string, origin: Omit<AttestedOrigin, 'repository'>): Promise<Attestation | string> {
    return this.github.attestation(file, { repository: this.name, ...origin });
  }

  private async compare(basehead: string): Promise<Relation> {
    const answer = await ask(this.github, `repos/${this.name}/compare/${basehead}?per_page=1`, COMPARISON);
    return RELATIONS.find((one) => one === answer?.status) ?? 'unknown';
  }

  /** @throws UserError where the list does not end, or is none */
  private async *pages<T>(path: string, member: string, read: Reader<T>): AsyncGenerator<T> {
    const start = `repos/${this.name}/${path}${path.includes('?') ? '&' : '?'}per_page=${PAGE}`;
    let seen = 0;
    let last = '';
    for (let page = 1; page <= MOST_PAGES; page++) {
      const at = `${start}&page=${page}`;
      const answer = await this.github.get<unknown>(at);
      if (answer === undefined) return;
      const items = readAnswer(at, answer, object({ [member]: list(read) }))[member];
      const { total_count: total } = readAnswer(at, answer, object({ total_count: anything }));
      const told = JSON.stringify(items);
      if (items.length > 0 && told === last)
        throw oddAnswer(at, 'it is that of the page before, so the list has no end');
      last = told;
      yield* items;
      seen += items.length;
      // a page may be short and not the last one; a full one never is, whatever number is told
      const isLast = items.length < PAGE && (typeof total !== 'number' || seen >= total);
      if (items.length === 0 || isLast) return;
    }
    throw oddAnswer(start, `the list goes on after ${MOST_PAGES} pages`);
  }
}
