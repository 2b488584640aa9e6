import { github } from 'projen';
import { ACTIONS, type ActionName, commentVersions, referenceTo } from '../../src/project/workflows/actions';
import { amendWorkflow } from '../../src/project/workflows/rendered';

type Job = github.workflows.Job;
type JobStep = github.workflows.JobStep;

/** Node.js of every job; one major version, because a release is tested with what runs at home as well. */
const NODE = '24';

/** A job without what every job has. */
export type PackageJob = Omit<Job, 'runsOn' | 'defaults'> & Required<Pick<Job, 'timeoutMinutes'>>;

/** A workflow of this package: no permission of its own (each job names what it needs), and actions pinned to commits. */
export abstract class PackageWorkflow extends github.GithubWorkflow {
  protected constructor(scope: github.GitHub, name: string, options: github.GithubWorkflowOptions = {}) {
    super(scope, name, options);
    amendWorkflow(this, (text) => commentVersions(text));
  }

  /** Adds a job with what every job has: a runner of GitHub and bash. */
  protected addPackageJob(id: string, job: PackageJob): void {
    this.addJob(id, { runsOn: ['ubuntu-latest'], defaults: { run: { shell: 'bash' } }, ...job });
  }
}

/** An action at the commit that the table of actions names. */
export function action(id: string, name: string, which: ActionName, inputs: NonNullable<JobStep['with']>): JobStep {
  return { id, name, uses: referenceTo(ACTIONS[which]).uses, with: inputs };
}

/** Checks the repository out without leaving a token behind. */
export function checkout(inputs: NonNullable<JobStep['with']> = {}): JobStep {
  return action('checkout', 'Check out', 'checkout', { 'persist-credentials': false, ...inputs });
}

/** Node.js without a cache, which another job could have filled. */
export function setupNode(): JobStep {
  return action('setup_node', 'Set up Node.js', 'setupNode', { 'node-version': NODE, 'package-manager-cache': false });
}

/** The locked dependencies of a folder; no script of theirs is run. */
export function installLocked(folder?: string): JobStep {
  const where = folder === undefined ? '' : ` --prefix ${folder}`;
  return {
    id: 'install',
    name: folder === undefined ? 'Install the locked dependencies' : 'Install the locked npm',
    run: `npm ci --ignore-scripts --no-audit --no-fund${where}`,
  };
}
