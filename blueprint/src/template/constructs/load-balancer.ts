import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HealthCheck, Port, Stage } from '../model';
import type { Placement } from './placement';
import { subnetMappings } from './subnet-mappings';
import { listenerProtocol } from './transports';

/** What the load balancer is made of. */
export interface LoadBalancerProps {
  readonly stage: Stage;
  readonly placement: Placement;
  readonly securityGroup: ec2.SecurityGroup;
  /** Allocation IDs of new Elastic IPs by the name of the zone. */
  readonly elasticAllocationIds?: Readonly<Record<string, string>>;
}

/** The Network Load Balancer with one listener and one target group a port. */
export class LoadBalancer extends Construct {
  readonly loadBalancer: elbv2.NetworkLoadBalancer;
  /** By the name of the port. */
  readonly listeners: Readonly<Record<string, elbv2.NetworkListener>>;
  /** By the name of the port. */
  readonly targetGroups: Readonly<Record<string, elbv2.NetworkTargetGroup>>;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { stage, placement, securityGroup } = props;
    const mappings = subnetMappings(this, stage, placement, props.elasticAllocationIds);
    this.loadBalancer = new elbv2.NetworkLoadBalancer(this, 'Nlb', {
      vpc: placement.vpc,
      internetFacing: stage.loadBalancer.scheme === 'internet-facing',
      ipAddressType: elbv2.IpAddressType.IPV4,
      crossZoneEnabled: stage.loadBalancer.crossZone,
      deletionProtection: stage.loadBalancer.deletionProtection,
      securityGroups: [securityGroup],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: stage.privateLink?.enforceInboundRules,
      ...(mappings
        ? { subnetMappings: mappings }
        : { vpcSubnets: { subnets: Object.values(placement.loadBalancerSubnets) } }),
    });
    this.targetGroups = Object.fromEntries(
      stage.ports.map((port) => [port.name, this.addTargetGroup(stage, port, placement.vpc)]),
    );
    this.listeners = Object.fromEntries(
      stage.ports.map((port) => [
        port.name,
        this.loadBalancer.addListener(`Listener-${port.name}`, {
          port: port.port,
          protocol: listenerProtocol(port),
          defaultTargetGroups: [this.targetGroups[port.name]],
        }),
      ]),
    );
  }

  private addTargetGroup(stage: Stage, port: Port, vpc: ec2.IVpc): elbv2.NetworkTargetGroup {
    // A target group serves one load balancer only, and another scheme means another load balancer: CloudFormation
    // creates it before it deletes the old one, so it must find a target group of its own.
    const id = stage.loadBalancer.scheme === 'internal' ? 'TargetGroup' : 'PublicTargetGroup';
    return new elbv2.NetworkTargetGroup(this, `${id}-${port.name}`, {
      vpc,
      port: port.containerPort,
      protocol: listenerProtocol(port),
      targetType: elbv2.TargetType.IP,
      proxyProtocolV2: stage.privateLink?.proxyProtocolV2 || undefined,
      // UDP always preserves it, and refuses the attribute.
      preserveClientIp: port.protocol === 'TCP' ? true : undefined,
      deregistrationDelay: Duration.seconds(stage.loadBalancer.deregistrationDelaySeconds),
      connectionTermination: stage.loadBalancer.connectionTermination,
      healthCheck: healthCheck(port.healthCheck),
    });
  }
}

function healthCheck(check: HealthCheck): elbv2.HealthCheck {
  return {
    protocol: check.protocol === 'HTTP' ? elbv2.Protocol.HTTP : elbv2.Protocol.TCP,
    port: String(check.port),
    path: check.path,
    healthyHttpCodes: check.protocol === 'HTTP' ? '200' : undefined,
    interval: Duration.seconds(check.intervalSeconds),
    timeout: Duration.seconds(check.timeoutSeconds),
    healthyThresholdCount: check.healthyThresholdCount,
    unhealthyThresholdCount: check.unhealthyThresholdCount,
  };
}
