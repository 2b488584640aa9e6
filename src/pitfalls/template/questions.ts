import { Unknown, type Value } from '../../cloudformation/evaluate/model';
import type { Truth } from '../../cloudformation/evaluate/truth';
import { isUnknown, type Lookup, truthOf } from '../../cloudformation/evaluate/value';
import type { Groups } from './security-groups';
import type { Attachment, EcsService, NetworkLoadBalancer, TargetGroup, Topology } from './topology';

/** Transports of a target group's protocol. */
export function transports(protocol: Lookup<string>): readonly ('udp' | 'tcp')[] {
  if (protocol === 'UDP') return ['udp'];
  return protocol === 'TCP_UDP' ? ['udp', 'tcp'] : ['tcp'];
}

/** The groups of all load balancers of a target group; `undefined` where one has none. */
export function balancerGroups(targetGroup: TargetGroup): Groups | undefined {
  const lists = targetGroup.loadBalancers.map(({ groups }) => groups);
  if (lists.length === 0) return new Unknown('a load balancer that is not at hand');
  if (lists.some((list) => list === undefined)) return undefined;
  const open = lists.find(isUnknown);
  return open ?? lists.flatMap((list) => (list as readonly Value[]) ?? []);
}

/** The port that the health check goes to. */
export function checkedPort({ containerPort, targetGroup }: Attachment): Lookup<number> {
  const { port } = targetGroup.healthCheck;
  return port === 'traffic-port' ? containerPort : port;
}

/** Whether cross-zone is on for a target group: its own attribute comes before the load balancer's. */
export function crossZone(targetGroup: TargetGroup, loadBalancer: NetworkLoadBalancer): Truth {
  const own = targetGroup.attribute('load_balancing.cross_zone.enabled');
  if (isUnknown(own)) return 'unknown';
  return own === undefined || own === 'use_load_balancer_configuration' ? loadBalancer.crossZone : truthOf(own, false);
}

/** Every tie between a service and a target group. */
export function* eachAttachment(topology: Topology): Iterable<{ service: EcsService; attachment: Attachment }> {
  for (const service of topology.services) {
    for (const attachment of service.attachments) yield { service, attachment };
  }
}

/** A port in a message. */
export function portText(port: Lookup<number>): string {
  return port === undefined ? 'that is not given' : String(port);
}
