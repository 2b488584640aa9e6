import type { GitHub } from '../../github/cli';
import { artifactOf } from '../kept';

/** A deployment of a stage that succeeded, and whose assembly is kept. */
export interface KeptDeployment {
  /** The run that deployed it. */
  readonly run: number;
  /** The commit that the run belongs to; of a rollback it is not that of the assembly. */
  readonly commit: string;
  readonly deployedAt: string;
  readonly keptUntil: string;
}

interface Artifact {
  readonly name: string;
  readonly expired: boolean;
  readonly created_at: string;
  readonly expires_at: string;
  readonly workflow_run?: {
    readonly id: number;
    readonly head_sha: string;
    readonly repository_id: number;
    readonly head_repository_id: number;
  } | null;
}

/** As many as one page of the answer holds. */
const PAGE = 100;

/**
 * The deployments of a stage that can be brought back, the newest first.
 *
 * A pull request of a fork can keep an artifact of any name in the repository: only those whose code is the repository's own
 * count, however many others there are.
 */
export async function listKept(github: GitHub, repository: string, stage: string): Promise<KeptDeployment[]> {
  const name = artifactOf(stage);
  return (await artifactsNamed(name, github, repository))
    .filter((artifact) => artifact.name === name && !artifact.expired)
    .flatMap(({ workflow_run: of, created_at: deployedAt, expires_at: keptUntil }) =>
      of && of.repository_id !== undefined && of.head_repository_id === of.repository_id
        ? [{ run: of.id, commit: of.head_sha, deployedAt, keptUntil }]
        : [],
    )
    .sort((a, b) => (a.deployedAt < b.deployedAt ? 1 : -1));
}

async function artifactsNamed(name: string, github: GitHub, repository: string): Promise<readonly Artifact[]> {
  const found: Artifact[] = [];
  for (let page = 1; ; page++) {
    const path = `repos/${repository}/actions/artifacts?name=${encodeURIComponent(name)}&per_page=${PAGE}&page=${page}`;
    const { artifacts = [] } = (await github.get<{ artifacts: Artifact[] }>(path)) ?? {};
    found.push(...artifacts);
    if (artifacts.length < PAGE) return found;
  }
}
