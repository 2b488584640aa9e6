import { isUnknown } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_SECURITY_GROUPS } from '../references';
import { balancerGroups, eachAttachment, portText, transports } from '../template/questions';
import { among, anyone } from '../template/security-groups';
import type { Topology } from '../template/topology';
import { listensOn } from '../template/transport';

function* closedBalancers(topology: Topology): Iterable<TemplateViolation> {
  for (const loadBalancer of topology.loadBalancers) {
    const { groups } = loadBalancer;
    if (groups === undefined) continue;
    for (const listener of loadBalancer.listeners) {
      for (const transport of ['udp', 'tcp'] as const) {
        if (listensOn(listener, transport) !== true) continue;
        if (topology.securityGroups.allows(groups, 'ingress', transport, listener.port, anyone) !== false) continue;
        yield {
          level: 'error',
          resource: loadBalancer.resource,
          message: `No security group of the load balancer admits any client on ${transport} ${portText(listener.port)}.`,
        };
      }
    }
  }
  for (const { service, attachment } of eachAttachment(topology)) {
    const groups = balancerGroups(attachment.targetGroup);
    if (groups === undefined || isUnknown(attachment.targetGroup.protocol)) continue;
    for (const transport of transports(attachment.targetGroup.protocol)) {
      const toTasks = among(service.groups);
      const open = topology.securityGroups.allows(groups, 'egress', transport, attachment.containerPort, toTasks);
      if (open !== false) continue;
      yield {
        level: 'error',
        resource: attachment.targetGroup.loadBalancers[0]?.resource ?? attachment.targetGroup.resource,
        message:
          `No security group of the load balancer lets ${transport} ${portText(attachment.containerPort)} out to the ` +
          `tasks of ${service.resource.logicalId}.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P2',
  theme: 'Security groups',
  title: 'No traffic, although the security group of the tasks is open',
  cause:
    'The security group of the load balancer admits no client, or lets nothing out to the tasks. A new CDK app creates it that way.',
  remedy:
    "Give the load balancer a security group with the clients' rules and with outbound rules to the group of the tasks.",
  references: [NLB_SECURITY_GROUPS, 'https://github.com/aws/aws-cdk/pull/34675'],
  coverage: [
    { kind: 'impossible', why: 'A stage without named clients admits its VPC, or says who may send (P46).' },
    {
      kind: 'template',
      finds: 'listeners that no client may reach, and load balancers that may not reach their tasks',
      check: closedBalancers,
    },
  ],
} satisfies Pitfall;
