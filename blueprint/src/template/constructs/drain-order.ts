import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Aspects } from 'aws-cdk-lib/core';

/**
 * Makes the health gate the first container of the task to stop, whatever containers extensions add.
 *
 * ECS stops a container before those that it depends on, and everything that nothing depends on at once. So the gate
 * depends on every other container: it fails its checks while the application and all that it needs still serve.
 */
export function stopFirst(taskDefinition: ecs.FargateTaskDefinition, healthGate?: ecs.ContainerDefinition): void {
  if (healthGate === undefined) return;
  Aspects.of(taskDefinition).add({
    visit(node) {
      if (!(node instanceof ecs.ContainerDefinition) || node === healthGate) return;
      if (waitsFor(healthGate, node) || waitsFor(node, healthGate)) return;
      healthGate.addContainerDependencies({ container: node, condition: ecs.ContainerDependencyCondition.START });
    },
  });
}

/** Whether a container starts after another one, directly or through others. */
export function waitsFor(container: ecs.ContainerDefinition, other: ecs.ContainerDefinition): boolean {
  const seen = new Set([container]);
  for (const one of seen) {
    for (const dependency of one.containerDependencies) seen.add(dependency.container);
  }
  return container !== other && seen.has(other);
}
