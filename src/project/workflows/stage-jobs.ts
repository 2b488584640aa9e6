import { github } from 'projen';
import type { Stage } from '../../model/model';
import type { Wording } from '../document-wording';
import { separated } from '../service-docs/values';
import { workflowText } from './text';

const { JobPermission } = github.workflows;

/** A stage that a workflow can deploy. */
export type DeployableStage = Stage & Required<Pick<Stage, 'account' | 'region' | 'deployRoleArn'>>;

const NEEDED = ['account', 'region', 'deployRoleArn'] as const;

export function isDeployable(stage: Stage): stage is DeployableStage {
  return NEEDED.every((key) => stage[key] !== undefined);
}

/** What a stage is without that a workflow needs, as part of a sentence; empty where it has everything. */
export function missingOf(stage: Stage, needed: readonly (keyof Stage)[] = NEEDED): string {
  return needed.filter((key) => stage[key] === undefined).join(' and no ');
}

/** What a person does, so that a workflow can assume a role in the account of each of the stages. */
export function remedyFor(stages: readonly Stage[], wording: Wording): string {
  const placed = stages.every(({ account, region }) => account !== undefined && region !== undefined);
  return workflowText('remedy', { ...wording, placed, stages: separated(stages, ' and ') });
}

/** The only step of a job that has nothing to do yet. */
export function noticeStep(title: string, message: string): github.workflows.JobStep {
  return { id: 'notice', name: 'Say what is missing', run: `echo "::notice title=${title}::${message}"` };
}

/** What is needed to read what was deployed before. */
export const HISTORY_PERMISSIONS: github.workflows.JobPermissions = {
  contents: JobPermission.READ,
  actions: JobPermission.READ,
};

/** What whoever deploys a stage may do in the repository. */
export const DEPLOY_PERMISSIONS: github.workflows.JobPermissions = {
  ...HISTORY_PERMISSIONS,
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
