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
      'one container port for two protocols, or for a port and the health gate',
      function* ({ ports, healthGate }) {
        for (const [index, port] of ports.entries()) {
          const other = ports.slice(0, index).find((candidate) => candidate.containerPort === port.containerPort);
          if (other && other.protocol !== port.protocol) {
            yield {
              level: 'error',
              option: `ports[${port.name}].containerPort`,
              message: `${port.containerPort} is ${port.protocol} here and ${other.protocol} in ports[${other.name}]; ECS takes one mapping a container port.`,
              remedy: 'Use one port with protocol TCP_UDP, or another container port.',
            };
          }
        }
        const gatePorts = new Set(healthGate?.config.checks.map(({ gatePort }) => gatePort));
        for (const { name, containerPort } of ports.filter((port) => gatePorts.has(port.containerPort))) {
          yield {
            level: 'error',
            option: `ports[${name}].containerPort`,
            message: `${containerPort} is also a port of the health gate, which shares the task's network.`,
            remedy: 'Give the health check another port.',
          };
        }
      },
    ),
    { kind: 'template', finds: 'containers that map a port twice', check: doubleMappings },
  ],
} satisfies Pitfall;
