import { alarmsOf } from '../../../model/alarm-catalogue';
import type { Service, Stage } from '../../../model/model';
import { table } from '../../../util/markdown';
import { bullets, code, literal, type Section } from '../markdown';

/** Why a deployment fails or takes long, and how to go back. */
export function deploymentsSection({ stages }: Service): Section {
  return {
    title: 'Deployments',
    blocks: [
      table(
        ['stage', 'tasks during a deployment', 'circuit breaker', 'rolled back by alarms'],
        stages.map((stage) => [stage.name, tasks(stage), breaker(stage), rollingBack(stage)]),
      ),
      'What ECS does and what it said last:',
      code(
        'sh',
        [
          `aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].deployments[].[status,rolloutState,rolloutStateReason,taskDefinition]' --output text`,
          `aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].events[:10].[createdAt,message]' --output text`,
        ].join('\n'),
      ),
      'Why tasks stopped, of the last hour:',
      code(
        'sh',
        `for TASK in $(aws ecs list-tasks --cluster "$CLUSTER" --service-name "$SERVICE" --desired-status STOPPED --query 'taskArns[]' --output text); do aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" --query 'tasks[].[stoppedAt,stopCode,stoppedReason,containers[].[name,exitCode,reason]]' --output json; done`,
      ),
      bullets(
        `${literal('SERVICE_DEPLOYMENT_FAILED')}: new tasks did not become healthy, or an alarm fired. With the circuit ` +
          'breaker the old tasks go on serving; find the reason above, correct it and deploy again.',
        `${literal('SERVICE_TASK_PLACEMENT_FAILURE')}: Fargate has no room, or no free address is left in a subnet. ECS ` +
          'tries again; more zones or larger subnets help.',
        `${literal('SERVICE_TASK_START_IMPAIRED')}: tasks stop again and again. The [messages](#messages-and-the-option-to-set) lead to the option.`,
        'Go back: undo the commit (of an image’s version: the line in `images.json`) and deploy. A new deployment needs ' +
          'no healthy one before it.',
      ),
    ],
  };
}

function tasks({ rollout, task: { desiredCount } }: Stage): string {
  const { minHealthyPercent, maxHealthyPercent } = rollout;
  return `${minHealthyPercent} to ${maxHealthyPercent} % of ${desiredCount}`;
}

function breaker({ rollout }: Stage): string {
  return rollout.circuitBreaker ? 'rolls back' : 'off: a failing deployment goes on for hours';
}

function rollingBack(stage: Stage): string {
  const alarms = alarmsOf(stage).filter(({ rollsBack }) => rollsBack);
  return [...new Set(alarms.map(({ kind }) => `[${kind}](#alarm-${kind})`))].join(', ') || 'none';
}
