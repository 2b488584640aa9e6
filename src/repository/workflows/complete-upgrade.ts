import { github } from 'projen';
import { ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { githubCli, IS_TRUSTED } from './steps';
import { credentialsHint, REPORT_FOLDER, upgradeToken } from './upgrade-steps';

/** Branches that Renovate works on. */
const RENOVATE = "startsWith(github.head_ref, 'renovate/')";

/**
 * `complete-upgrade`: Renovate has another version of the template installed; migrations, synth and snapshots follow on
 * its branch.
 */
export class CompleteUpgradeWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, settings: WorkflowSettings) {
    super(scope, 'complete-upgrade', settings);
    this.on({ pullRequest: { paths: ['package.json'] } });
    const condition = `${RENOVATE} && ${IS_TRUSTED}`;
    const read = { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions };
    this.addServiceJob('complete', {
      name: 'Complete the upgrade',
      if: condition,
      permissions: read,
      timeoutMinutes: settings.timeouts.upgrade,
      concurrency: { group: 'complete-upgrade-${{ github.ref }}', 'cancel-in-progress': true },
      steps: [
        this.steps.checkout({ ref: '${{ github.event.pull_request.head.sha }}', 'fetch-depth': 0 }),
        ...this.steps.install(),
        {
          id: 'complete',
          name: 'Migrate, synthesize, and tell what it does to what runs',
          env: { ...this.steps.npmEnvironment(), BASE: '${{ github.event.pull_request.base.sha }}' },
          run: `${this.steps.exec('udp-service', 'upgrade', 'template', '--complete')} "$BASE" --report ${REPORT_FOLDER}`,
        },
        this.steps.uploadArtifact('upload_report', 'Keep the report and the patch', {
          name: 'upgrade-template',
          path: REPORT_FOLDER,
          days: 7,
        }),
      ],
    });
    const { steps, env } = upgradeToken(settings);
    this.addServiceJob('propose', {
      name: 'Commit it to the branch',
      needs: ['complete'],
      if: condition,
      permissions: read,
      timeoutMinutes: settings.timeouts.upgrade,
      steps: [
        // the commands are those of the base: what the pull request brings is text to this job
        this.steps.checkout({ ref: '${{ github.event.pull_request.base.sha }}', 'fetch-depth': 0 }),
        ...this.steps.install(),
        this.steps.downloadArtifact('download_report', 'Bring the report and the patch', {
          name: 'upgrade-template',
          path: REPORT_FOLDER,
        }),
        ...steps,
        {
          id: 'propose',
          name: 'Commit and comment',
          env: {
            ...githubCli(settings),
            ...env,
            BRANCH: '${{ github.head_ref }}',
            HEAD: '${{ github.event.pull_request.head.sha }}',
          },
          run: `${this.steps.exec('udp-service', 'propose')} ${REPORT_FOLDER} --kind template --base ${settings.branch} --onto "$BRANCH" --head "$HEAD" --credentials '${credentialsHint(settings)}'`,
        },
      ],
    });
  }
}
