import { github } from 'projen';
import { COMPLETE_UPGRADE, COMPLETION, RENOVATE_PREFIX } from './complete-upgrade';
import { ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { githubCli } from './steps';
import { credentialsHint, REPORT_FOLDER, upgradeToken } from './upgrade-steps';

const { JobPermission } = github.workflows;

/** The run that has ended, as GitHub tells of it. */
const RUN = 'github.event.workflow_run';

/** A run of the workflow on a branch of this repository that Renovate works on. */
const IS_COMPLETION = [
  `${RUN}.event == 'pull_request'`,
  `${RUN}.path == '.github/workflows/${COMPLETE_UPGRADE}.yml'`,
  `${RUN}.head_repository.full_name == github.repository`,
  `startsWith(${RUN}.head_branch, '${RENOVATE_PREFIX}')`,
  // one that is blocked has failed, and its report says why
  `contains(fromJSON('["success","failure"]'), ${RUN}.conclusion)`,
].join(' && ');

/**
 * `commit-upgrade`: commits to Renovate's branch what `complete-upgrade` has left. Pull requests may not use the environment
 * of the token, so this runs after them, on the default branch and by its commands: what the other run left is text to it,
 * and branch and commit are what GitHub says of that run.
 */
export class CommitUpgradeWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, settings: WorkflowSettings) {
    super(scope, 'commit-upgrade', settings);
    this.on({
      workflowRun: { workflows: [COMPLETE_UPGRADE], types: ['completed'], branches: [`${RENOVATE_PREFIX}**`] },
    });
    const { steps, env } = upgradeToken(settings);
    this.addServiceJob('propose', {
      name: 'Commit it to the branch',
      if: IS_COMPLETION,
      permissions: {
        actions: JobPermission.READ,
        contents: JobPermission.READ,
        ...this.steps.installPermissions,
      },
      environment: settings.upgrades.environment,
      concurrency: { group: `commit-upgrade-\${{ ${RUN}.head_branch }}`, 'cancel-in-progress': false },
      timeoutMinutes: settings.timeouts.upgrade,
      steps: [
        this.steps.checkout({ 'fetch-depth': 0 }),
        ...this.steps.install(),
        this.downloadStep(),
        ...steps,
        {
          id: 'propose',
          name: 'Commit and comment',
          env: {
            ...githubCli(settings),
            ...env,
            BRANCH: `\${{ ${RUN}.head_branch }}`,
            HEAD: `\${{ ${RUN}.head_sha }}`,
            HINT: credentialsHint(settings),
          },
          run: `${this.steps.exec('udp-service', 'propose')} ${REPORT_FOLDER} --kind template --base ${settings.branch} --onto "$BRANCH" --head "$HEAD" --credentials "$HINT"`,
        },
      ],
    });
  }

  /** Brings the artifact of the other run; one that failed early has none, which is told like anything else that blocks. */
  private downloadStep(): github.workflows.JobStep {
    const [id, name] = ['download_report', 'Bring the report and the patch'];
    if (this.settings.host.kind !== 'server') {
      return {
        ...this.steps.downloadArtifact(id, name, {
          name: COMPLETION,
          path: REPORT_FOLDER,
          'run-id': `\${{ ${RUN}.id }}`,
          'github-token': '${{ github.token }}',
        }),
        continueOnError: true,
      };
    }
    // the third generation of the action, the last one for servers, knows the artifacts of its own run alone
    return {
      id,
      name,
      env: { ...githubCli(this.settings), RUN: `\${{ ${RUN}.id }}` },
      run: `gh run download "$RUN" --name ${COMPLETION} --dir ${REPORT_FOLDER}`,
      continueOnError: true,
    };
  }
}
