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
  readonly workflow_run?: { readonly id: number; readonly head_sha: string } | null;
}

/** As many as one page of the answer holds. */
const PAGE = 100;

/** The deployments of a stage that can be brought back, the newest first. */
export async function listKept(github: GitHub, repository: string, stage: string): Promise<KeptDeployment[]> {
  const name = artifactOf(stage);
  const path = `repos/${repository}/actions/artifacts?name=${encodeURIComponent(name)}&per_page=${PAGE}`;
  const { artifacts = [] } = (await github.get<{ artifacts: Artifact[] }>(path)) ?? {};
  return artifacts
    .filter((artifact) => artifact.name === name && !artifact.expired)
    .flatMap(({ workflow_run: of, created_at: deployedAt, expires_at: keptUntil }) =>
      of ? [{ run: of.id, commit: of.head_sha, deployedAt, keptUntil }] : [],
    )
    .sort((a, b) => (a.deployedAt < b.deployedAt ? 1 : -1));
}
