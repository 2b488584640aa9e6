import { isUnknown } from '../../cloudformation/evaluate/value';
import { GROUP_IS_WIRED } from '../impossible';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_SECURITY_GROUPS } from '../references';
import { fromBalancer } from '../template/from-balancer';
import { eachAttachment, portText, transports } from '../template/questions';
import type { Topology } from '../template/topology';

function* closedTasks(topology: Topology): Iterable<TemplateViolation> {
  for (const { service, attachment } of eachAttachment(topology)) {
    const { containerPort, targetGroup } = attachment;
    if (isUnknown(targetGroup.protocol)) continue;
    for (const transport of transports(targetGroup.protocol)) {
      const matches = fromBalancer(attachment, 'unknown');
      const open = topology.securityGroups.allows(service.groups, 'ingress', transport, containerPort, matches);
      if (open !== false) continue;
      yield {
        level: 'error',
        resource: service.resource,
        message:
          `No security group of the tasks admits ${transport} ${portText(containerPort)}, the port of target group ` +
          `${targetGroup.resource.logicalId}; the CDK adds no such rule for a Network Load Balancer.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P1',
  theme: 'Security groups',
  title: 'The deployment hangs and rolls back; no target becomes healthy',
  cause:
    'The security group of the tasks admits nothing on the service port; the CDK adds no rule for a Network Load Balancer.',
  remedy: "Admit the load balancer's security group on the service port in the security group of the tasks.",
  references: [issue('aws/aws-cdk', 1490), issue('aws/aws-cdk', 4091), NLB_SECURITY_GROUPS],
  coverage: [
    { kind: 'impossible', why: GROUP_IS_WIRED },
    {
      kind: 'template',
      finds: 'tasks whose security groups admit nothing on the port of a target group',
      check: closedTasks,
    },
  ],
} satisfies Pitfall;
