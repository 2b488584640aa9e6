import { github } from 'projen';
import { PackageWorkflow } from './package-workflow';

/** The title of a pull request becomes the subject of its commit, of which the version and the release notes are made. */
export class TitleWorkflow extends PackageWorkflow {
  public constructor(scope: github.GitHub) {
    super(scope, 'pull-request-lint');
    this.on({ pullRequest: { types: ['opened', 'edited', 'reopened', 'synchronize'] } });
    this.addPackageJob('title', {
      permissions: { contents: github.workflows.JobPermission.NONE },
      timeoutMinutes: 5,
      steps: [
        {
          id: 'title',
          name: 'Check the title',
          env: { TITLE: '${{ github.event.pull_request.title }}' },
          // the title itself is not printed: a line of it could be a command of the runner
          run: [
            "pattern='^(feat|fix|docs|refactor|perf|test|build|ci|chore)(\\([a-z0-9 -]+\\))?!?: .+$'",
            'if ! [[ "$TITLE" =~ $pattern ]]; then',
            '  echo "::error::The title of the pull request is no conventional subject. Write, for example: fix: correct the health check"',
            '  exit 1',
            'fi',
          ].join('\n'),
        },
      ],
    });
  }
}
