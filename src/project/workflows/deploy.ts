import { github } from 'projen';
import { jobNameOf } from '../../delivery/kept';
import type { Service, Stage, Task } from '../../model/model';
import { unlessEjected } from '../ejecting';
import { attestationOutputs, attestJob, attestJobId } from './attestations';
import { digestFrom, digestOutputs, tellDigest, verifyDigest } from './digests';
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
import { ASSEMBLY_OUTPUTS, LONGEST_APPROVAL } from './steps';
import { workflowText } from './text';

type Architecture = Task['architecture'];

const SYNTH_JOB = 'synth';
const IMAGES = 'images.tar';
const IMAGES_DIGEST = 'images_sha256';
const BUILD_STEP = 'build_images';
const ALL_STAGES = 'all';

/** How Docker names the platform of an architecture, and the name of its job and artifact. */
const PLATFORMS: Readonly<Record<Architecture, { readonly platform: string; readonly name: string }>> = {
  ARM64: { platform: 'linux/arm64', name: 'images-arm64' },
  X86_64: { platform: 'linux/amd64', name: 'images-x86-64' },
};

/**
 * `deploy`: assembly and images are made once, without credentials, and brought to the stages wave by wave: the stages of a
 * wave side by side, each in its environment, where it may wait for an approval.
 */
export class DeployWorkflow extends ServiceWorkflow {
  public constructor(
    scope: github.GitHub,
    settings: WorkflowSettings,
    private readonly service: Service,
  ) {
    super(scope, 'deploy', settings);
    this.on({
      push: { branches: [settings.branch] },
      workflowDispatch: {
        inputs: {
          stage: {
            description: 'Stage to deploy',
            type: 'choice',
            options: [ALL_STAGES, ...service.stages.map(({ name }) => name)],
            default: ALL_STAGES,
            required: true,
          },
        },
      },
    });
    this.addSynthJob();
    // every stage is told by them what it is given
    const made = [SYNTH_JOB, ...this.addImageJobs()];
    let previous: string[] = [];
    for (const wave of settings.waves) {
      const stages = service.stages.filter(({ name }) => wave.includes(name));
      for (const stage of stages) {
        this.addServiceJob(jobId(stage), this.stageJob(stage, [...made, ...previous]));
        if (settings.attestations && isDeployable(stage)) {
          this.addServiceJob(attestJobId(stage), attestJob(stage, jobId(stage), settings));
        }
      }
      previous = stages.map(jobId);
    }
  }

