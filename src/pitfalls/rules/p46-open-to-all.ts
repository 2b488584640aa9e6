import { and } from '../../cloudformation/evaluate/truth';
import { isUnknown } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_SECURITY_GROUPS } from '../references';
import { eachAttachment, portText } from '../template/questions';
import { coversPort, coversProtocol, isAnywhere } from '../template/security-groups';
import type { Topology } from '../template/topology';
import { listensOn } from '../template/transport';
import { udpRules } from '../template/udp-rules';

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

export const pitfall = {
  id: 'P46',
  theme: 'Clients',
  title: 'An open UDP service is abused as a reflector',
  cause: 'The source of a datagram can be forged, so a service that answers everybody attacks others for whoever asks.',
  remedy:
    'Name the clients by CIDR block or prefix list; where everybody is meant, accept the finding with the reason.',
  references: [
    NLB_SECURITY_GROUPS,
    'https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks',
  ],
  coverage: [
    optionRule(
      'an internet-facing stage without clients, and endpoint services that anybody may use unseen',
      function* ({ clients, loadBalancer, privateLink }) {
        const named = clients.cidrs.length + clients.prefixLists.length + clients.securityGroups.length;
        if (loadBalancer.scheme === 'internet-facing' && named === 0) {
          yield {
            level: 'error',
            isBinding: true,
            option: 'clients',
            message: 'An internet-facing service must say who may send to it.',
            remedy: "Give 'clients.cidrs' or 'clients.prefixLists', or say 'clients: { anywhere: true }'.",
          };
        }
        if (privateLink?.allowedPrincipals.includes('*') && !privateLink.acceptanceRequired) {
          yield {
            level: 'error',
            isBinding: true,
            option: 'privateLink.acceptanceRequired',
            message:
              "'allowedPrincipals' lets every AWS account create an endpoint, and nobody would see it before it sends.",
            remedy: "Name the principals, or remove 'acceptanceRequired'.",
          };
        }
      },
    ),
    { kind: 'template', finds: 'internet-facing UDP listeners that admit every address', check: openToAll },
  ],
} satisfies Pitfall;
