import type { CfnTaskDefinition, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Stack } from 'aws-cdk-lib/core';

/** ECS refuses larger task definitions. */
const MAX_BYTES = 64 * 1024;

/** Fails the synthesis of a task definition that ECS would refuse. It runs last, so it sees what extensions added. */
export function assertTaskDefinitionSize(taskDefinition: FargateTaskDefinition): void {
  taskDefinition.node.addValidation({
    validate: () => {
      const bytes = Buffer.byteLength(JSON.stringify(properties(taskDefinition)));
      return bytes < MAX_BYTES
        ? []
        : [
            `task definition: has ${bytes} bytes, but ECS accepts less than ${MAX_BYTES}. ` +
              'Shorten the environment, or deliver the health gate as an image of its own (delivery "asset").',
          ];
    },
  });
}

function properties(taskDefinition: FargateTaskDefinition): unknown {
  const { containerDefinitions, volumes } = taskDefinition.node.defaultChild as CfnTaskDefinition;
  return Stack.of(taskDefinition).resolve({ containerDefinitions, volumes });
}
