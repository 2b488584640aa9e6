import type { RunningStack } from '../live/stack';
import { ecsService } from '../live/tasks';
import { timestamp } from '../live/time';

/** A task that ECS has stopped. */
export interface StoppedTask {
  readonly id: string;
  readonly at: string;
  readonly reason: string;
  readonly containers: readonly { readonly name: string; readonly exitCode?: number; readonly reason?: string }[];
}

interface Task {
  readonly taskArn: string;
  readonly stoppedAt?: string | number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers?: readonly { readonly name: string; readonly exitCode?: number; readonly reason?: string }[];
}

/** As many tasks as one call describes; ECS remembers them for an hour. */
const MOST = 100;

/** The tasks of the service that ECS has stopped, the last one first. */
export async function readStoppedTasks(stack: RunningStack): Promise<StoppedTask[]> {
  const { cluster, service } = ecsService(stack);
  const { taskArns } = await stack.aws<{ taskArns: string[] }>(
    'ecs',
    'list-tasks',
    '--cluster',
    cluster,
    '--service-name',
    service,
    '--desired-status',
    'STOPPED',
    '--max-items',
    String(MOST),
  );
  if (taskArns.length === 0) return [];
  const { tasks } = await stack.aws<{ tasks: Task[] }>(
    'ecs',
    'describe-tasks',
    '--cluster',
    cluster,
    '--tasks',
    ...taskArns,
  );
  return tasks
    .map(({ taskArn, stoppedAt, stopCode, stoppedReason, containers = [] }) => ({
      id: taskArn.split('/').pop() ?? taskArn,
      at: stoppedAt === undefined ? '' : timestamp(stoppedAt),
      reason: stoppedReason ?? stopCode ?? 'ECS names no reason',
      containers: containers.map(({ name, exitCode, reason }) => ({ name, exitCode, reason })),
    }))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}
