import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Stack } from 'aws-cdk-lib/core';
import { waitsFor } from './drain-order';

/** ECS starts no container with less memory (MiB). */
const MIN_MEMORY_MIB = 6;

/** Fails the synthesis of containers that cannot share a task. It runs last, so it sees what extensions added. */
export function assertContainers(
  taskDefinition: ecs.FargateTaskDefinition,
  healthGate?: ecs.ContainerDefinition,
): void {
  taskDefinition.node.addValidation({
    validate: () => {
      const containers = taskDefinition.node
        .findAll()
        .filter((node): node is ecs.ContainerDefinition => node instanceof ecs.ContainerDefinition);
      return [
        ...memoryProblems(taskDefinition),
        ...portProblems(containers),
        ...(healthGate ? drainProblems(containers, healthGate) : []),
      ];
    },
  });
}

/** What the task has must be enough for what its containers reserve. The CDK itself adds up their CPU units. */
function memoryProblems(taskDefinition: ecs.FargateTaskDefinition): string[] {
  const { containerDefinitions, memory } = taskDefinition.node.defaultChild as ecs.CfnTaskDefinition;
  const containers: ecs.CfnTaskDefinition.ContainerDefinitionProperty[] =
    Stack.of(taskDefinition).resolve(containerDefinitions);
  const needs = containers.map(({ name, memoryReservation, memory: limit }) => ({
    name,
    mebibytes: memoryReservation ?? limit ?? MIN_MEMORY_MIB,
  }));
  const sum = needs.reduce((total, { mebibytes }) => total + mebibytes, 0);
  return sum <= Number(memory)
    ? []
    : [
        `task.memoryLimitMiB: is ${memory}, but the containers need ${sum} MiB ` +
          `(${needs.map(({ name, mebibytes }) => `${name}: ${mebibytes}`).join(', ')}), and ECS refuses the task. ` +
          'Give the task more memory, or the containers that extensions add less.',
      ];
}

/** The containers of a task share one network interface: a port belongs to one of them. */
function portProblems(containers: readonly ecs.ContainerDefinition[]): string[] {
  const owners = new Map<number, string>();
  const problems: string[] = [];
  for (const container of containers) {
    for (const { containerPort } of container.portMappings) {
      const owner = owners.get(containerPort);
      if (owner === undefined) {
        owners.set(containerPort, container.containerName);
      } else {
        problems.push(
          `container ${container.containerName}: maps port ${containerPort}, which container ${owner} maps already. ` +
            'The containers of a task share one network interface. Let it listen on another port, or map none: ' +
            'containers reach each other over 127.0.0.1 without a mapping.',
        );
      }
    }
  }
  return problems;
}

/** The gate stops first, so nothing can start after it. */
function drainProblems(containers: readonly ecs.ContainerDefinition[], healthGate: ecs.ContainerDefinition): string[] {
  return containers
    .filter((container) => waitsFor(container, healthGate))
    .map(
      (container) =>
        `container ${container.containerName}: waits for container ${healthGate.containerName}, so ECS would stop it ` +
        'before the load balancer knows that the task goes. Let it wait for the application instead.',
    );
}
