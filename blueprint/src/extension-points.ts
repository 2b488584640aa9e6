import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Stack } from 'aws-cdk-lib/core';
import type { Stage } from './model';

/**
 * The hooks of `extensions.ts`: each is called once for every stage, with handles to everything that exists by then.
 *
 * A hook adds to the stacks and is free to change what it finds. New constructs belong under `handles.stack`; give
 * them IDs of their own, because a construct that is renamed is replaced. What no typed property reaches is reached
 * through the CloudFormation resource below a handle (`handle.node.defaultChild`).
 *
 * Every hook is optional, so a hook that a later version adds changes nothing for existing extensions.
 */
export interface Extensions {
  /** After all containers of the task are defined and before the ECS service uses them: sidecars, volumes, grants. */
  taskDefinition?(handles: TaskDefinitionHandles): void;

  /** After the ECS service is registered with every target group: scaling, service discovery, alarms. */
  service?(handles: ServiceHandles): void;

  /** Last of all, when the service stack of the stage is complete. */
  stack?(handles: StackHandles): void;
}

/** What every hook of a stage receives. */
export interface StageHandles {
  /** The stage as data: its name, account, region, ports and all other settings. */
  readonly stage: Stage;
  /** The service stack of the stage. */
  readonly stack: Stack;
  /** The created or imported VPC. */
  readonly vpc: ec2.IVpc;
}

/** Handles to the load balancer. */
export interface LoadBalancerHandles extends StageHandles {
  readonly loadBalancer: elbv2.NetworkLoadBalancer;
  readonly loadBalancerSecurityGroup: ec2.SecurityGroup;
  /** Listeners by the name of the port. */
  readonly listeners: Readonly<Record<string, elbv2.NetworkListener>>;
  /** Target groups by the name of the port. */
  readonly targetGroups: Readonly<Record<string, elbv2.NetworkTargetGroup>>;
}

/** Handles to the task and to all that it runs with. */
export interface TaskDefinitionHandles extends LoadBalancerHandles {
  readonly cluster: ecs.Cluster;
  readonly taskDefinition: ecs.FargateTaskDefinition;
  /** The application container. */
  readonly container: ecs.ContainerDefinition;
  /** The health gate; absent where the target groups check the application itself. */
  readonly healthGate?: ecs.ContainerDefinition;
  /** What the application may do. */
  readonly taskRole: iam.Role;
  /** What ECS may do to start the task: pull images, read secrets, write logs. */
  readonly executionRole: iam.Role;
  /** Security group of the tasks. */
  readonly taskSecurityGroup: ec2.SecurityGroup;
  readonly logGroups: LogGroupHandles;
}

/** The service's log groups. */
export interface LogGroupHandles {
  readonly application: logs.LogGroup;
  readonly healthGate?: logs.LogGroup;
  /** Sessions of ECS Exec; present where `exec` is on. */
  readonly exec?: logs.LogGroup;
}

/** Handles to the running service. */
export interface ServiceHandles extends TaskDefinitionHandles {
  readonly service: ecs.FargateService;
  /** Scaling of the number of tasks; absent where it is fixed. */
  readonly scaling?: ecs.ScalableTaskCount;
  /** Where alarms and deployment events go; absent where there are neither. */
  readonly alarmTopic?: sns.ITopic;
  /** The alarms by what they watch and the port or zone they are for, for example `healthy-hosts-dns`. */
  readonly alarms?: Readonly<Record<string, cloudwatch.Alarm>>;
  readonly dashboard?: cloudwatch.Dashboard;
}

/** Handles to the whole stage. */
export interface StackHandles extends ServiceHandles {
  /** Stack of the created network; absent where the VPC is imported. */
  readonly networkStack?: Stack;
  /** Stack of the new Elastic IPs; absent where there are none. */
  readonly addressStack?: Stack;
}
