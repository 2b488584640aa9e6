import { github } from 'projen';
import { ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';

/** `build`: every pull request builds from the lockfile, and no managed file may differ from what the template writes. */
export class BuildWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, settings: WorkflowSettings) {
    super(scope, 'build', settings);
    this.on({ pullRequest: {}, mergeGroup: {}, push: { branches: [settings.branch] }, workflowDispatch: {} });
    this.addServiceJob('build', {
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
      concurrency: { group: 'build-${{ github.ref }}', 'cancel-in-progress': true },
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        { id: 'build', name: 'Build', run: this.steps.exec('projen', 'build') },
        {
          id: 'drift',
          name: 'Find changed files',
          run: [
            'git add --all',
            'if ! git diff --cached --stat --exit-code; then',
            '  git diff --cached',
            `  echo "::error::The build changed the files above: a managed file was edited, or .projenrc.ts was changed without a synth. Run 'npx projen build' and commit the result."`,
            '  exit 1',
            'fi',
          ].join('\n'),
        },
      ],
    });
  }
}
