export { actionStandIns } from './action-stand-ins';
export { parseCommandFile } from './command-files';
export { GithubSite } from './github-site';
export type { ActionCall, ActionStandIn, JobRecord, RunWorkflowOptions, StepRecord, WorkflowRecord } from './types';
export { runWorkflow } from './workflow-run';
