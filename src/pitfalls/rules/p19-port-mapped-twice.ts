import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue } from '../references';
import type { Topology } from '../template/topology';

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

export const pitfall = {
  id: 'P19',
  theme: 'Registration of tasks',
  title: '“Container port 53 is used in more than one port mapping”',
  cause:
    'ECS refuses a container port that is mapped twice once the service has a load balancer, also where the protocols differ.',
  remedy: 'Map the port once; a TCP_UDP target group carries both over it.',
  references: [issue('aws/amazon-ecs-agent', 3428), issue('terraform-aws-modules/terraform-aws-ecs', 89)],
  coverage: [
    optionRule(
      'one container port for two ports, or for a port and the health gate',
      function* ({ ports, healthGate }) {
        for (const [index, port] of ports.entries()) {
          const other = ports.slice(0, index).find((candidate) => candidate.containerPort === port.containerPort);
          // where the listener port is the same as well, that is P18
          if (!other || other.port === port.port) continue;
          yield {
            level: 'error',
            isBinding: true,
            option: 'ports',
            message: `A container port can be mapped once, and ${port.containerPort} is that of the ports ${other.name} and ${port.name}.`,
            remedy:
              'Give each port a containerPort of its own; for UDP and TCP on the same port use the protocol TCP_UDP.',
          };
        }
        const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
        for (const { containerPort } of ports.filter((port) => gatePorts.has(port.containerPort))) {
          yield {
            level: 'error',
            isBinding: true,
            option: 'healthGate.port',
            message: `The application is bound to container port ${containerPort} itself, and the gate shares its network.`,
            remedy: "Give 'healthGate.port' a number that no container port has.",
          };
        }
      },
    ),
    { kind: 'template', finds: 'containers that map a port twice', check: doubleMappings },
  ],
} satisfies Pitfall;
