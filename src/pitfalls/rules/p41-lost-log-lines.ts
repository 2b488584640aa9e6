import { isUnknown, knownString, step } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, ecsGuide } from '../references';
import type { Topology } from '../template/topology';

function* lossyLogs(topology: Topology): Iterable<TemplateViolation> {
  for (const { attachments, task } of topology.udpServices) {
    const names = new Set(attachments.map(({ containerName }) => containerName));
    for (const { name, definition } of task?.containers ?? []) {
      if (!task || isUnknown(name) || !names.has(name)) continue;
      const log = step(definition, 'LogConfiguration');
      if (log === undefined) {
        yield {
          level: 'warning',
          resource: task.resource,
          message: `Container ${String(name)} has no log configuration: what it says is lost.`,
        };
      } else if (knownString(step(log, 'LogDriver')) === 'awslogs' && step(log, 'Options', 'mode') === undefined) {
        yield {
          level: 'advice',
          resource: task.resource,
          message: `Container ${String(name)} leaves the log mode open: by default lines are dropped silently when the buffer is full.`,
        };
      }
    }
  }
}

export const pitfall = {
  id: 'P41',
  theme: 'Logs',
  title: 'Log lines are lost under load',
  cause: 'The log driver does not block by default: it drops lines when its buffer is full.',
  remedy: 'State the mode and the size of the buffer.',
  references: [ecsGuide('using_awslogs'), cloudFormation('aws-properties-ecs-taskdefinition-logconfiguration')],
  coverage: [
    optionRule('a blocking log driver', function* ({ logs }) {
      if (logs.mode === 'blocking') {
        yield {
          level: 'advice',
          option: 'logs.mode',
          message: 'It is blocking: the application stands still, and drops datagrams, while CloudWatch Logs is slow.',
          remedy: 'Use non-blocking with a larger buffer unless each line counts more than the service.',
        };
      }
    }),
    { kind: 'template', finds: 'UDP containers without logs, or with the log mode left open', check: lossyLogs },
  ],
} satisfies Pitfall;
