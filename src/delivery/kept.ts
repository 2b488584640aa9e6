/** The file in which an assembly says which commit it is of: beside its manifest, where the CDK does not look. */
export const RECORD = 'udp-service.json';

/** Name of the artifact in which a run keeps the assembly that it has deployed to a stage. */
export function artifactOf(stage: string): string {
  return `deployed-${stage}`;
}

/** File in that artifact. */
export const KEPT_TAR = 'cdk.out.tgz';

/** The folder in that file. */
export const KEPT_FOLDER = 'cdk.out';

/** The workflows that deploy. */
export type DeployingWorkflow = 'deploy' | 'rollback';

export const DEPLOYING_WORKFLOWS: readonly DeployingWorkflow[] = ['deploy', 'rollback'];

export function workflowFile(workflow: DeployingWorkflow): string {
  return `.github/workflows/${workflow}.yml`;
}

/** Name of the job that brings an assembly to a stage. */
export function jobNameOf(workflow: DeployingWorkflow, stage: string): string {
  return workflow === 'deploy' ? `Deploy ${stage}` : `Roll ${stage} back`;
}

/** Name of the job that attests what that job kept, and of what it attests. */
export function attestJobNameOf(stage: string): string {
  return `Attest ${stage}`;
}

export function attestedNameOf(stage: string): string {
  return `${artifactOf(stage)}.tgz`;
}

/** Names of steps of such a job, by which it is told how far it came. */
export const DEPLOY_STEP = 'Deploy';
export const KEEP_STEP = 'Keep what was deployed';

/** Name of the artifact that holds the assembly for the jobs of the run. */
export const ASSEMBLY_ARTIFACT = 'assembly';
