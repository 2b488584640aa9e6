import { github } from 'projen';
import { artifactOf } from '../../delivery/kept';
import type { Service, Stage } from '../../service/model';
import { ASSEMBLY } from '../cdk-tasks';
import { type ServiceJob, ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';
import {
  concurrencyOf,
  DEPLOY_PERMISSIONS,
  type DeployableStage,
  environmentOf,
  isDeployable,
  missingOf,
  noticeStep,
  remedyFor,
} from './stage-jobs';
import { ejectedStageSteps, stageSteps } from './stage-steps';
import { ASSEMBLY_TAR, githubCli } from './steps';

/**
 * `rollback`: brings a stage back to an earlier deployment that succeeded, by its own assembly and images: no commit, no
 * synthesis, the same checks. It is started by hand; what was typed stands in the name of the run, where whoever approves
 * it sees it.
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
      this.addServiceJob(`rollback-${stage.name}`, {
        if: `inputs.stage == '${stage.name}'`,
        ...(isDeployable(stage) ? this.stageJob(stage) : this.noticeJob(stage)),
      });
    }
  }

  private stageJob(stage: DeployableStage): ServiceJob {
    const failure = `${this.service.name}: the rollback of ${stage.name} failed.`;
    return {
      name: `Roll ${stage.name} back`,
      permissions: {
        ...DEPLOY_PERMISSIONS,
        ...this.steps.installPermissions,
        actions: github.workflows.JobPermission.READ,
      },
      environment: environmentOf(this.service.name, stage),
      concurrency: concurrencyOf(stage),
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.assumeStageRole('deploy', stage.deployRoleArn, stage),
        this.chooseStep(stage),
        ...(this.project.ejected
          ? ejectedStageSteps(stage, this.steps, this.settings, failure)
          : [
              this.steps.packAssembly(),
              ...stageSteps(stage, this.steps, this.settings, {
                kept: true,
                arguments: ['--acknowledge', '"$ACKNOWLEDGE"'],
                env: { ACKNOWLEDGE: '${{ inputs.acknowledge }}' },
                failure,
              }),
            ]),
      ],
    };
  }

  private noticeJob(stage: Stage): ServiceJob {
    return {
      name: `Roll ${stage.name} back (skipped)`,
      permissions: {},
      timeoutMinutes: 5,
      steps: [
        noticeStep(
          `Stage ${stage.name} is not deployed by workflows`,
          `The stage has no ${missingOf(stage)}, so no workflow has deployed it. ${remedyFor([stage], this.project.ejected)}`,
        ),
      ],
    };
  }

  private chooseStep(stage: Stage): github.workflows.JobStep {
    return {
      id: 'choose',
      name: 'Fetch the earlier assembly',
      env: { ...githubCli(this.settings), TO: '${{ inputs.to }}' },
      run: this.project.ejected
        ? ejectedChoice(stage)
        : this.steps.exec('udp-service', 'rollback', stage.name, '--output', ASSEMBLY, '--to', '"$TO"'),
    };
  }
}

/** The last but one, or that of the run that is named. */
function ejectedChoice({ name }: Stage): string {
  const artifact = artifactOf(name);
  return [
    // a fork's pull request can keep an artifact of any name
    `kept=$(gh api --paginate "repos/$GH_REPO/actions/artifacts?name=${artifact}&per_page=100" --jq '.artifacts[] | select(.expired | not) | .workflow_run | select(.repository_id == .head_repository_id) | .id')`,
    `echo "Kept deployments of ${name}, by their runs:"`,
    'echo "$kept"',
    `run=\${TO:-$(echo "$kept" | sed --quiet 2p)}`,
    `if [ -n "$run" ] && ! echo "$kept" | grep --quiet --line-regexp --fixed-strings "$run"; then echo "::error::Run $run has kept no deployment of ${name}."; exit 1; fi`,
    `if [ -z "$run" ]; then echo "::error::No earlier deployment of ${name} is kept."; exit 1; fi`,
    `gh run download "$run" --name ${artifact}`,
    `tar --extract --gzip --file ${ASSEMBLY_TAR}`,
  ].join('\n');
}
