import { github } from 'projen';
import { UPGRADE_KINDS } from '../../lifecycle/upgrade/kinds';
import { Upgrades } from '../../options';
import { ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import { githubCli } from './steps';
import { credentialsHint, REPORT_FOLDER, upgradeToken } from './upgrade-steps';

const ALL = 'all';

/** `upgrade`: looks for newer versions and proposes each kind in a pull request of its own. */
export class UpgradeWorkflow extends ServiceWorkflow {
  private readonly kinds: string;

  public constructor(scope: github.GitHub, settings: WorkflowSettings) {
    super(scope, 'upgrade', settings);
    // where Renovate follows the template, the rest is still upgraded here: its versions are chosen by the template
    const kinds = UPGRADE_KINDS.filter((kind) => kind !== 'template' || settings.upgrades.by === Upgrades.WORKFLOW);
    this.kinds = `\${{ fromJSON(inputs.kind && inputs.kind != '${ALL}' && format('["{0}"]', inputs.kind) || '${JSON.stringify(kinds)}') }}`;
    this.on({
      schedule: [{ cron: settings.upgrades.schedule }],
      workflowDispatch: {
        inputs: {
          kind: {
            description: 'What is upgraded',
            type: 'choice',
            options: [ALL, ...kinds],
            default: ALL,
          },
          to: {
            description: 'Version of the template, an older one too; empty for the newest of the channel',
            type: 'string',
            default: '',
          },
        },
      },
    });
    this.addUpgradeJob();
    this.addProposeJob();
  }

  /** All of them by the schedule, and what is asked for by hand. */
  private eachKind(): github.workflows.JobStrategy {
    return { failFast: false, matrix: { domain: { kind: this.kinds } } };
  }

  /** Runs what is new, so it may read and nothing else. */
  private addUpgradeJob(): void {
    this.addServiceJob('upgrade', {
      name: 'Upgrade ${{ matrix.kind }}',
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
      strategy: this.eachKind(),
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        {
          id: 'upgrade',
          name: 'Upgrade, and tell what it does to what runs',
          env: {
            ...this.steps.npmEnvironment(),
            KIND: '${{ matrix.kind }}',
            TO: "${{ matrix.kind == 'template' && inputs.to || '' }}",
          },
          run: `${this.steps.exec('udp-service', 'upgrade')} "$KIND" \${TO:+--to "$TO"} --report ${REPORT_FOLDER}`,
        },
        this.steps.uploadArtifact('upload_report', 'Keep the report and the patch', {
          name: 'upgrade-${{ matrix.kind }}',
          path: REPORT_FOLDER,
          days: 7,
        }),
      ],
    });
  }

  /** Has a token, so it runs the locked commands alone: what the other job left is text to it. */
  private addProposeJob(): void {
    const { branch, upgrades } = this.settings;
    const merge = upgrades.mergeAfterDays === undefined ? '' : ` --merge-after-days ${upgrades.mergeAfterDays}`;
    const { steps, env } = upgradeToken(this.settings);
    this.addServiceJob('propose', {
      name: 'Propose ${{ matrix.kind }}',
      needs: ['upgrade'],
      // an upgrade that failed is told as well
      if: '!cancelled()',
      permissions: {
        contents: github.workflows.JobPermission.READ,
        issues: github.workflows.JobPermission.WRITE,
        // whether what merges by itself was checked is the host's to say
        ...(upgrades.mergeAfterDays !== undefined && {
          checks: github.workflows.JobPermission.READ,
          statuses: github.workflows.JobPermission.READ,
        }),
        ...this.steps.installPermissions,
      },
      environment: upgrades.environment,
      concurrency: { group: 'upgrade-${{ matrix.kind }}', 'cancel-in-progress': false },
      strategy: this.eachKind(),
      steps: [
        this.steps.checkout({ 'fetch-depth': 0 }),
        ...this.steps.install(),
        {
          ...this.steps.downloadArtifact('download_report', 'Bring the report and the patch', {
            name: 'upgrade-${{ matrix.kind }}',
            path: REPORT_FOLDER,
          }),
          continueOnError: true,
        },
        ...steps,
        {
          id: 'propose',
          name: 'Open or update the pull request',
          env: {
            ...githubCli(this.settings),
            ...env,
            KIND: '${{ matrix.kind }}',
            HINT: credentialsHint(this.settings),
          },
          run: `${this.steps.exec('udp-service', 'propose')} ${REPORT_FOLDER} --kind "$KIND" --base ${branch}${merge} --credentials "$HINT"`,
        },
      ],
    });
  }
}
