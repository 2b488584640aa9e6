import { and } from '../../cloudformation/evaluate/truth';
import { isUnknown, items } from '../../cloudformation/evaluate/value';
import { coversPort, coversProtocol, type GroupRule } from './security-groups';
import type { Attachment, EcsService, Topology } from './topology';

/** The known rules of the tasks for the UDP port of an attachment. */
export function udpRules(topology: Topology, service: EcsService, { containerPort }: Attachment): readonly GroupRule[] {
  return items(isUnknown(service.groups) ? undefined : service.groups)
    .flatMap((group) => topology.securityGroups.rules(group, 'ingress'))
    .filter((rule) => and([rule.present, coversProtocol(rule, 'udp'), coversPort(rule, containerPort)]) === true);
}
