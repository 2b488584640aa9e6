import { github } from 'projen';
import { REPORT_FILE } from '../../lifecycle/upgrade/report-files';
import { ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { IS_TRUSTED } from './steps';
import { REPORT_FOLDER } from './upgrade-steps';

/** Name of the workflow, by which the one that commits is started. */
export const COMPLETE_UPGRADE = 'complete-upgrade';

/** What branches that Renovate works on begin with. */
export const RENOVATE_PREFIX = 'renovate/';

/** Artifact with the report and the patch. */
export const COMPLETION = 'upgrade-template';

/**
 * `complete-upgrade`: Renovate has another version of the template installed; migrations, synth and snapshots follow. It
 * runs what is new, so it may read and nothing else: `commit-upgrade` takes what it leaves.
 */
export class CompleteUpgradeWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, settings: WorkflowSettings) {
    super(scope, COMPLETE_UPGRADE, settings);
    this.on({ pullRequest: { branches: [settings.branch], paths: ['package.json'] } });
    this.addServiceJob('complete', {
      name: 'Complete the upgrade',
      if: `startsWith(github.head_ref, '${RENOVATE_PREFIX}') && ${IS_TRUSTED}`,
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
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
          name: COMPLETION,
          path: REPORT_FOLDER,
          days: 7,
        }),
        {
          // the run that comments belongs to the default branch, so the pull request would not show that it failed
          id: 'verdict',
          name: 'Fail where the upgrade is blocked',
          run: `jq --exit-status '.state == "upgraded" or .state == "current"' ${REPORT_FOLDER}/${REPORT_FILE} > /dev/null || { echo '::error::The upgrade is blocked: the comment on the pull request says why.'; exit 1; }`,
        },
      ],
    });
  }
}
