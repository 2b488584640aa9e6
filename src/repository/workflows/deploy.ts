import { github } from 'projen';
import type { Service, Stage } from '../../service/model';
import { stackIds } from '../../service/stacks';
import { ASSEMBLY } from '../cdk-tasks';
import { ServiceWorkflow } from './service-workflow';
import { assumeRole, checkout, downloadAssembly, install, uploadAssembly } from './steps';

export interface DeployWorkflowOptions {
  readonly installCommand: string;
  readonly service: Service;
  /** Command that synthesizes the assembly. */
  readonly synthCommand: string;
  /** The branch whose commits are deployed. */
  readonly branch: string;
}

const SYNTH_JOB = 'synth';
const ENVIRONMENT = { CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' };

/** `deploy`: the assembly is synthesized once, and the same assembly is deployed to one stage after the other. */
export class DeployWorkflow extends ServiceWorkflow {
  public constructor(
    scope: github.GitHub,
    private readonly options: DeployWorkflowOptions,
  ) {
    super(scope, 'deploy');
    this.on({ push: { branches: [options.branch] }, workflowDispatch: {} });
    this.addSynthJob();
    let previous = SYNTH_JOB;
    for (const stage of options.service.stages) {
      previous = this.addStageJob(stage, previous);
    }
  }

  private addSynthJob(): void {
    this.addJob(SYNTH_JOB, {
      name: 'Synthesize',
      runsOn: ['ubuntu-24.04'],
      permissions: { contents: github.workflows.JobPermission.READ },
      timeoutMinutes: 15,
      env: ENVIRONMENT,
      defaults: { run: { shell: 'bash' } },
      steps: [
        checkout(),
        ...install(this.options.installCommand),
        { id: 'synth', name: 'Synthesize', run: this.options.synthCommand },
        ...uploadAssembly(),
      ],
    });
  }

  private addStageJob(stage: Stage, previous: string): string {
    const id = `deploy-${stage.name}`;
    const { account, region, deployRoleArn } = stage;
    if (account && region && deployRoleArn) {
      this.addJob(id, deployJob(stage, previous, this.options.installCommand, { arn: deployRoleArn, account, region }));
    } else {
      this.addJob(id, noticeJob(stage, previous));
    }
    return id;
  }
}

function deployJob(
  stage: Stage,
  previous: string,
  installCommand: string,
  role: Parameters<typeof assumeRole>[0],
): github.workflows.Job {
  return {
    name: `Deploy ${stage.name}`,
    needs: [previous],
    // images are built for the architecture of the tasks; the same architecture builds them without emulation
    runsOn: [stage.task.architecture === 'ARM64' ? 'ubuntu-24.04-arm' : 'ubuntu-24.04'],
    permissions: { contents: github.workflows.JobPermission.READ, idToken: github.workflows.JobPermission.WRITE },
    timeoutMinutes: 60,
    environment: { name: stage.name },
    concurrency: { group: `deploy-${stage.name}`, 'cancel-in-progress': false },
    env: ENVIRONMENT,
    defaults: { run: { shell: 'bash' } },
    steps: [
      checkout(),
      ...install(installCommand),
      ...downloadAssembly(),
      assumeRole(role),
      {
        id: 'deploy',
        name: 'Deploy',
        run: `npx --no-install cdk deploy --app ${ASSEMBLY} --require-approval never --progress events --no-notices --outputs-file outputs.json ${stackIds(stage).join(' ')}`,
      },
    ],
  };
}

/** A stage that cannot be deployed yet does not turn the repository red: its job says what is missing. */
function noticeJob(stage: Stage, previous: string): github.workflows.Job {
  const missing = (['account', 'region', 'deployRoleArn'] as const).filter((key) => !stage[key]);
  return {
    name: `Deploy ${stage.name} (skipped)`,
    needs: [previous],
    runsOn: ['ubuntu-24.04'],
    permissions: {},
    timeoutMinutes: 5,
    defaults: { run: { shell: 'bash' } },
    steps: [
      {
        id: 'notice',
        name: 'Say what is missing',
        run: `echo "::notice title=Stage ${stage.name} is not deployed::The stage has no ${missing.join(' and no ')}. Give it in .projenrc.ts, run 'npx projen', and push. From a workstation: npx projen deploy:${stage.name}"`,
      },
    ],
  };
}
