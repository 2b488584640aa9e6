import * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ExistingResources, PolicyStatement } from '../model';
import { deployTimeIamArn } from './deploy-time-value';

const TASKS_PRINCIPAL = 'ecs-tasks.amazonaws.com';

/** What the roles of a task are made of. */
export interface TaskRolesProps {
  /** What the application may do. */
  readonly statements: readonly PolicyStatement[];
  readonly existing: ExistingResources;
}

/** The two roles of a task: what the application may do, and what ECS may do to start it. */
export class TaskRoles extends Construct {
  readonly taskRole: iam.IRole;
  readonly executionRole: iam.IRole;

  constructor(scope: Construct, id: string, { statements, existing }: TaskRolesProps) {
    super(scope, id);
    const { taskRoleArn, executionRoleArn } = existing;
    this.taskRole =
      taskRoleArn === undefined ? this.createTaskRole(statements) : this.existingRole('ExistingTaskRole', taskRoleArn);
    // Its permissions come from what the containers use: their images, secrets and log groups.
    this.executionRole =
      executionRoleArn === undefined
        ? new iam.Role(this, 'ExecutionRole', {
            description: 'What ECS may do to start the task',
            assumedBy: new iam.ServicePrincipal(TASKS_PRINCIPAL),
          })
        : this.existingRole('ExistingExecutionRole', executionRoleArn);
  }

  /** Used as it is: it may belong to somebody who does not let stacks change it. */
  private existingRole(id: string, arn: string): iam.IRole {
    return iam.Role.fromRoleArn(this, id, deployTimeIamArn(arn), { mutable: false });
  }

  private createTaskRole(statements: readonly PolicyStatement[]): iam.Role {
    const { account, partition, region } = Stack.of(this);
    const role = new iam.Role(this, 'TaskRole', {
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
      role.addToPolicy(
        new iam.PolicyStatement({
          effect: effect === 'Allow' ? iam.Effect.ALLOW : iam.Effect.DENY,
          actions: [...actions],
          resources: [...resources],
        }),
      );
    }
    return role;
  }
}
