import { references } from '../../cloudformation/evaluate/evaluate';
import { and } from '../../cloudformation/evaluate/truth';
import { asString, isUnknown, items, truthOf } from '../../cloudformation/evaluate/value';
import { openToAnybody } from '../option-checks/clients';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_LISTENERS, NLB_SECURITY_GROUPS, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import { eachAttachment, portText } from '../template/questions';
import { coversPort, coversProtocol, type GroupRule, isAnywhere, isPrivate } from '../template/security-groups';
import type { Attachment, EcsService, Topology } from '../template/topology';
import { listensOn } from '../template/transport';
import { optionRule } from './options';

/** The known rules of the tasks for the UDP port of an attachment. */
function udpRules(topology: Topology, service: EcsService, { containerPort }: Attachment): readonly GroupRule[] {
  return items(isUnknown(service.groups) ? undefined : service.groups)
    .flatMap((group) => topology.securityGroups.rules(group, 'ingress'))
    .filter((rule) => and([rule.present, coversProtocol(rule, 'udp'), coversPort(rule, containerPort)]) === true);
}

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

function* openToAll(topology: Topology): Iterable<TemplateViolation> {
  const found = new Set<unknown>();
  for (const { resource, groups, internetFacing, listeners } of topology.udpLoadBalancers) {
    if (internetFacing !== true || groups === undefined || isUnknown(groups)) continue;
    for (const listener of listeners.filter((candidate) => listensOn(candidate, 'udp') === true)) {
      for (const rule of groups.flatMap((group) => topology.securityGroups.rules(group, 'ingress'))) {
        const open = and([rule.present, coversProtocol(rule, 'udp'), coversPort(rule, listener.port)]);
        if (open !== true || !isAnywhere(rule.peer) || found.has(`${rule.origin.logicalId} ${portText(listener.port)}`))
          continue;
        found.add(`${rule.origin.logicalId} ${portText(listener.port)}`);
        yield {
          level: 'warning',
          resource: rule.origin,
          message: `Every address of the internet may send to udp ${portText(listener.port)} of ${resource.logicalId}, with a forged source.`,
        };
      }
    }
  }
  for (const { service, attachment } of eachAttachment(topology)) {
    const bare = attachment.targetGroup.loadBalancers.filter(
      ({ groups, internetFacing }) => groups === undefined && internetFacing === true,
    );
    if (bare.length === 0 || attachment.targetGroup.udp !== true) continue;
    for (const rule of udpRules(topology, service, attachment).filter(({ peer }) => isAnywhere(peer))) {
      yield {
        level: 'warning',
        resource: rule.origin,
        message: `Every address of the internet may send to udp ${portText(attachment.containerPort)}, with a forged source.`,
      };
    }
  }
}

function* forcedSharing(topology: Topology): Iterable<TemplateViolation> {
  const services = topology.assembly.ofType('AWS::EC2::VPCEndpointService');
  for (const service of services) {
    for (const loadBalancer of topology.udpLoadBalancers) {
      const mentioned = references(service.raw.Properties ?? null).some(
        ({ id }) => id === loadBalancer.resource.logicalId,
      );
      if (!mentioned || service.template !== loadBalancer.resource.template) continue;
      const enforce = asString(loadBalancer.resource.property('EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'));
      if (loadBalancer.groups !== undefined && enforce === undefined) {
        yield {
          level: 'warning',
          resource: loadBalancer.resource,
          message: `${service.logicalId} shares the load balancer by PrivateLink, and its inbound rules are enforced on consumers because nothing says otherwise.`,
        };
      }
      for (const { resource, loadBalancers, attribute } of topology.udpTargetGroups) {
        const proxied = attribute('proxy_protocol_v2.enabled');
        if (!loadBalancers.includes(loadBalancer) || isUnknown(proxied) || truthOf(proxied, false) === true) continue;
        yield {
          level: 'advice',
          resource,
          message: `Consumers of ${service.logicalId} all arrive with an address of the load balancer: proxy protocol v2 is off, so the task cannot tell them apart.`,
        };
      }
    }
  }
}

export const clientPitfalls: readonly Pitfall[] = [
  {
    id: 'P8',
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
  },
  {
    id: 'P46',
    title: 'An open UDP service is abused as a reflector',
    cause:
      'The source of a datagram can be forged, so a service that answers everybody attacks others for whoever asks.',
    remedy:
      'Name the clients by CIDR block or prefix list; where everybody is meant, accept the finding with the reason.',
    references: [
      NLB_SECURITY_GROUPS,
      'https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks',
    ],
    coverage: [
      openToAnybody,
      { kind: 'template', finds: 'internet-facing UDP listeners that admit every address', check: openToAll },
    ],
  },
  {
    id: 'P47',
    title: 'PrivateLink consumers are blocked, or all have one address',
    cause:
      'Inbound rules are enforced on PrivateLink traffic by default, and its source is an address of the load balancer.',
    remedy: 'State whether inbound rules are enforced, and turn proxy protocol v2 on where the consumer matters.',
    references: ['https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html', NLB_LISTENERS],
    coverage: [
      optionRule('PrivateLink whose consumers the rules do not admit', function* ({ clients, network, privateLink }) {
        const { cidrs, prefixLists } = clients;
        const onlyVpc = prefixLists.length === 0 && cidrs.every((cidr) => cidr === network.cidr);
        if (privateLink?.enforceInboundRules && onlyVpc) {
          yield {
            level: 'error',
            option: 'privateLink.enforceInboundRules',
            message: "The clients' rules apply to consumers by their own private addresses, and admit this VPC alone.",
            remedy: "Name the consumers' private CIDR blocks in clients.cidrs, or set it to false.",
          };
        }
      }),
      { kind: 'template', finds: 'endpoint services of a UDP load balancer that leave it open', check: forcedSharing },
    ],
  },
];
