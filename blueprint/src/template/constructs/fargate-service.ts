import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Stage } from '../model';
import { taskCapacity } from './capacity-providers';
import type { Placement } from './placement';
import { mappingProtocol } from './transports';

/** What the ECS service is made of. */
export interface FargateServiceProps {
  readonly stage: Stage;
  readonly placement: Placement;
  readonly cluster: ecs.ICluster;
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly executionRole: iam.IRole;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly targetGroups: Readonly<Record<string, elbv2.NetworkTargetGroup>>;
}

/** Creates the ECS service and registers its tasks with the target group of every port. */
export function createFargateService(scope: Construct, id: string, props: FargateServiceProps): ecs.FargateService {
  const { stage, placement } = props;
  const { rollout, capacity } = stage;
  const { associations, strategies } = taskCapacity(scope, `${id}Capacity`, props.cluster, capacity);
  const service = new ecs.FargateService(scope, id, {
    cluster: props.cluster,
    taskDefinition: props.taskDefinition,
    // Where the number is scaled, a count in the template would undo that at every deployment.
    desiredCount: capacity.autoscaling ? undefined : stage.task.desiredCount,
    capacityProviderStrategies: strategies,
    minHealthyPercent: rollout.minHealthyPercent,
    maxHealthyPercent: rollout.maxHealthyPercent,
    circuitBreaker: rollout.circuitBreaker ? { enable: true, rollback: true } : undefined,
    healthCheckGracePeriod: Duration.seconds(rollout.healthCheckGracePeriodSeconds),
    // It starts a task in the better zone before it stops one, and so needs room above the desired count.
    availabilityZoneRebalancing:
      rollout.maxHealthyPercent > 100
        ? ecs.AvailabilityZoneRebalancing.ENABLED
        : ecs.AvailabilityZoneRebalancing.DISABLED,
    assignPublicIp: placement.assignPublicIp,
    vpcSubnets: { subnets: [...placement.taskSubnets] },
    securityGroups: [props.securityGroup],
    enableExecuteCommand: stage.task.exec,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
  });
  // A task that starts before its execution role may pull the image fails, and counts as a failed deployment.
  service.node.addDependency(props.executionRole);
  if (associations) {
    service.node.addDependency(associations);
  }
  for (const port of stage.ports) {
    // Never the default target: it is TCP, and so refuses a container that maps UDP alone.
    props.targetGroups[port.name].addTarget(
      service.loadBalancerTarget({
        containerName: stage.application.containerName,
        containerPort: port.containerPort,
        protocol: mappingProtocol(port),
      }),
    );
  }
  return service;
}
