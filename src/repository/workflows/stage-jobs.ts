import { github } from 'projen';
import type { Stage } from '../../service/model';

const { JobPermission } = github.workflows;

/** A stage that a workflow can deploy. */
export type DeployableStage = Stage & Required<Pick<Stage, 'account' | 'region' | 'deployRoleArn'>>;

const NEEDED = ['account', 'region', 'deployRoleArn'] as const;

export function isDeployable(stage: Stage): stage is DeployableStage {
  return NEEDED.every((key) => stage[key] !== undefined);
}

/** What a stage is without, and so cannot be deployed, as part of a sentence. */
export function missingOf(stage: Stage): string {
  return NEEDED.filter((key) => stage[key] === undefined).join(' and no ');
}

/** What whoever deploys a stage may do in the repository. */
export const DEPLOY_PERMISSIONS: github.workflows.JobPermissions = {
  contents: JobPermission.READ,
  idToken: JobPermission.WRITE,
};

/** One operation on a stage at a time, and none is cut off in the middle, whichever workflow began it. */
export function concurrencyOf({ name }: Stage): github.workflows.Job['concurrency'] {
  return { group: `deploy-${name}`, 'cancel-in-progress': false };
}

/** The environment, with the stacks of the stage as its address. */
export function environmentOf(service: string, stage: Stage): { readonly name: string; readonly url?: string } {
  const { environment: name, region = '', name: stageName } = stage;
  // in the other partitions the console has other addresses
  if (/^(cn|us-gov|us-iso)/.test(region) || region === '') return { name };
  const filter = encodeURIComponent(`${service}-${stageName}-`);
  return {
    name,
    url: `https://${region}.console.aws.amazon.com/cloudformation/home?region=${region}#/stacks?filteringText=${filter}`,
  };
}
