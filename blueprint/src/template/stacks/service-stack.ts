import { type App, CfnOutput } from 'aws-cdk-lib/core';
import { createCluster } from '../constructs/cluster';
import { createFargateService } from '../constructs/fargate-service';
import { ImportedNetwork } from '../constructs/imported-network';
import { LoadBalancer } from '../constructs/load-balancer';
import { addOperations } from '../constructs/operations';
import type { Placement } from '../constructs/placement';
import { Reach } from '../constructs/reach';
import { SmokeTest } from '../constructs/smoke-test';
import { Task } from '../constructs/task';
import { Traffic } from '../constructs/traffic';
import type { Extensions, ServiceHandles, StackHandles } from '../extension-points';
import type { ImageVersions, Stage } from '../model';
import type { AddressStack } from './address-stack';
import { BaseStack, type BaseStackProps } from './base-stack';
import type { NetworkStack } from './network-stack';

/** What the service stack is made of. */
export interface ServiceStackProps extends BaseStackProps {
  readonly imageVersions: ImageVersions;
  readonly extensions: Extensions;
  readonly rootDirectory: string;
  readonly networkStack?: NetworkStack;
  readonly addressStack?: AddressStack;
}

/** The service itself: load balancer, task and ECS service. */
export class ServiceStack extends BaseStack {
  /** What extensions reach. */
  readonly handles: StackHandles;

  constructor(app: App, props: ServiceStackProps) {
    const { serviceName, stage, extensions, networkStack, addressStack } = props;
    super(app, props, {
      part: 'service',
      description: `Load balancer and tasks of ${serviceName}, stage ${stage.name}`,
      terminationProtection: stage.production,
    });
    const placement = this.placement(stage, networkStack);
    const { vpc, loadBalancerSubnets, taskSubnets } = placement;
    const stageHandles = { stage, stack: this, vpc, loadBalancerSubnets, taskSubnets };
    extensions.network?.({ ...stageHandles, createdVpc: networkStack?.vpc, networkStack });

    const traffic = new Traffic(this, 'Traffic', {
      vpc,
      ports: stage.ports,
      clients: stage.clients,
      egress: stage.egress,
      endpointSecurityGroup: placement.endpointSecurityGroup,
    });
    const { loadBalancerSecurityGroup, taskSecurityGroup } = traffic;
    const { loadBalancer, listeners, targetGroups } = new LoadBalancer(this, 'LoadBalancer', {
      stage,
      placement,
      securityGroup: loadBalancerSecurityGroup,
      elasticAllocationIds: addressStack?.allocationIds,
    });
    const loadBalancerHandles = { ...stageHandles, loadBalancer, loadBalancerSecurityGroup, listeners, targetGroups };
    extensions.loadBalancer?.(loadBalancerHandles);

    const task = new Task(this, 'Task', {
      ...props,
      stage,
      customise: (properties, handles) =>
        extensions.container?.(properties, { ...loadBalancerHandles, ...handles, taskSecurityGroup }) ?? properties,
    });
    const { taskDefinition, taskRole, executionRole, logGroups, application: container, healthGate } = task;
    const cluster = createCluster(this, 'Cluster', {
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

    const service = createFargateService(this, 'Service', {
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
      ...addOperations(this, serviceName, { ...taskHandles, service }),
    };
    extensions.service?.(serviceHandles);

    if (stage.smokeTest?.from === 'task' && stage.healthGate && logGroups.healthGate) {
      const { endpointSecurityGroup } = placement;
      const { healthGate } = stage;
      new SmokeTest(this, 'SmokeTest', {
        ...props,
        ...{ healthGate, vpc, cluster, loadBalancerSecurityGroup, endpointSecurityGroup },
        logGroup: logGroups.healthGate,
      });
    }
    this.addOutputs(stage, serviceHandles);
    new Reach(this, 'Reach', { stage, loadBalancer, publicIps: addressStack?.publicIps });
    this.handles = { ...serviceHandles, networkStack, addressStack };
    extensions.stack?.(this.handles);
  }

  private placement(stage: Stage, networkStack?: NetworkStack): Placement {
    const { network } = stage;
    if (network.source === 'imported') {
      return new ImportedNetwork(this, 'Network', { stage, network });
    }
    if (networkStack === undefined) {
      throw new Error(`network: stage "${this.node.id}" creates its VPC, so it needs a network stack. Pass one.`);
    }
    return networkStack.placement;
  }

  private addOutputs(stage: Stage, { loadBalancer, cluster, service, alarmTopic }: ServiceHandles): void {
    const add = (id: string, description: string, value: string) => new CfnOutput(this, id, { description, value });
    add('LoadBalancerDnsName', 'Name under which clients reach the service', loadBalancer.loadBalancerDnsName);
    add('Ports', 'Listener ports', stage.ports.map((port) => `${port.name}=${port.port}/${port.protocol}`).join(' '));
    add('ClusterName', 'Name of the ECS cluster', cluster.clusterName);
    add('ServiceName', 'Name of the ECS service', service.serviceName);
    if (alarmTopic) {
      add('AlarmTopicArn', 'Topic of alarms and deployment events', alarmTopic.topicArn);
    }
  }
}
