import { type App, CfnOutput } from 'aws-cdk-lib/core';
import { createCluster } from '../constructs/cluster';
import { createFargateService } from '../constructs/fargate-service';
import { ImportedNetwork } from '../constructs/imported-network';
import { LoadBalancer } from '../constructs/load-balancer';
import { addOperations } from '../constructs/operations';
import type { Placement } from '../constructs/placement';
import { Task } from '../constructs/task';
import { Traffic } from '../constructs/traffic';
import type { Extensions, ServiceHandles } from '../extension-points';
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
  constructor(app: App, props: ServiceStackProps) {
    const { serviceName, stage, extensions, networkStack, addressStack } = props;
    super(app, props, {
      part: 'service',
      description: `Load balancer and tasks of ${serviceName}, stage ${stage.name}`,
      terminationProtection: stage.production,
    });
    const placement = this.placement(stage, networkStack);
    const { vpc } = placement;
    const traffic = new Traffic(this, 'Traffic', { vpc, ports: stage.ports, clients: stage.clients });
    const loadBalancer = new LoadBalancer(this, 'LoadBalancer', {
      stage,
      placement,
      securityGroup: traffic.loadBalancerSecurityGroup,
      elasticAllocationIds: addressStack?.allocationIds,
    });
    const task = new Task(this, 'Task', { ...props, stage });
    const cluster = createCluster(this, 'Cluster', {
      vpc,
      execLogGroup: task.logGroups.exec,
      containerInsights: stage.operations.containerInsights,
    });
    const taskHandles = {
      stage,
      stack: this,
      vpc,
      loadBalancer: loadBalancer.loadBalancer,
      loadBalancerSecurityGroup: traffic.loadBalancerSecurityGroup,
      listeners: loadBalancer.listeners,
      targetGroups: loadBalancer.targetGroups,
      cluster,
      taskDefinition: task.taskDefinition,
      container: task.application,
      healthGate: task.healthGate,
      taskRole: task.taskRole,
      executionRole: task.executionRole,
      taskSecurityGroup: traffic.taskSecurityGroup,
      logGroups: task.logGroups,
    };
    extensions.taskDefinition?.(taskHandles);

    const service = createFargateService(this, 'Service', {
      stage,
      placement,
      cluster,
      taskDefinition: task.taskDefinition,
      executionRole: task.executionRole,
      securityGroup: traffic.taskSecurityGroup,
      targetGroups: loadBalancer.targetGroups,
    });
    const serviceHandles = {
      ...taskHandles,
      service,
      ...addOperations(this, serviceName, { ...taskHandles, service }),
    };
    extensions.service?.(serviceHandles);

    this.addOutputs(stage, serviceHandles);
    extensions.stack?.({ ...serviceHandles, networkStack, addressStack });
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
    const addresses = fixedAddresses(stage);
    if (addresses) {
      add('Addresses', 'Fixed addresses of the load balancer by zone', addresses);
    }
  }
}

/** Fixed addresses that are known here; new ones are outputs of the address stack. */
function fixedAddresses({ addresses }: Stage): string | undefined {
  switch (addresses.source) {
    case 'none':
    case 'elastic':
      return undefined;
    case 'imported':
      return listing(addresses.allocationIds);
    case 'private':
      return listing(addresses.privateIps);
  }
}

function listing(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([zone, address]) => `${zone}=${address}`)
    .join(' ');
}
