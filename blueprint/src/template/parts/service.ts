import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { createCluster } from '../constructs/cluster';
import { createFargateService } from '../constructs/fargate-service';
import { LoadBalancer } from '../constructs/load-balancer';
import { addOperations } from '../constructs/operations';
import { Reach } from '../constructs/reach';
import { SmokeTest } from '../constructs/smoke-test';
import { Task } from '../constructs/task';
import { Traffic } from '../constructs/traffic';
import type { Extensions, ServiceHandles, StackHandles } from '../extension-points';
import type { ImageVersions, Stage } from '../model';
import type { CreatedAddresses } from './addresses';
import { type Network, networkOf } from './network';

/** What the service itself is made of. */
export interface CreateServiceProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly imageVersions: ImageVersions;
  readonly extensions: Extensions;
  readonly rootDirectory: string;
  /** Absent where the stage imports its network. */
  readonly network?: Network;
  /** Absent where the stage has no new addresses. */
  readonly addresses?: CreatedAddresses;
}

/** The service itself: load balancer, task and ECS service. Returns what extensions reach. */
export function createService(scope: Construct, props: CreateServiceProps): StackHandles {
  const { serviceName, stage, extensions, addresses } = props;
  const { placement, created } = networkOf(scope, stage, props.network);
  const { vpc, loadBalancerSubnets, taskSubnets, endpointSecurityGroup } = placement;
  const stageHandles = { stage, stack: Stack.of(scope), vpc, loadBalancerSubnets, taskSubnets };
  extensions.network?.({ ...stageHandles, createdVpc: created?.vpc, networkStack: created?.stack });

  const traffic = new Traffic(scope, 'Traffic', {
    vpc,
    ports: stage.ports,
    clients: stage.clients,
    egress: stage.egress,
    endpointSecurityGroup,
  });
  const { loadBalancerSecurityGroup, taskSecurityGroup } = traffic;
  const { loadBalancer, listeners, targetGroups } = new LoadBalancer(scope, 'LoadBalancer', {
    stage,
    placement,
    securityGroup: loadBalancerSecurityGroup,
    elasticAllocationIds: addresses?.allocationIds,
  });
  const loadBalancerHandles = { ...stageHandles, loadBalancer, loadBalancerSecurityGroup, listeners, targetGroups };
  extensions.loadBalancer?.(loadBalancerHandles);

  const task = new Task(scope, 'Task', {
    ...props,
    customise: (properties, handles) =>
      extensions.container?.(properties, { ...loadBalancerHandles, ...handles, taskSecurityGroup }) ?? properties,
  });
  const { taskDefinition, taskRole, executionRole, logGroups, application: container, healthGate } = task;
  const cluster = createCluster(scope, 'Cluster', {
    vpc,
    execLogGroup: logGroups.exec,
    containerInsights: stage.operations.containerInsights,
    existingName: stage.existing.clusterName,
  });
  const taskHandles = {
    ...loadBalancerHandles,
    taskDefinition,
    taskRole,
    executionRole,
    taskSecurityGroup,
    logGroups,
    cluster,
    container,
    healthGate,
  };
  extensions.taskDefinition?.(taskHandles);

  const service = createFargateService(scope, 'Service', {
    stage,
    placement,
    cluster,
    taskDefinition,
    executionRole,
    securityGroup: taskSecurityGroup,
    targetGroups,
  });
  const serviceHandles = {
    ...taskHandles,
    service,
    ...addOperations(scope, serviceName, { ...taskHandles, service }),
  };
  extensions.service?.(serviceHandles);

  if (stage.smokeTest?.from === 'task' && stage.healthGate && logGroups.healthGate) {
    new SmokeTest(scope, 'SmokeTest', {
      ...props,
      ...{ healthGate: stage.healthGate, vpc, cluster, loadBalancerSecurityGroup, endpointSecurityGroup },
      logGroup: logGroups.healthGate,
    });
  }
  addOutputs(scope, stage, serviceHandles);
  new Reach(scope, 'Reach', { stage, loadBalancer, publicIps: addresses?.publicIps });
  const handles = { ...serviceHandles, networkStack: created?.stack, addressStack: addresses?.stack };
  extensions.stack?.(handles);
  return handles;
}

function addOutputs(scope: Construct, stage: Stage, handles: ServiceHandles): void {
  const { loadBalancer, cluster, service, alarmTopic } = handles;
  const add = (id: string, description: string, value: string) => new CfnOutput(scope, id, { description, value });
  add('LoadBalancerDnsName', 'Name under which clients reach the service', loadBalancer.loadBalancerDnsName);
  add('Ports', 'Listener ports', stage.ports.map((port) => `${port.name}=${port.port}/${port.protocol}`).join(' '));
  add('ClusterName', 'Name of the ECS cluster', cluster.clusterName);
  add('ServiceName', 'Name of the ECS service', service.serviceName);
  if (alarmTopic) {
    add('AlarmTopicArn', 'Topic of alarms and deployment events', alarmTopic.topicArn);
  }
}
