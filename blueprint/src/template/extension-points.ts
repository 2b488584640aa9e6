import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { App, Stack } from 'aws-cdk-lib/core';
import type { Service, Stage } from './model';

/**
 * The hooks of `extensions.ts`. Those of a stage are called once for every stage, in the order in which they stand
 * here, with handles to everything that exists by then; `app` is called once, when every stage is complete.
 *
 * A hook adds to the stacks and is free to change what it finds. New constructs belong under `handles.stack`; give
 * them IDs of their own, because a construct that is renamed is replaced. What no typed property reaches is reached
 * through the CloudFormation resource below a handle (`handle.node.defaultChild`).
 *
 * Every hook is optional, so a hook that a later version adds changes nothing for existing extensions.
 */
export interface Extensions {
  /** After the VPC is created or imported: endpoints, peering, flow logs of your own. */
  network?(handles: NetworkHandles): void;

  /** After the load balancer has its listeners and target groups, before anything is registered with them. */
  loadBalancer?(handles: LoadBalancerHandles): void;

  /**
   * Before the application container is created: returns the properties to create it with. It receives those that the
   * options of the service lead to; name, ports and `essential` are the load balancer's business and are no part of
   * them. For what can be added to a finished container, use `taskDefinition`.
   */
  container?(properties: ContainerProperties, handles: ContainerHandles): ContainerProperties;

  /**
   * After the containers of the service are defined and before the ECS service uses them: sidecars, volumes, grants.
   * The health gate is made to wait for every container that is added, so that it stays the first to stop.
   */
  taskDefinition?(handles: TaskDefinitionHandles): void;

  /** After the ECS service is registered with every target group: scaling, service discovery, alarms. */
  service?(handles: ServiceHandles): void;

  /** When the service stack of the stage is complete. */
  stack?(handles: StackHandles): void;

  /** Last of all, once: what spans stages, aspects, validation plugins. */
  app?(handles: AppHandles): void;
}

/** What every hook of a stage receives. */
export interface StageHandles {
  /** The stage as data: its name, account, region, ports and all other settings. */
  readonly stage: Stage;
  /** The service stack of the stage. */
  readonly stack: Stack;
  /** The created or imported VPC. */
  readonly vpc: ec2.IVpc;
  /** Subnets of the load balancer by the name of the zone. */
  readonly loadBalancerSubnets: Readonly<Record<string, ec2.ISubnet>>;
  /** Subnets of the tasks: also for what the tasks alone use, a file system for example. */
  readonly taskSubnets: readonly ec2.ISubnet[];
}

/** Handles to the network. */
export interface NetworkHandles extends StageHandles {
  /** The VPC where it is created here; absent where it is imported, because nothing in an imported VPC is changed. */
  readonly createdVpc?: ec2.Vpc;
  /** Stack of the created network; absent where the VPC is imported. */
  readonly networkStack?: Stack;
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

/** Properties of the application container that an extension may change. */
export type ContainerProperties = Omit<
  ecs.ContainerDefinitionOptions,
  'containerName' | 'essential' | 'portMappings' | 'cpu' | 'memoryLimitMiB'
>;

/** Handles to what the containers of the task share. */
export interface ContainerHandles extends LoadBalancerHandles {
  readonly taskDefinition: ecs.FargateTaskDefinition;
  /** What the application may do. */
  readonly taskRole: iam.IRole;
  /** What ECS may do to start the task: pull images, read secrets, write logs. */
  readonly executionRole: iam.IRole;
  /** Security group of the tasks. */
  readonly taskSecurityGroup: ec2.SecurityGroup;
  readonly logGroups: LogGroupHandles;
}

/** Handles to the task and to all that it runs with. */
export interface TaskDefinitionHandles extends ContainerHandles {
  readonly cluster: ecs.ICluster;
  /** The application container. */
  readonly container: ecs.ContainerDefinition;
  /** The health gate; absent where the target groups check the application itself. */
  readonly healthGate?: ecs.ContainerDefinition;
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

/** Handles to the whole app. */
export interface AppHandles {
  readonly app: App;
  /** The resolved service as data. */
  readonly service: Service;
  /** The handles of every stage by its name. */
  readonly stages: Readonly<Record<string, StackHandles>>;
}
