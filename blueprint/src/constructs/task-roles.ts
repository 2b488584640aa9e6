import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../model';

const TASKS_PRINCIPAL = 'ecs-tasks.amazonaws.com';

/** The two roles of a task: what the application may do, and what ECS may do to start it. */
export class TaskRoles extends Construct {
  readonly taskRole: iam.Role;
  readonly executionRole: iam.Role;

  constructor(scope: Construct, id: string, statements: readonly PolicyStatement[]) {
    super(scope, id);
    const { account, partition, region } = Stack.of(this);
    this.taskRole = new iam.Role(this, 'TaskRole', {
      description: 'What the application may do',
      // ECS must not be talked into using the role for tasks of another account.
      assumedBy: new iam.ServicePrincipal(TASKS_PRINCIPAL, {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
        },
      }),
    });
    for (const { effect, actions, resources } of statements) {
      this.taskRole.addToPolicy(
        new iam.PolicyStatement({
          effect: effect === 'Allow' ? iam.Effect.ALLOW : iam.Effect.DENY,
          actions: [...actions],
          resources: [...resources],
        }),
      );
    }
    // Its permissions come from what the containers use: their images, secrets and log groups.
    this.executionRole = new iam.Role(this, 'ExecutionRole', {
      description: 'What ECS may do to start the task',
      assumedBy: new iam.ServicePrincipal(TASKS_PRINCIPAL),
    });
  }
}
