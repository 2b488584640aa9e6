import type { github } from 'projen';
import { artifactOf } from '../../delivery/kept';
import { stackIds } from '../../service/stacks';
import { ASSEMBLY } from '../cdk-tasks';
import type { WorkflowSettings } from './settings';
import type { DeployableStage } from './stage-jobs';
import { ASSEMBLY_TAR, type Steps } from './steps';

type JobStep = github.workflows.JobStep;

/** What differs between a deployment and a rollback. */
export interface StageStepsOptions {
  /** Whether the assembly is an earlier one, whose images must be there already. */
  readonly kept: boolean;
  /** Further arguments of `udp-service deploy`, as they stand in the script. */
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the webhook is told where it fails. */
  readonly failure: string;
}

/** The steps that bring an assembly to a stage. */
export function stageSteps(
  stage: DeployableStage,
  steps: Steps,
  settings: WorkflowSettings,
  { kept, arguments: more = [], env, failure }: StageStepsOptions,
): JobStep[] {
  const { name, smokeTest } = stage;
  const ownCommand = (...command: string[]) => steps.exec('udp-service', ...command);
  return [
    {
      id: 'precheck',
      name: 'Look for what would make it fail',
      run: ownCommand('precheck', name, ...(kept ? ['--kept'] : [])),
    },
    {
      id: 'deploy',
      name: 'Deploy',
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
    ...keepSteps(stage, steps, settings),
    ...steps.notify(failure).map((step) => ({ ...step, if: 'failure()' })),
  ];
}

/** The same for a repository that has nothing but the CDK. */
export function ejectedStageSteps(
  stage: DeployableStage,
  steps: Steps,
  settings: WorkflowSettings,
  failure: string,
): JobStep[] {
  return [
    {
      id: 'deploy',
      name: 'Deploy',
      run: steps.exec(
        ...['cdk', 'deploy', '--app', ASSEMBLY, '--require-approval', 'never', '--progress', 'events'],
        ...['--no-notices', '--outputs-file', 'outputs.json', ...stackIds(stage)],
      ),
    },
    ...keepSteps(stage, steps, settings),
    ...steps.notify(failure).map((step) => ({ ...step, if: 'failure()' })),
  ];
}

/** Only what ended well is kept, so that only that can be brought back. */
function keepSteps(
  { name }: DeployableStage,
  steps: Steps,
  { keepDeploymentsDays: days }: WorkflowSettings,
): JobStep[] {
  return [steps.uploadArtifact('keep', 'Keep what was deployed', { name: artifactOf(name), path: ASSEMBLY_TAR, days })];
}
