import { UserError } from '../../util/user-error';
import type { LiveTasks } from './model';
import { physicalId, type RunningStack } from './stack';
import { timestamp } from './time';

/** Cluster and name of the ECS service. */
export function ecsService(stack: RunningStack): { readonly cluster: string; readonly service: string } {
  const arn = physicalId(stack, 'AWS::ECS::Service', 'Service');
  const [, cluster, service] = arn.split(':').pop()?.split('/') ?? [];
  if (service === undefined) {
    throw new UserError({ subject: `stack ${stack.name}`, cause: `the ECS service ${arn} names no cluster` });
  }
  return { cluster, service };
}

export async function readTasks(stack: RunningStack): Promise<LiveTasks> {
  const { cluster, service: name } = ecsService(stack);
  const { services } = await stack.aws<{
    services: {
      desiredCount: number;
      runningCount: number;
      pendingCount: number;
      deployments: {
        status: string;
        rolloutState?: string;
        rolloutStateReason?: string;
        taskDefinition: string;
        updatedAt: string | number;
      }[];
      events?: { createdAt: string | number; message: string }[];
    }[];
  }>('ecs', 'describe-services', '--cluster', cluster, '--services', name);
  const [service] = services;
  if (service === undefined) {
    throw new UserError({ subject: `ECS service ${name}`, cause: 'is not there', remedy: 'Deploy the stage.' });
  }
  const [event] = service.events ?? [];
  return {
    desired: service.desiredCount,
    running: service.runningCount,
    pending: service.pendingCount,
    deployments: service.deployments.map((deployment) => ({
      status: deployment.status,
      state: deployment.rolloutState ?? 'UNKNOWN',
      revision: deployment.taskDefinition.split('/').pop() ?? '',
      updatedAt: timestamp(deployment.updatedAt),
      reason: deployment.rolloutStateReason,
    })),
    lastEvent: event && { at: timestamp(event.createdAt), message: event.message },
  };
}
