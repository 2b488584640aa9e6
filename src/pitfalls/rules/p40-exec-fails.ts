import { isUnknown, resourceOf, truthOf } from '../../cloudformation/evaluate/value';
import { optionRule } from '../options/each-stage';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import { barred, cutOff } from '../template/cut-off';
import { endpointFor } from '../template/endpoints';
import { permits } from '../template/roles';
import type { Topology } from '../template/topology';

const EXEC_ROLE =
  'Give the task a role that may use ssmmessages: CreateControlChannel, CreateDataChannel, OpenControlChannel, OpenDataChannel.';

function* deadExec(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.services) {
    const { resource, attachments, task } = service;
    if (truthOf(resource.property('EnableExecuteCommand'), false) !== true) continue;
    const names = new Set(attachments.map(({ containerName }) => containerName));
    for (const container of task?.containers ?? []) {
      if (container.readonlyRoot !== true || isUnknown(container.name) || !names.has(container.name)) continue;
      yield {
        level: 'error',
        resource,
        message: `ECS Exec is on, and container ${String(container.name)} has a read-only root file system, on which its agent cannot start.`,
      };
    }
    if (task && task.resource.property('TaskRoleArn') === undefined) {
      yield {
        level: 'error',
        resource,
        message: 'ECS Exec is on, and the task has no role that could open its channel.',
        remedy: EXEC_ROLE,
      };
    }
    const role = resourceOf(task?.resource.property('TaskRoleArn'));
    if (role && permits(topology.assembly, role, 'ssmmessages:CreateControlChannel') === false) {
      yield {
        level: 'error',
        resource,
        message: `ECS Exec is on, and no policy of ${role.logicalId}, the role of the task, allows ssmmessages.`,
        remedy: EXEC_ROLE,
      };
    }
    const where = cutOff(topology, service);
    const verdict = where === undefined ? 'served' : endpointFor(topology, service, 'ssmmessages');
    if (where !== undefined && typeof verdict === 'object') yield barred(verdict, where);
    if (verdict !== 'missing') continue;
    yield {
      level: 'error',
      resource,
      message: `ECS Exec is on, the tasks run ${where}, and the VPC has no endpoint for ssmmessages.`,
    };
  }
}

export const pitfall = {
  id: 'P40',
  theme: 'Network',
  title: 'ECS Exec fails',
  cause: 'Its agent needs a writable root file system, a task role, and a way to ssmmessages.',
  remedy: 'Choose ECS Exec or a read-only root, and give an isolated network the endpoint ssmmessages.',
  references: [ecsGuide('ecs-exec')],
  coverage: [
    optionRule('ECS Exec with a read-only root', function* ({ task, application }) {
      if (task.exec && application.readonlyRootFilesystem) {
        yield {
          level: 'error',
          isBinding: true,
          option: 'task.exec',
          message:
            'It is true together with application.readonlyRootFilesystem; the agent of ECS Exec cannot start on a read-only root.',
          remedy: 'Set one of them to false.',
        };
      }
    }),
    {
      kind: 'template',
      finds: 'ECS Exec with a read-only root, without a task role that may use it, or without its endpoint',
      check: deadExec,
    },
  ],
} satisfies Pitfall;
