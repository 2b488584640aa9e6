import { items, knownString, step } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue } from '../references';
import type { Topology } from '../template/topology';

function* kernelBuffers(topology: Topology): Iterable<TemplateViolation> {
  for (const { fargate, task } of topology.services) {
    if (!task?.containers || fargate !== true) continue;
    for (const { name, definition } of task.containers) {
      for (const control of items(step(definition, 'SystemControls'))) {
        const namespace = knownString(step(control, 'Namespace')) ?? '';
        if (!namespace.startsWith('net.core.')) continue;
        yield {
          level: 'error',
          resource: task.resource,
          message: `Container ${String(name)} sets ${namespace}, which does not exist inside a Fargate task: the task fails to start.`,
        };
      }
    }
  }
}

export const pitfall = {
  id: 'P26',
  theme: 'Flows',
  title: 'Datagrams are dropped at a high rate while the CPU is idle',
  cause: 'The receive buffer of the socket overflows; its limits cannot be raised on Fargate.',
  remedy:
    'Read faster, by more sockets with SO_REUSEPORT or more tasks, and remove net.core settings. The health gate counts the drops.',
  references: [issue('aws/containers-roadmap', 2368)],
  coverage: [
    { kind: 'impossible', why: 'No option sets a kernel parameter.' },
    { kind: 'template', finds: 'net.core settings on Fargate', check: kernelBuffers },
    {
      kind: 'runbook',
      why: 'Drops are counted in the kernel of the task.',
      steps: [
        'Read the drops in the metrics of the health gate.',
        'Add tasks, or readers in the application, until they stay at 0.',
      ],
    },
  ],
} satisfies Pitfall;
