import { references } from '../../cloudformation/evaluate/evaluate';
import { asString, isUnknown, truthOf } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_LISTENERS } from '../references';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P47',
  theme: 'Clients',
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
} satisfies Pitfall;
