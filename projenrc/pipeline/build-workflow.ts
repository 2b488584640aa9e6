import { github } from 'projen';
import { checkout, installLocked, PackageWorkflow, setupNode } from './package-workflow';

/**
 * Builds and tests each pull request. It may read and nothing else: what a build changes is a failure that its author
 * commits, and never pushed by a job with more rights.
 */
export class BuildWorkflow extends PackageWorkflow {
  public constructor(scope: github.GitHub) {
    super(scope, 'build');
    this.on({ pullRequest: {}, mergeGroup: {}, workflowDispatch: {} });
    this.addPackageJob('build', {
      permissions: { contents: github.workflows.JobPermission.READ },
      timeoutMinutes: 60,
      env: { CI: 'true' },
      steps: [
        checkout(),
        setupNode(),
        installLocked(),
        {
          id: 'python',
          name: 'Install the emulated AWS and cfn-lint',
          run: [
            'python3 -m venv "$RUNNER_TEMP/python"',
            // wheels alone: no script of a package runs; the tests that need them name them as missing otherwise
            "\"$RUNNER_TEMP\"/python/bin/pip install --only-binary=:all: 'moto[server]==5.2.1' 'cfn-lint==1.51.*'",
            'echo "$RUNNER_TEMP/python/bin" >> "$GITHUB_PATH"',
          ].join('\n'),
        },
        { id: 'build', name: 'Build and test', run: 'npx --no-install projen build' },
        {
          id: 'unchanged',
          name: 'Check that the build changed nothing',
          run: [
            'git add --intent-to-add .',
            'if ! git diff --exit-code; then',
            '  echo "::error::The build changed files of the repository. Run: npx projen build, and commit what it changes."',
            '  exit 1',
            'fi',
          ].join('\n'),
        },
      ],
    });
  }
}
