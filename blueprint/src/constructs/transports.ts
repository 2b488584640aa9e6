import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Port, Protocol } from '../model';

const LISTENER_PROTOCOLS: Readonly<Record<Protocol, elbv2.Protocol>> = {
  UDP: elbv2.Protocol.UDP,
  TCP_UDP: elbv2.Protocol.TCP_UDP,
  TCP: elbv2.Protocol.TCP,
};

/** Protocol of the port's listener and of its target group. */
export function listenerProtocol({ protocol }: Port): elbv2.Protocol {
  return LISTENER_PROTOCOLS[protocol];
}

/**
 * Protocol of the port's one port mapping.
 *
 * A port that serves both is mapped once: ECS refuses the same container port in two mappings of a service behind a
 * load balancer, and mappings do not filter in the `awsvpc` network mode, so the one mapping carries both.
 */
export function mappingProtocol({ protocol }: Port): ecs.Protocol {
  return protocol === 'TCP' ? ecs.Protocol.TCP : ecs.Protocol.UDP;
}

/** What security groups open for the port: at its listener port or at its container port. */
export function transportPorts({ protocol }: Port, number: number): ec2.Port[] {
  return [...(protocol === 'TCP' ? [] : [ec2.Port.udp(number)]), ...(protocol === 'UDP' ? [] : [ec2.Port.tcp(number)])];
}
