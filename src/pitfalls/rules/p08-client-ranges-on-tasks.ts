import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_SECURITY_GROUPS, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import { eachAttachment, portText } from '../template/questions';
import { isAnywhere, isPrivate } from '../template/security-groups';
import type { Topology } from '../template/topology';
import { udpRules } from '../template/udp-rules';

function* rangesOnTasks(topology: Topology): Iterable<TemplateViolation> {
  for (const { service, attachment } of eachAttachment(topology)) {
    if (attachment.targetGroup.udp !== true) continue;
    const rules = udpRules(topology, service, attachment);
    for (const { internetFacing, groups, resource } of attachment.targetGroup.loadBalancers) {
      const blocked = rules.length > 0 && rules.every(({ peer }) => isPrivate(peer) === true);
      const seen = topology.securityGroups.allows(service.groups, 'ingress', 'udp', attachment.containerPort, (peer) =>
        isPrivate(peer) === true ? false : 'unknown',
      );
      if (internetFacing === true && blocked && seen === false) {
        yield {
          level: 'error',
          resource: service.resource,
          message:
            `The tasks admit udp ${portText(attachment.containerPort)} from private addresses only, but the source of a ` +
            `datagram through ${resource.logicalId} is the client's own address, which is public.`,
        };
      }
      if (groups === undefined && internetFacing !== false) continue;
      for (const rule of rules.filter(({ peer }) => isAnywhere(peer))) {
        yield {
          level: 'warning',
          resource: rule.origin,
          message:
            `The tasks admit udp ${portText(attachment.containerPort)} from every address` +
            (groups === undefined
              ? `, and ${resource.logicalId} has no security group that would filter before them.`
              : `: whoever reaches a task passes by the rules of ${resource.logicalId}.`),
        };
      }
    }
  }
}

export const pitfall = {
  id: 'P8',
  theme: 'Clients',
  title: 'Clients are blocked, or pass by the load balancer',
  cause:
    "The client's address is always preserved for UDP: a rule of the tasks for the load balancer's addresses blocks every client, and one for all addresses lets everybody pass by it.",
  remedy: 'Let the group of the tasks refer to the group of the load balancer, and name the clients there.',
  references: [NLB_TARGET_GROUP_ATTRIBUTES, NLB_SECURITY_GROUPS],
  coverage: [
    {
      kind: 'impossible',
      why: "The tasks admit the load balancer's group only; no option takes address ranges for them.",
    },
    {
      kind: 'template',
      finds: 'address ranges on the tasks that block clients or admit everybody',
      check: rangesOnTasks,
    },
  ],
} satisfies Pitfall;
