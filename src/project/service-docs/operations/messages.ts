import type { Service } from '../../../model/model';
import { table } from '../../../util/markdown';
import { literal, type Section } from '../markdown';

/** Messages of a task that does not start or serve, and the option that helps. */
export function messagesSection(service: Service): Section {
  return {
    title: 'Messages and the option to set',
    blocks: [
      table(
        ['message in the log or in the stopped reason', 'cause', 'option'],
        [
          [
            literal('exec format error'),
            'the image was built for another processor architecture than the task has',
            `${literal('task: { architecture: Architecture.X86_64 }')} or ${literal('Architecture.ARM64')}; now ${architectures(service)}`,
          ],
          [
            literal('Read-only file system'),
            'the application writes below its read-only root',
            `${literal("application: { writablePaths: ['/var/cache/app'] }")}, or ${literal('readonlyRootFilesystem: false')}`,
          ],
          [
            literal('Permission denied'),
            'a writable path belongs to root, and the application runs as another user',
            'declare the path as `VOLUME` in the image and give it to that user',
          ],
          [
            literal('CannotPullContainerError'),
            'the task has no way to the registry, or the execution role may not pull, or the version does not exist',
            `${literal('network')} (NAT, public addresses or endpoints), the repository’s policy, ${literal('images.json')}`,
          ],
          [
            literal('has no healthy targets'),
            'the gate’s verdict is not ok, or nothing answers the health check',
            `${literal('probe')} of the port; ${literal('healthGate')}; the gate’s log`,
          ],
        ],
      ),
    ],
  };
}

function architectures({ stages }: Service): string {
  return stages.map(({ name, task }) => `${name}: ${literal(task.architecture)}`).join(', ');
}
