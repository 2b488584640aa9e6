import { GROUP_IS_WIRED } from '../impossible';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { NLB_HEALTH_CHECKS, NLB_SECURITY_GROUPS } from '../references';
import { fromBalancer } from '../template/from-balancer';
import { balancerGroups, checkedPort, eachAttachment, portText } from '../template/questions';
import { among } from '../template/security-groups';
import type { Topology } from '../template/topology';

function* closedChecks(topology: Topology): Iterable<TemplateViolation> {
  for (const { service, attachment } of eachAttachment(topology)) {
    const { targetGroup } = attachment;
    const port = checkedPort(attachment);
    // Checked on the very port and transport of the traffic: then the rules for the traffic say it all.
    if (port === attachment.containerPort && targetGroup.protocol !== 'UDP') continue;
    const groups = balancerGroups(targetGroup);
    const inward = topology.securityGroups.allows(
      service.groups,
      'ingress',
      'tcp',
      port,
      fromBalancer(attachment, false),
    );
    if (inward === false) {
      yield {
        level: 'error',
        resource: service.resource,
        message:
          `No security group of the tasks admits the load balancer on tcp ${portText(port)}, the port of the health ` +
          `check of ${targetGroup.resource.logicalId}.`,
      };
    }
    const outward =
      groups === undefined || topology.securityGroups.allows(groups, 'egress', 'tcp', port, among(service.groups));
    if (outward === false) {
      yield {
        level: 'error',
        resource: targetGroup.loadBalancers[0]?.resource ?? targetGroup.resource,
        message:
          `No security group of the load balancer lets tcp ${portText(port)} out, the port of the health check of ` +
          `${targetGroup.resource.logicalId}; health checks obey the outbound rules.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P3',
  theme: 'Security groups',
  title: 'The health check fails although the inbound rules look right',
  cause:
    "Health checks obey the outbound rules of the load balancer's security group, and need an inbound rule of the tasks for their own port.",
  remedy: 'Let the health check port out of the group of the load balancer and into the group of the tasks.',
  references: [NLB_SECURITY_GROUPS, NLB_HEALTH_CHECKS],
  coverage: [
    { kind: 'impossible', why: GROUP_IS_WIRED },
    {
      kind: 'template',
      finds: 'health check ports without outbound rule or without inbound rule',
      check: closedChecks,
    },
  ],
} satisfies Pitfall;
