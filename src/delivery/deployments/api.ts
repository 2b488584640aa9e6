import type { Attestation, AttestedOrigin } from '../../clients/github/attestations';
import type { GitHub } from '../../clients/github/cli';

/** As many as one page of an answer holds. */
const PAGE = 100;

/** An artifact as the API shows it. */
export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly expired: boolean;
  readonly created_at: string;
  readonly expires_at: string;
  readonly workflow_run?: {
    readonly id: number;
    readonly repository_id?: number;
    readonly head_repository_id?: number;
    readonly head_sha: string;
  } | null;
}

/** A run of a workflow as the API shows it. */
export interface Run {
  readonly id: number;
  readonly path: string;
  readonly event: string;
  readonly head_sha: string;
  readonly created_at: string;
  readonly actor?: { readonly login: string } | null;
  readonly repository?: { readonly id: number } | null;
  readonly head_repository?: { readonly id: number } | null;
}

/** A job of a run as the API shows it. */
export interface Job {
  readonly name: string;
  readonly run_attempt?: number;
  readonly conclusion: string | null;
  readonly completed_at: string | null;
  readonly steps?: readonly { readonly name: string; readonly conclusion: string | null }[];
}

/** How one commit lies to another one. */
export type Relation = 'identical' | 'ahead' | 'behind' | 'diverged' | 'unknown';

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
    return this.github.get(`repos/${this.name}`);
  }

  /** The newest commit of a branch: asked of the branches, because a tag may have the same name. */
  public async head(branch: string): Promise<string | undefined> {
    const answer = await this.github.get<{ commit: { sha: string } }>(
      `repos/${this.name}/branches/${encodeURIComponent(branch)}`,
    );
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
    const answer = await this.github.get<{
      commit: { message: string; author?: { name?: string; date?: string } | null };
      author?: { login?: string } | null;
    }>(`repos/${this.name}/commits/${sha}`);
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
    return this.github.get<Run>(`repos/${this.name}/actions/runs/${id}`);
  }

  /** Runs of a workflow file, the newest first. */
  public runs(file: string): AsyncGenerator<Run> {
    return this.pages(`actions/workflows/${file}/runs`, 'workflow_runs');
  }

  /** The jobs of every attempt of a run. */
  public jobs(run: number): AsyncGenerator<Job> {
    return this.pages(`actions/runs/${run}/jobs?filter=all`, 'jobs');
  }

  /** Artifacts of a name, of every run. */
  public artifacts(name: string): AsyncGenerator<Artifact> {
    return this.pages(`actions/artifacts?name=${encodeURIComponent(name)}`, 'artifacts');
  }

  /** Artifacts of a run. */
  public artifactsOf(run: number): AsyncGenerator<Artifact> {
    return this.pages(`actions/runs/${run}/artifacts`, 'artifacts');
  }

  public download(run: number, artifact: string, directory: string): Promise<void> {
    return this.github.download(this.name, run, artifact, directory);
  }

  /** The attestation of a file that a run made, or why there is none that is valid. */
  public attestation(file: string, origin: Omit<AttestedOrigin, 'repository'>): Promise<Attestation | string> {
    return this.github.attestation(file, { repository: this.name, ...origin });
  }

  private async compare(basehead: string): Promise<Relation> {
    const answer = await this.github.get<{ status: Relation }>(`repos/${this.name}/compare/${basehead}?per_page=1`);
    return answer?.status ?? 'unknown';
  }

  private async *pages<T>(path: string, member: string): AsyncGenerator<T> {
    const start = `repos/${this.name}/${path}${path.includes('?') ? '&' : '?'}per_page=${PAGE}`;
    let seen = 0;
    for (let page = 1; ; page++) {
      const answer = await this.github.get<Readonly<Record<string, unknown>>>(`${start}&page=${page}`);
      const items = (answer?.[member] ?? []) as readonly T[];
      yield* items;
      seen += items.length;
      // a page may be short and not the last one
      const total = answer?.total_count;
      const isLast = typeof total === 'number' ? seen >= total : items.length < PAGE;
      if (items.length === 0 || isLast) return;
    }
  }
}
