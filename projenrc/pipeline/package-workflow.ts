import { github, type IResolver } from 'projen';
import { ACTIONS, type ActionName, commentVersions, referenceTo } from '../../src/project/workflows/actions';

type Job = github.workflows.Job;
type JobStep = github.workflows.JobStep;

/** Node.js of every job; one major version, because a release is tested with what runs at home as well. */
const NODE = '24';

/** A job without what every job has. */
export type PackageJob = Omit<Job, 'runsOn' | 'defaults'> & Required<Pick<Job, 'timeoutMinutes'>>;

/** What `YamlFile` renders with; protected there, because projen offers no hook on the text of a workflow. */
interface Renderer {
  synthesizeContent(resolver: IResolver): string | undefined;
}

/** A workflow of this package: no permission of its own (each job names what it needs), and actions pinned to commits. */
export abstract class PackageWorkflow extends github.GithubWorkflow {
  protected constructor(scope: github.GitHub, name: string, options: github.GithubWorkflowOptions = {}) {
    super(scope, name, options);
    const renderer = this.file as unknown as Renderer | undefined;
    if (!renderer) return;
    const render = renderer.synthesizeContent.bind(renderer);
    renderer.synthesizeContent = (resolver) => {
      const text = render(resolver);
      // the YAML writer drops empty objects, and without this line jobs would start from the repository's default token
      const closed = text?.replace(/^jobs:$/m, 'permissions: {}\njobs:');
      return closed && commentVersions(closed);
    };
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
