import type { Aws } from '../../clients/aws/cli';
import type { Service, Stage } from '../../model/model';
import { UserError } from '../../util/user-error';
import { readFlows } from './flows';
import { readGate } from './gate';
import { readLoadBalancer, readTargets } from './load-balancer';
import type { Live } from './model';
import { attempt, listResources, type RunningStack } from './stack';
import { readTasks } from './tasks';

/** Reads what runs in a stage. */
export async function readLive(service: Service, stage: Stage, stackName: string, aws: Aws, now: Date): Promise<Live> {
  const [{ Stacks }, resources] = await Promise.all([
    aws<{ Stacks: { StackStatus: string; Outputs?: object[] }[] }>(
      'cloudformation',
      'describe-stacks',
      '--stack-name',
      stackName,
    ),
    listResources(aws, stackName),
  ]);
  const [{ StackStatus: stackStatus, Outputs = [] }] = Stacks;
  if (Outputs.length === 0) {
    throw new UserError({
      subject: `stack ${stackName}`,
      cause: `is ${stackStatus} and has no outputs`,
      remedy: 'Deploy the stage first.',
    });
  }
  const stack: RunningStack = { aws, name: stackName, resources, ports: stage.ports };
  const [loadBalancer, targets, tasks, gate, flows] = await Promise.all([
    attempt(readLoadBalancer(stack)),
    attempt(readTargets(stack)),
    attempt(readTasks(stack)),
    stage.healthGate ? attempt(readGate(stack, now)) : undefined,
    attempt(readFlows(stack, now)),
  ]);
  const { region } = stage;
  return { service: service.name, stage: stage.name, region, stackStatus, loadBalancer, targets, tasks, gate, flows };
}
