import { github } from 'projen';
import { ACCEPTED_FINDINGS } from '../../files/paths';
import { REQUIRED_CHECKS } from '../../lifecycle/upgrade/propose/required-checks';
import { ASSEMBLY } from '../cdk-tasks';
import { unlessEjected } from '../ejecting';
import { ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { githubCli, IS_TRUSTED } from './steps';
import { workflowText } from './text';

type JobStep = github.workflows.JobStep;
const { JobPermission } = github.workflows;

const BUILD_JOB = 'build';
const FINDINGS_OUTPUT = { findings: { stepId: 'findings', outputName: 'written' } };
const FINDINGS = { name: 'findings', file: 'findings.sarif' };

/**
 * `build`: every change builds from the lockfile, and no managed file may differ from what the template writes. Its job runs
 * the code of pull requests, from forks too, with a token that only reads; what may write runs none of it.
 */
export class BuildWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, settings: WorkflowSettings) {
    super(scope, 'build', settings);
    const [cause = ''] = unlessEjected(
      this,
      `: a managed file was edited, or ${this.steps.wording.optionsFile} was changed without a synth`,
    );
    this.on({ pullRequest: {}, mergeGroup: {}, push: { branches: [settings.branch] }, workflowDispatch: {} });
    this.addServiceJob(BUILD_JOB, {
      name: REQUIRED_CHECKS.build.check,
      permissions: { contents: JobPermission.READ, ...this.steps.installPermissions },
      concurrency: {
        group: 'build-${{ github.ref }}',
        // a commit of the branch that is deployed keeps its verdict
        'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
      },
      outputs: unlessEjected(this, FINDINGS_OUTPUT)[0],
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.installationHint(),
        { id: 'build', name: 'Build', run: this.steps.task('build') },
        {
          id: 'drift',
          name: 'Find changed files',
          run: [
            'git add --all',
            'if ! git diff --cached --stat --exit-code; then',
            '  git diff --cached',
            `  echo "::error::The build changed the files above${cause}. Run '${this.steps.wording.task} build' and commit the result."`,
            '  exit 1',
            'fi',
          ].join('\n'),
        },
        ...unlessEjected(this, ...this.findings()),
      ],
    });
    for (const job of unlessEjected(this, 'code_scanning')) this.addCodeScanning(job);
  }

  /** On a fork there are no secrets: where packages need one, the reason is not to be guessed from a 401. */
  private installationHint(): JobStep[] {
    const { npmTokens } = this.settings;
    if (npmTokens.length === 0) return [];
    return [
      {
        id: 'install_hint',
        name: 'Say why packages are missing',
        if: `failure() && steps.install.outcome == 'failure' && !(${IS_TRUSTED})`,
        run: `echo "::error::${workflowText('no-secret-on-forks', { secrets: npmTokens.join(', ') })}"`,
      },
    ];
  }

  /** What `check` finds, also where it made the build fail. */
  private findings(): JobStep[] {
    const check = ['udp-service', 'check', ASSEMBLY, '--accept', ACCEPTED_FINDINGS, '--format', 'sarif'];
    return [
      {
        id: 'findings',
        name: 'Write the findings',
        if: '!cancelled()',
        run: [
          `if [ ! -f ${ASSEMBLY}/manifest.json ]; then`,
          '  echo "Nothing was synthesized."',
          '  exit 0',
          'fi',
          '# 1 is a finding, which failed the build already',
          `${this.steps.exec(...check)} > ${FINDINGS.file} || [ "$?" -eq 1 ]`,
          'echo "written=true" >> "$GITHUB_OUTPUT"',
        ].join('\n'),
      },
      {
        ...this.steps.uploadArtifact('upload_findings', 'Upload the findings', {
          name: FINDINGS.name,
          path: FINDINGS.file,
          days: 1,
        }),
        if: "!cancelled() && steps.findings.outputs.written == 'true'",
      },
    ];
  }

  /** Shows the findings in code scanning where the repository has it; nothing of the pull request runs here. */
  private addCodeScanning(id: string): void {
    this.addServiceJob(id, {
      name: 'Code scanning',
      needs: [BUILD_JOB],
      if: `!cancelled() && needs.${BUILD_JOB}.outputs.findings == 'true' && github.event_name != 'merge_group' && ${IS_TRUSTED}`,
      permissions: { securityEvents: JobPermission.WRITE },
      timeoutMinutes: 5,
      steps: [
        this.steps.downloadArtifact('download_findings', 'Download the findings', { name: FINDINGS.name }),
        {
          id: 'upload_sarif',
          name: 'Upload to code scanning',
          env: { ...githubCli(this.settings), COMMIT: '${{ github.sha }}', REF: '${{ github.ref }}' },
          run: [
            `gzip --stdout ${FINDINGS.file} | base64 --wrap=0 > sarif.txt`,
            'if ! gh api --method POST "repos/{owner}/{repo}/code-scanning/sarifs" --silent \\',
            '  --raw-field commit_sha="$COMMIT" --raw-field ref="$REF" --field sarif=@sarif.txt 2> error.txt; then',
            '  cat error.txt',
            "  grep --quiet 'HTTP 40[34]' error.txt",
            '  echo "::notice::The repository has no code scanning, so its findings stand in the log of the build alone."',
            'fi',
          ].join('\n'),
        },
      ],
    });
  }
}
