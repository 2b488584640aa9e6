import { sharedContainerPort, tooManyPorts } from '../option-checks/ports';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ECS_NLB, issue, nlbGuide } from '../references';
import { declaresPort } from '../template/task';
import type { Topology } from '../template/topology';

/** ECS takes no more target groups a service. */
const MAX_TARGET_GROUPS = 5;

const NAMED_TARGET =
  'The target is always named by container, port and protocol; no option takes a default target or an index.';

function* unmapped(topology: Topology, mappedElsewhere: boolean): Iterable<TemplateViolation> {
  for (const { resource, attachments, task } of topology.services) {
    for (const { containerName, containerPort } of attachments) {
      const container = task === undefined ? 'unknown' : task.container(containerName);
      if (container === 'unknown' || typeof containerPort !== 'number') continue;
      if (container !== undefined && declaresPort(container, containerPort) !== false) continue;
      const others = task?.declaring(containerPort) ?? 'unknown';
      if (others === 'unknown' || others.length > 0 !== mappedElsewhere) continue;
      const missing =
        container === undefined ? 'is not in the task definition' : `has no mapping for port ${containerPort}`;
      yield {
        level: 'error',
        resource,
        message: mappedElsewhere
          ? `Container ${String(containerName)} is registered for port ${containerPort}, which container ${others.map(({ name }) => String(name)).join(', ')} maps.`
          : `Container ${String(containerName)} ${missing}, and no other container maps port ${containerPort}.`,
      };
    }
  }
}

function* doubleMappings(topology: Topology): Iterable<TemplateViolation> {
  const tasks = new Map(topology.services.map(({ task }) => [task?.resource, task]));
  for (const task of tasks.values()) {
    for (const { name, mappings } of task?.containers ?? []) {
      const ports = mappings === 'unknown' ? [] : mappings.map(({ containerPort }) => containerPort);
      for (const port of new Set(ports.filter((candidate, index) => ports.indexOf(candidate) < index))) {
        if (typeof port !== 'number' || !task) continue;
        yield {
          level: 'error',
          resource: task.resource,
          message: `Container ${String(name)} maps port ${port} more than once; ECS refuses that for a service with a load balancer.`,
        };
      }
    }
  }
}

function* tooMany(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, attachments } of topology.services) {
    const count = new Set(attachments.map(({ targetGroup }) => targetGroup.resource)).size;
    if (count <= MAX_TARGET_GROUPS) continue;
    yield {
      level: 'error',
      resource,
      message: `The service has ${count} target groups; ECS takes ${MAX_TARGET_GROUPS}.`,
    };
  }
}

export const registrationPitfalls: readonly Pitfall[] = [
  {
    id: 'P4',
    title: '“Container … has no mapping for port undefined and protocol tcp”',
    cause: 'The default target of a service assumes TCP, so a container with UDP alone has no mapping that fits.',
    remedy: 'Name the container, its port and the protocol in loadBalancerTarget, and map that port.',
    references: [issue('aws/aws-cdk', 20887), issue('aws/aws-cdk', 23026), issue('aws/aws-cdk', 11535)],
    coverage: [
      { kind: 'impossible', why: NAMED_TARGET },
      {
        kind: 'template',
        finds: 'targets whose port no container maps',
        check: (topology) => unmapped(topology, false),
      },
    ],
  },
  {
    id: 'P19',
    title: '“Container port 53 is used in more than one port mapping”',
    cause:
      'ECS refuses a container port that is mapped twice once the service has a load balancer, also where the protocols differ.',
    remedy: 'Map the port once; a TCP_UDP target group carries both over it.',
    references: [issue('aws/amazon-ecs-agent', 3428), issue('terraform-aws-modules/terraform-aws-ecs', 89)],
    coverage: [
      sharedContainerPort,
      { kind: 'template', finds: 'containers that map a port twice', check: doubleMappings },
    ],
  },
  {
    id: 'P45',
    title: 'A service needs more than five ports',
    cause: 'An ECS service takes five target groups.',
    remedy: 'Use at most five ports a service; split a larger one into two.',
    references: [ECS_NLB, nlbGuide('load-balancer-limits')],
    coverage: [tooManyPorts, { kind: 'template', finds: 'services with more than five target groups', check: tooMany }],
  },
  {
    id: 'P48',
    title: 'The wrong container is registered',
    cause: 'The default container is the first essential one that was added, which may be a sidecar.',
    remedy: 'Name the container that maps the port.',
    references: [issue('aws/aws-cdk', 20887), ECS_NLB],
    coverage: [
      { kind: 'impossible', why: NAMED_TARGET },
      {
        kind: 'template',
        finds: 'targets whose port another container maps',
        check: (topology) => unmapped(topology, true),
      },
    ],
  },
];
