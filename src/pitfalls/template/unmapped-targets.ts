import type { TemplateViolation } from '../pitfall';
import { declaresPort } from './task';
import type { Topology } from './topology';

/** Targets whose port their container does not map: where another one does, or where none does. */
export function* unmapped(topology: Topology, mappedElsewhere: boolean): Iterable<TemplateViolation> {
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
