import type { github } from 'projen';
import { jobNameOf } from '../../delivery/kept';
import type { Service, Stage } from '../../model/model';
import { attestationOutputs, attestationPermissions, attestJob, attestJobId } from './attestations';
import { deploymentsCommand } from './deployments-command';
import { type ServiceJob, ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import {
  concurrencyOf,
  DEPLOY_PERMISSIONS,
  type DeployableStage,
  environmentOf,
  HISTORY_PERMISSIONS,
  isDeployable,
  missingOf,
  noticeStep,
  remedyFor,
} from './stage-jobs';
import { ejectedStageSteps, stageSteps } from './stage-steps';
import { githubCli } from './steps';
import { workflowText } from './text';

/**
 * `rollback`: brings a stage back to an earlier deployment that succeeded, by its own assembly and images: no commit, no
 * synthesis, the same checks. It is started by hand. A job without credentials chooses and says what the stage goes back
 * to before anybody is asked to approve; the job of the stage proves that it is what was deployed.
 */
export class RollbackWorkflow extends ServiceWorkflow {
  public constructor(
    scope: github.GitHub,
    settings: WorkflowSettings,
    private readonly service: Service,
  ) {
    super(scope, 'rollback', settings);
    const runName = [
      'Roll ${{ inputs.stage }} back',
      "${{ inputs.to && format(' to {0}', inputs.to) || '' }}",
      "${{ inputs.acknowledge && format(', acknowledging {0}', inputs.acknowledge) || '' }}",
    ];
    this.runName = runName.join('');
    this.on({
      workflowDispatch: {
        inputs: {
          stage: {
            description: 'Stage to bring back',
            type: 'choice',
            options: service.stages.map(({ name }) => name),
            required: true,
          },
          to: {
            description: 'Run or commit to go back to; empty: the newest deployment that differs from what runs',
            type: 'string',
          },
          acknowledge: {
            description: 'Fingerprints of what this recreates or loses and is meant to, separated by spaces',
            type: 'string',
          },
        },
      },
    });
    for (const stage of service.stages) {
      if (isDeployable(stage)) {
        this.addServiceJob(chooseJobId(stage), this.chooseJob(stage));
        this.addServiceJob(rollbackJobId(stage), this.stageJob(stage));
        if (settings.attestations) {
          this.addServiceJob(attestJobId(stage), attestJob(stage, rollbackJobId(stage), settings));
        }
      } else {
        this.addServiceJob(rollbackJobId(stage), this.noticeJob(stage));
      }
    }
  }

  /** Without credentials and before the approval: it says what the stage would go back to, to whoever approves it. */
  private chooseJob(stage: DeployableStage): ServiceJob {
    return {
      name: `Choose what ${stage.name} goes back to`,
      if: isChosen(stage),
      permissions: {
        ...HISTORY_PERMISSIONS,
        ...attestationPermissions(this.settings),
        ...this.steps.installPermissions,
      },
      timeoutMinutes: CHOOSE_MINUTES,
      outputs: Object.fromEntries(SHOWN.map((name) => [name, { stepId: 'choose', outputName: name }])),
      steps: [
        this.steps.checkout(),
        ...(this.project.ejected ? [this.steps.setupNode()] : this.steps.install()),
        {
          id: 'choose',
          name: 'Choose the earlier deployment',
          env: { ...githubCli(this.settings), TO: '${{ inputs.to }}' },
          run: this.command('choose', stage, '--to', '"$TO"'),
        },
      ],
    };
  }

  private stageJob(stage: DeployableStage): ServiceJob {
    const failure = `${this.service.name}: the rollback of ${stage.name} failed.`;
    const back = { run: '${{ steps.fetch.outputs.run }}', commit: '${{ steps.fetch.outputs.commit }}' };
    return {
      name: jobNameOf('rollback', stage.name),
      needs: [chooseJobId(stage)],
      if: isChosen(stage),
      permissions: {
        ...DEPLOY_PERMISSIONS,
        ...attestationPermissions(this.settings),
        ...this.steps.installPermissions,
      },
      ...attestationOutputs(this.settings),
      environment: environmentOf(this.service.name, stage),
      concurrency: concurrencyOf(stage),
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.assumeStageRole('deploy', stage.deployRoleArn, stage),
        this.fetchStep(stage),
        ...(this.project.ejected
          ? ejectedStageSteps(stage, this.steps, this.settings, failure, back)
          : stageSteps(stage, this.steps, this.settings, {
              kept: true,
              arguments: ['--acknowledge', '"$ACKNOWLEDGE"'],
              env: { ACKNOWLEDGE: '${{ inputs.acknowledge }}' },
              back,
              failure,
            })),
      ],
    };
  }

  private noticeJob(stage: Stage): ServiceJob {
    return {
      name: `Roll ${stage.name} back (skipped)`,
      if: isChosen(stage),
      permissions: {},
      timeoutMinutes: 5,
      steps: [
        noticeStep(
          `Stage ${stage.name} is not deployed by workflows`,
          workflowText('not-rolled-back', {
            missing: missingOf(stage),
            remedy: remedyFor([stage], this.steps.wording),
          }),
        ),
      ],
    };
  }

  /** What the other job told is asked of GitHub again, and proven by the record in the account. */
  private fetchStep(stage: Stage): github.workflows.JobStep {
    const shown = SHOWN.map((name) => [name.toUpperCase(), `\${{ needs.${chooseJobId(stage)}.outputs.${name} }}`]);
    const options = SHOWN.flatMap((name) => [`--${name}`, `"$${name.toUpperCase()}"`]);
    return {
      id: 'fetch',
      name: 'Fetch the earlier assembly and prove it',
      env: { ...githubCli(this.settings), ...Object.fromEntries(shown) },
      run: this.command('fetch', stage, ...options),
    };
  }

  private command(operation: 'choose' | 'fetch', { name }: Stage, ...options: readonly string[]): string {
    return deploymentsCommand(this.steps, this.project.ejected, operation, name, ...options);
  }
}

/** What the choosing job hands over, by the names of its outputs. */
const SHOWN = ['run', 'commit', 'digest'] as const;

/** It asks GitHub and downloads assemblies of some hundred kilobytes. */
const CHOOSE_MINUTES = 15;

function chooseJobId({ name }: Stage): string {
  return `choose-${name}`;
}

function rollbackJobId({ name }: Stage): string {
  return `rollback-${name}`;
}

function isChosen({ name }: Stage): string {
  return `inputs.stage == '${name}'`;
}
