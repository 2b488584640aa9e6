import type { Service, Stage } from '../../../model/model';
import { table } from '../../../util/markdown';
import { bullets, code, literal, type Section } from '../markdown';

/** How the number of tasks changes, and what to do when it does not. */
export function scalingSection({ stages }: Service): Section {
  const scaled = stages.some(({ capacity }) => capacity.autoscaling !== undefined);
  return {
    title: 'Scaling',
    blocks: [
      table(['stage', 'tasks', 'CPU', 'packets per second and task', 'wait after adding, removing'], stages.map(row)),
      ...(scaled ? [whatHappens(stages), code('sh', ACTIVITIES), WHAT_TO_DO] : [FIXED]),
    ],
  };
}

const ACTIVITIES = [
  'aws application-autoscaling describe-scalable-targets --service-namespace ecs --resource-ids "service/$CLUSTER/$SERVICE"',
  'aws application-autoscaling describe-scaling-activities --service-namespace ecs --resource-id "service/$CLUSTER/$SERVICE" --max-items 10',
].join('\n');

const FIXED = `No number changes by itself. Change ${literal('task.desiredCount')} and deploy.`;

const WHAT_TO_DO = bullets(
  `The number is at its maximum: raise ${literal('capacity.maxTasks')} and deploy.`,
  `Load is known to come: raise ${literal('capacity.minTasks')} and deploy before it does. New tasks get new flows only; ` +
    'old flows stay with their task until they are silent for 120 s.',
  `Tasks are busy and none is added: compare ${literal('capacity.cpuTargetPercent')} and ` +
    `${literal('capacity.packetsPerSecondPerTask')} with what a task of yours really carries.`,
);

function whatHappens(stages: readonly Stage[]): string {
  const byPackets = stages.some(({ capacity }) => capacity.autoscaling?.packetsPerSecondPerTask !== undefined);
  return (
    'CPU is held by target tracking.' +
    (byPackets
      ? ' Packets add tasks in steps, and tasks are removed only when CPU and packets are both low for 15 minutes. The ' +
        'alarms of these policies change the number of tasks; nothing is to be done when they fire.'
      : '') +
    ' The template holds no number of tasks, so a deployment undoes nothing. What happened last:'
  );
}

function row({ name, task, capacity: { autoscaling } }: Stage): string[] {
  if (autoscaling === undefined) return [name, `${task.desiredCount}, fixed`, '-', '-', '-'];
  const { minTasks, maxTasks, cpuTargetPercent, packetsPerSecondPerTask } = autoscaling;
  return [
    name,
    `${minTasks} to ${maxTasks}`,
    `${cpuTargetPercent} %`,
    packetsPerSecondPerTask === undefined ? '-' : String(packetsPerSecondPerTask),
    `${autoscaling.scaleOutCooldownSeconds} s, ${autoscaling.scaleInCooldownSeconds} s`,
  ];
}
