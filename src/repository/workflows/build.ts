import { github } from 'projen';
import { ServiceWorkflow } from './service-workflow';
import { checkout, install } from './steps';

export interface BuildWorkflowOptions {
  /** Command that installs from the lockfile. */
  readonly installCommand: string;
  /** Command that builds the repository. */
  readonly buildCommand: string;
}

/** `build`: every pull request builds from the lockfile, and no managed file may differ from what the template writes. */
export class BuildWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, options: BuildWorkflowOptions) {
    super(scope, 'build');
    this.on({ pullRequest: {}, mergeGroup: {}, workflowDispatch: {} });
    this.addJob('build', {
      runsOn: ['ubuntu-24.04'],
      permissions: { contents: github.workflows.JobPermission.READ },
      timeoutMinutes: 30,
      env: { CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
      defaults: { run: { shell: 'bash' } },
      concurrency: { group: 'build-${{ github.ref }}', 'cancel-in-progress': true },
      steps: [
        checkout(),
        ...install(options.installCommand),
        { id: 'build', name: 'Build', run: options.buildCommand },
        {
          id: 'drift',
          name: 'Find changed files',
          run: [
            'git add --all',
            'if ! git diff --cached --stat --exit-code; then',
            '  git diff --cached',
            `  echo "::error::The build changed the files above: a managed file was edited, or .projenrc.ts was changed without a synth. Run '${options.buildCommand}' and commit the result."`,
            '  exit 1',
            'fi',
          ].join('\n'),
        },
      ],
    });
  }
}
