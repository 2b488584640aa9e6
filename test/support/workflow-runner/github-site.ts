import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folder with the stand-ins for programs of the runner: `gh` and `docker`. */
const PROGRAM_STAND_INS = join(__dirname, '../stubs/bin');

/** Numeric ID of the repository, part of an identity's claims. */
export const REPOSITORY_ID = 789012;
/** That of a fork. */
const FORK_ID = 31337;

/** An artifact as GitHub's API shows it. */
export interface ArtifactRecord {
  readonly id: number;
  readonly name: string;
  expired: boolean;
  readonly created_at: string;
  readonly expires_at: string;
  readonly workflow_run: {
    readonly id: number;
    readonly repository_id: number;
    readonly head_repository_id: number;
    readonly head_branch: string;
    readonly head_sha: string;
  };
}

/** A job of a run. */
export interface JobEntry {
  readonly run_id: number;
  readonly run_attempt: number;
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'skipped';
  readonly completed_at: string;
  readonly steps: readonly { readonly name: string; readonly conclusion: string }[];
}

/** A run of a workflow. */
export interface RunEntry {
  readonly id: number;
  readonly path: string;
  readonly event: string;
  readonly head_branch: string;
  readonly head_sha: string;
  readonly created_at: string;
  readonly actor: { readonly login: string };
  readonly repository: { readonly id: number };
  readonly head_repository: { readonly id: number };
  status: 'in_progress' | 'completed';
  conclusion: 'success' | 'failure' | null;
}

/** An attestation as the host keeps it: who signed what. */
export interface AttestationEntry {
  readonly name: string;
  /** `sha256:` and 64 digits. */
  readonly digest: string;
  /** `owner/name` */
  readonly repository: string;
  /** Path of the workflow file. */
  readonly workflow: string;
  readonly ref: string;
  readonly commit: string;
  readonly run: number;
  readonly attempt: number;
}

/** What the stand-in for `gh` reads and writes. */
export interface SiteState {
  issues: Record<string, unknown>[];
  pulls: Record<string, unknown>[];
  comments: { id: number; pull: string; body: string; user: { login: string } }[];
  labels: string[];
  runs: RunEntry[];
  jobs: JobEntry[];
  artifacts: ArtifactRecord[];
  attestations: AttestationEntry[];
  /** Whether the repository has code scanning. */
  codeScanning: boolean;
  /** What code scanning was given. */
  analyses: { commit: string; ref: string; results: unknown[] }[];
  /** What tokens may do that are not the job's. */
  tokens: Record<string, Record<string, string>>;
  /** Accounts of tokens. */
  accounts: Record<string, string>;
  /** Pushes as the host recorded them, oldest first. */
  pushes: { ref: string; after: string; timestamp: string; actor: { login: string } | null }[];
  /** Checks of commits, by applications. */
  checkRuns: { head_sha: string; name: string; status: string; conclusion: string | null; app: { slug: string } }[];
  /** Statuses of commits. */
  statuses: { sha: string; state: string }[];
  /** Answers to further calls of `gh api`, by `METHOD path`. */
  api: Record<string, unknown>;
  /** What was sent to those that change something. */
  sent: { key: string; body: unknown }[];
  /** Arguments of every call of `gh`. */
  calls: string[][];
}

const empty = (): SiteState => ({
  issues: [],
  pulls: [],
  comments: [],
  labels: [],
  runs: [],
  jobs: [],
  artifacts: [],
  attestations: [],
  codeScanning: true,
  analyses: [],
  tokens: {},
  accounts: {},
  pushes: [],
  checkRuns: [],
  statuses: [],
  api: {},
  sent: [],
  calls: [],
});

/** What of GitHub outlives a run: runs, artifacts, issues, comments. Kept in a folder of its own. */
export class GithubSite {
  readonly folder = mkdtempSync(join(tmpdir(), 'github-site-'));
  private readonly stateFile = join(this.folder, 'state.json');

  /** What there is; a change of it is lost, see `change`. */
  get state(): SiteState {
    return existsSync(this.stateFile) ? { ...empty(), ...JSON.parse(readFileSync(this.stateFile, 'utf8')) } : empty();
  }

  /** Changes what there is. */
  change<T>(how: (state: SiteState) => T): T {
    const state = this.state;
    const result = how(state);
    writeFileSync(this.stateFile, JSON.stringify(state, undefined, 2));
    return result;
  }

  /** Environment in which the stand-ins for programs find this site. */
  env(): NodeJS.ProcessEnv {
    return { GH_STUB_STATE: this.stateFile, GH_STUB_ARTIFACTS: join(this.folder, 'artifacts') };
  }

  /** Folders with the stand-ins for programs. */
  get path(): readonly string[] {
    return [PROGRAM_STAND_INS];
  }

  startRun(run: Pick<RunEntry, 'path' | 'event' | 'head_branch' | 'head_sha'>, fork = false): number {
    return this.change(({ runs }) =>
      runs.push({
        id: runs.length + 1,
        ...run,
        created_at: new Date().toISOString(),
        actor: { login: 'octocat' },
        repository: { id: REPOSITORY_ID },
        head_repository: { id: fork ? FORK_ID : REPOSITORY_ID },
        status: 'in_progress',
        conclusion: null,
      }),
    );
  }

  endJob(job: JobEntry): void {
    this.change(({ jobs }) => jobs.push(job));
  }

  endRun(id: number, conclusion: 'success' | 'failure'): void {
    this.change(({ runs }) => Object.assign(runs[id - 1], { status: 'completed', conclusion }));
  }

  /** Keeps files as an artifact of a run; `copy` puts them into the folder that it is given. */
  keepArtifact(
    run: number,
    name: string,
    { days, overwrite }: { readonly days: number; readonly overwrite: boolean },
    copy: (folder: string) => void,
  ): number {
    const folder = this.artifactFolder(run, name);
    if (existsSync(folder) && !overwrite) {
      throw new Error(`actions/upload-artifact: an artifact with the name ${name} already exists`);
    }
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    copy(folder);
    return this.change((state) => {
      const { id: runId, head_branch, head_sha, repository, head_repository } = state.runs[run - 1];
      const id = Math.max(0, ...state.artifacts.map((artifact) => artifact.id)) + 1;
      state.artifacts = state.artifacts.filter((other) => other.name !== name || other.workflow_run.id !== run);
      state.artifacts.push({
        id,
        name,
        expired: false,
        created_at: new Date().toISOString(),
        expires_at: new Date(Date.now() + days * 86_400_000).toISOString(),
        workflow_run: {
          id: runId,
          repository_id: repository.id,
          head_repository_id: head_repository.id,
          head_branch,
          head_sha,
        },
      });
      return id;
    });
  }

  /** Copies an artifact into a folder. */
  fetchArtifact(run: number, name: string, target: string): void {
    const known = this.state.artifacts.filter(({ workflow_run }) => workflow_run.id === run);
    if (!known.some((artifact) => artifact.name === name && !artifact.expired)) {
      const names = known.map((artifact) => artifact.name).join(', ');
      throw new Error(`actions/download-artifact: artifact not found: ${name}; the run ${run} has: ${names}`);
    }
    mkdirSync(target, { recursive: true });
    cpSync(this.artifactFolder(run, name), target, { recursive: true });
  }

  /** A file of an artifact, as the host keeps it. */
  keptFile(run: number, name: string, file: string): string {
    return join(this.artifactFolder(run, name), file);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private artifactFolder(run: number, name: string): string {
    return join(this.folder, 'artifacts', String(run), name);
  }
}
