import { github } from 'projen';
import { checkout, installLocked, PackageWorkflow, setupNode } from './package-workflow';

/** The whole of what each commit runs a sample of, by the names of the scripts. */
const WHOLE = [
  { id: 'matrix', name: 'Test the whole matrices', script: 'test:matrix' },
  { id: 'patterns', name: 'Test generated patterns', script: 'test:patterns' },
  { id: 'starved', name: 'Test the starved gate', script: 'test:starved' },
  { id: 'simulation', name: 'Simulate repositories', script: 'simulate' },
];

/** Runs each night what takes longer than a commit may; the job may read and nothing else. */
export class NightlyWorkflow extends PackageWorkflow {
  public constructor(scope: github.GitHub) {
    super(scope, 'nightly');
    this.on({ schedule: [{ cron: '17 2 * * *' }], workflowDispatch: {} });
    this.addPackageJob('nightly', {
      permissions: { contents: github.workflows.JobPermission.READ },
      timeoutMinutes: 120,
      env: { CI: 'true' },
      steps: [
        checkout(),
        setupNode(),
        installLocked(),
        // one that fails hides nothing of the others
        ...WHOLE.map(({ id, name, script }) => ({ id, name, if: '${{ !cancelled() }}', run: `npm run ${script}` })),
      ],
    });
  }
}
