import type { github } from 'projen';
import { artifactOf, DEPLOY_STEP, KEEP_STEP } from '../../delivery/kept';
import { stackIds } from '../../service/stacks';
import { ASSEMBLY } from '../cdk-tasks';
import { deploymentsCommand } from './deployments-command';
import type { WorkflowSettings } from './settings';
import type { DeployableStage } from './stage-jobs';
import { ASSEMBLY_TAR, githubCli, type Steps } from './steps';

type JobStep = github.workflows.JobStep;

/** What differs between a deployment and a rollback. */
export interface StageStepsOptions {
  /** Whether the assembly is an earlier one, whose images must be there already. */
  readonly kept: boolean;
  /** Further arguments of `udp-service deploy`, as they stand in the script. */
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is told of the deployment that is brought back; absent where the commit of the run is deployed. */
  readonly back?: BroughtBack;
  /** What the webhook is told where it fails. */
  readonly failure: string;
}

/** Outputs of an earlier step that tell what is brought back. */
export interface BroughtBack {
  /** Run that deployed it. */
  readonly run: string;
  /** Commit of its assembly. */
  readonly commit: string;
}

/** The steps that bring an assembly to a stage. */
export function stageSteps(
  stage: DeployableStage,
  steps: Steps,
  settings: WorkflowSettings,
  { kept, arguments: more = [], env, back, failure }: StageStepsOptions,
): JobStep[] {
  const { name, smokeTest } = stage;
  const ownCommand = (...command: string[]) => steps.exec('udp-service', ...command);
  return [
    {
      id: 'precheck',
      name: 'Look for what would make it fail',
      run: ownCommand('precheck', name, ...(kept ? ['--kept'] : [])),
    },
    beginStep(stage, steps, settings, false, back),
    {
      id: 'deploy',
      name: DEPLOY_STEP,
      ...(env && { env: { ...env } }),
      run: ownCommand('deploy', name, ...more, '--require-approval', 'never'),
    },
    ...(smokeTest
      ? [
          {
            id: 'smoke_test',
            name: 'Ask every address',
            run: ownCommand(
              'smoke-test',
              name,
              '--from',
              smokeTest.from,
              '--timeout',
              String(smokeTest.timeoutSeconds),
            ),
          },
        ]
      : []),
    ...keepSteps(stage, steps, settings, false, back),
    ...steps.notify(failure).map((step) => ({ ...step, if: 'failure()' })),
  ];
}

/** The same for a repository that has nothing but the CDK. */
export function ejectedStageSteps(
  stage: DeployableStage,
  steps: Steps,
  settings: WorkflowSettings,
  failure: string,
  back?: BroughtBack,
): JobStep[] {
  return [
    beginStep(stage, steps, settings, true, back),
    {
      id: 'deploy',
      name: DEPLOY_STEP,
      run: steps.exec(
        ...['cdk', 'deploy', '--app', ASSEMBLY, '--require-approval', 'never', '--progress', 'events'],
        ...['--no-notices', '--outputs-file', 'outputs.json', ...stackIds(stage)],
      ),
    },
    ...keepSteps(stage, steps, settings, true, back),
    ...steps.notify(failure).map((step) => ({ ...step, if: 'failure()' })),
  ];
}

/** Right before anything is changed: what was begun may run, however it ends. */
function beginStep(
  { name }: DeployableStage,
  steps: Steps,
  settings: WorkflowSettings,
  isEjected: boolean,
  back?: BroughtBack,
): JobStep {
  return {
    id: 'begin',
    name: back === undefined ? 'Refuse to deploy an older commit' : 'Note that the stage goes back',
    env: { ...githubCli(settings), ...backEnvironment(back) },
    run: deploymentsCommand(steps, isEjected, 'begin', name, ...backArguments(back)),
  };
}

/** Only what ended well is kept and recorded, so that only that can be brought back. */
function keepSteps(
  { name }: DeployableStage,
  steps: Steps,
  settings: WorkflowSettings,
  isEjected: boolean,
  back?: BroughtBack,
): JobStep[] {
  const { keepDeploymentsDays: days } = settings;
  return [
    steps.uploadArtifact('keep', KEEP_STEP, { name: artifactOf(name), path: ASSEMBLY_TAR, days }),
    {
      id: 'record_deployment',
      name: 'Record the deployment',
      env: { ...githubCli(settings), ...backEnvironment(back) },
      run: deploymentsCommand(steps, isEjected, 'record', name, ...backArguments(back)),
    },
  ];
}

function backEnvironment(back: BroughtBack | undefined): Readonly<Record<string, string>> {
  return back === undefined ? {} : { BACK_RUN: back.run, BACK_COMMIT: back.commit };
}

function backArguments(back: BroughtBack | undefined): string[] {
  return back === undefined ? [] : ['--rollback-of', '"$BACK_RUN"', '--commit', '"$BACK_COMMIT"'];
}
