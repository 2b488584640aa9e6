import { github } from 'projen';
import type { Service, Stage } from '../../service/model';
import { stackIds } from '../../service/stacks';
import { ASSEMBLY } from '../cdk-tasks';
import { type ServiceJob, ServiceWorkflow } from './service-workflow';
import type { WorkflowSettings } from './settings';

const SYNTH_JOB = 'synth';

/** `deploy`: the assembly is synthesized once, and the same assembly is deployed wave by wave. */
export class DeployWorkflow extends ServiceWorkflow {
  public constructor(scope: github.GitHub, settings: WorkflowSettings, service: Service) {
    super(scope, 'deploy', settings);
    this.on({ push: { branches: [settings.branch] }, workflowDispatch: {} });
    this.addSynthJob();
    let previous = [SYNTH_JOB];
    for (const wave of settings.waves) {
      const stages = service.stages.filter(({ name }) => wave.includes(name));
      for (const stage of stages) this.addStageJob(stage, previous);
      previous = stages.map(jobId);
    }
  }

  private addSynthJob(): void {
    this.addServiceJob(SYNTH_JOB, {
      name: 'Synthesize',
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        { id: 'synth', name: 'Synthesize', run: this.steps.exec('projen', 'synth:silent') },
        ...this.steps.uploadAssembly(),
      ],
    });
  }

  private addStageJob(stage: Stage, previous: readonly string[]): void {
    const { region, deployRoleArn } = stage;
    const deployable = stage.account !== undefined && region !== undefined && deployRoleArn !== undefined;
    if (!deployable) {
      this.addServiceJob(jobId(stage), noticeJob(stage, previous));
      return;
    }
    this.addServiceJob(jobId(stage), {
      name: `Deploy ${stage.name}`,
      needs: [...previous],
      // images are built for the architecture of the tasks; the same architecture builds them without emulation
      runner: this.settings.runners.byArchitecture[stage.task.architecture],
      permissions: {
        contents: github.workflows.JobPermission.READ,
        ...this.steps.installPermissions,
        ...this.steps.logInPermissions,
        idToken: github.workflows.JobPermission.WRITE,
      },
      environment: { name: stage.environment },
      concurrency: { group: `deploy-${stage.name}`, 'cancel-in-progress': false },
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.steps.downloadAssembly(),
        ...this.steps.logIn(),
        this.steps.assumeRole({ roleArn: deployRoleArn, region }),
        {
          id: 'deploy',
          name: 'Deploy',
          run: this.steps.exec(
            ...['cdk', 'deploy', '--app', ASSEMBLY, '--require-approval', 'never', '--progress', 'events'],
            ...['--no-notices', '--outputs-file', 'outputs.json', ...stackIds(stage)],
          ),
        },
      ],
    });
  }
}

function jobId({ name }: Stage): string {
  return `deploy-${name}`;
}

/** A stage that cannot be deployed yet does not turn the repository red: its job says what is missing. */
function noticeJob(stage: Stage, previous: readonly string[]): ServiceJob {
  const missing = (['account', 'region', 'deployRoleArn'] as const).filter((key) => !stage[key]);
  return {
    name: `Deploy ${stage.name} (skipped)`,
    needs: [...previous],
    permissions: {},
    timeoutMinutes: 5,
    steps: [
      {
        id: 'notice',
        name: 'Say what is missing',
        run: `echo "::notice title=Stage ${stage.name} is not deployed::The stage has no ${missing.join(' and no ')}. Give it in .projenrc.ts, run 'npx projen', and push. From a workstation: npx projen deploy:${stage.name}"`,
      },
    ],
  };
}
