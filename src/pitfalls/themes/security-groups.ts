import type { Truth } from '../../cloudformation/evaluate/truth';
import { isUnknown } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_HEALTH_CHECKS, NLB_SECURITY_GROUPS, nlbGuide } from '../references';
import { balancerGroups, checkedPort, eachAttachment, portText, transports } from '../template/questions';
import { among, anyone, type Peer } from '../template/security-groups';
import type { Attachment, Topology } from '../template/topology';
import { listensOn } from '../template/transport';

/** The other side is the load balancer, which a rule can only name by a group if it has one. */
function fromBalancer(attachment: Attachment, withoutGroup: Truth): (peer: Peer) => Truth {
  const groups = balancerGroups(attachment.targetGroup);
  return groups === undefined ? (peer) => (peer.kind === 'group' ? withoutGroup : true) : among(groups);
}

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

function* withoutGroup(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, groups, listeners } of topology.loadBalancers) {
    if (groups !== undefined || listeners.length === 0) continue;
    yield {
      level: 'warning',
      resource,
      message: 'The load balancer has no security group, and one can never be added to it: only a new one can have it.',
    };
  }
}

function* withoutIcmp(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, groups } of topology.udpLoadBalancers) {
    if (groups === undefined || topology.securityGroups.allows(groups, 'ingress', 'icmp', 3, anyone) !== false)
      continue;
    yield {
      level: 'advice',
      resource,
      message:
        'No security group of the load balancer admits ICMP type 3, which tells a sender that a datagram is too large.',
    };
  }
}

const GROUP_IS_WIRED =
  'The stacks always give the load balancer its own security group and wire it to the tasks for every service and health port.';

export const securityGroupPitfalls: readonly Pitfall[] = [
  {
    id: 'P1',
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
  },
  {
    id: 'P2',
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
  },
  {
    id: 'P3',
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
  },
  {
    id: 'P9',
    title: 'A security group cannot be added to the load balancer',
    cause: 'A Network Load Balancer takes a security group when it is created or never.',
    remedy: 'Create the load balancer with a security group; replace an old one along the cutover runbook.',
    references: [NLB_SECURITY_GROUPS],
    coverage: [
      {
        kind: 'impossible',
        why: 'The load balancer has its own security group from its first day; the feature flag is frozen.',
      },
      { kind: 'template', finds: 'Network Load Balancers without a security group', check: withoutGroup },
    ],
  },
  {
    id: 'P25',
    title: 'Large datagrams vanish',
    cause: 'Fragments are not dependable through the load balancer, and path MTU discovery needs ICMP type 3.',
    remedy: 'Admit ICMP type 3 on the load balancer and keep datagrams at 1,200 to 1,472 bytes.',
    references: [NLB_SECURITY_GROUPS, nlbGuide('network-load-balancers')],
    coverage: [
      { kind: 'template', finds: 'load balancers whose groups admit no ICMP type 3', check: withoutIcmp },
      {
        kind: 'runbook',
        why: 'The size of a datagram is the application’s.',
        steps: [
          'Send a datagram of the largest size through the load balancer and compare what arrives.',
          'Keep payloads at 1,200 bytes, or 1,472 where every path has an MTU of 1,500.',
        ],
      },
    ],
  },
];
