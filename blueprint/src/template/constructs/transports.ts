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

/** The transports the port serves. */
export function transports({ protocol }: Port): ('tcp' | 'udp')[] {
  switch (protocol) {
    case 'UDP':
      return ['udp'];
    case 'TCP':
      return ['tcp'];
    case 'TCP_UDP':
      return ['udp', 'tcp'];
  }
}