  private addSynthJob(): void {
    this.addServiceJob(SYNTH_JOB, {
      name: 'Synthesize',
      permissions: { contents: github.workflows.JobPermission.READ, ...this.steps.installPermissions },
      outputs: ASSEMBLY_OUTPUTS,
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.steps.synthesize(),
        ...this.steps.uploadAssembly(),
      ],
    });
  }

  /** A job an architecture, on a runner of it: what a Dockerfile runs is then never emulated. */
  private addImageJobs(): string[] {
    const architectures = Object.entries(this.settings.runners.byArchitecture) as [
      Architecture,
      ServiceJob['runner'],
    ][];
    return unlessEjected(this, ...architectures).map(([architecture, runner], index) => {
      const { name, platform } = PLATFORMS[architecture];
      this.addServiceJob(name, {
        name: `Build the images for ${platform}`,
        needs: [SYNTH_JOB],
        runner,
        permissions: {
          contents: github.workflows.JobPermission.READ,
          ...this.steps.installPermissions,
          ...this.steps.logInPermissions,
        },
        outputs: digestOutputs(IMAGES_DIGEST, BUILD_STEP),
        steps: [
          this.steps.checkout(),
          ...this.steps.install(),
          ...this.steps.downloadAssembly(SYNTH_JOB),
          ...this.steps.logIn(),
          {
            id: BUILD_STEP,
            name: 'Build the images',
            run: [
              this.steps.exec(
                ...['udp-service', 'build-images', '--platform', platform, '--output', IMAGES],
                // one job takes those that an extension adds without a platform
                ...(index === 0 ? ['--unspecified'] : []),
              ),
              tellDigest(IMAGES),
            ].join('\n'),
          },
          this.steps.uploadArtifact('upload_images', 'Upload the images', {
            name,
            path: IMAGES,
            days: LONGEST_APPROVAL,
          }),
        ],
      });
      return name;
    });
  }

  private stageJob(stage: Stage, previous: readonly string[]): ServiceJob {
    if (!isDeployable(stage)) return this.noticeJob(stage, previous);
    return {
      name: jobNameOf('deploy', stage.name),
      needs: [...previous],
      if: this.condition(stage),
      permissions: { ...DEPLOY_PERMISSIONS, ...this.steps.installPermissions },
      ...attestationOutputs(this.settings),
      environment: environmentOf(this.service.name, stage),
      concurrency: concurrencyOf(stage),
      ...(this.project.ejected ? this.ejectedSteps(stage) : { steps: this.stageSteps(stage) }),
    };
  }

  private stageSteps(stage: DeployableStage): github.workflows.JobStep[] {
    const { name } = PLATFORMS[stage.task.architecture];
    const loadImages = [
      this.steps.downloadArtifact('download_images', 'Download the images', { name }),
      {
        id: 'load_images',
        name: 'Verify and load the images',
        env: { IMAGES_SHA256: digestFrom(name, IMAGES_DIGEST) },
        run: [verifyDigest(IMAGES, 'IMAGES_SHA256'), `docker load --input ${IMAGES}`].join('\n'),
      },
    ];
    return [
      this.steps.checkout(),
      ...this.steps.install(),
      ...this.steps.downloadAssembly(SYNTH_JOB),
      ...(stage.image.source === 'asset' ? loadImages : []),
      ...this.assumeStageRole('deploy', stage.deployRoleArn, stage),
      ...stageSteps(stage, this.steps, this.settings, { kept: false, failure: failureOf(this.service, stage) }),
    ];
  }

  /** The CDK builds the images itself, stage by stage. */
  private ejectedSteps(stage: DeployableStage): Pick<ServiceJob, 'runner' | 'permissions' | 'steps'> {
    return {
      runner: this.settings.runners.byArchitecture[stage.task.architecture],
      permissions: { ...this.steps.installPermissions, ...this.steps.logInPermissions, ...DEPLOY_PERMISSIONS },
      steps: [
        this.steps.checkout(),
        ...this.steps.install(),
        ...this.steps.downloadAssembly(SYNTH_JOB),
        ...this.steps.logIn(),
        ...this.assumeStageRole('deploy', stage.deployRoleArn, stage),
        ...ejectedStageSteps(stage, this.steps, this.settings, failureOf(this.service, stage)),
      ],
    };
  }

  /** A stage that cannot be deployed yet does not turn the repository red: its job says what is missing. */
  private noticeJob(stage: Stage, previous: readonly string[]): ServiceJob {
    return {
      name: `Deploy ${stage.name} (skipped)`,
      needs: [...previous],
      permissions: {},
      timeoutMinutes: 5,
      steps: [
        noticeStep(
          `Stage ${stage.name} is not deployed`,
          workflowText('not-deployed', {
            ...this.steps.wording,
            stage: stage.name,
            missing: missingOf(stage),
            remedy: remedyFor([stage], this.steps.wording),
          }),
        ),
      ],
    };
  }

  /**
   * Started by hand, the jobs of other stages are skipped, and none behind them may be skipped for that. What serves
   * production is deployed from the branch alone.
   */
  private condition({ name, production }: Stage): string {
    const chosen = `github.event_name != 'workflow_dispatch' || inputs.stage == '${ALL_STAGES}' || inputs.stage == '${name}'`;
    const branch = production ? [`github.ref == 'refs/heads/${this.settings.branch}'`] : [];
    return ['!cancelled()', '!failure()', `(${chosen})`, ...branch].join(' && ');
  }
}

function jobId({ name }: Stage): string {
  return `deploy-${name}`;
}

function failureOf({ name: service }: Service, { name }: Stage): string {
  return `${service}: the deployment of ${name} failed.`;
}
