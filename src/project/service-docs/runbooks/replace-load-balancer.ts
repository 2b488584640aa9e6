import type { Service } from '../../../model/model';
import { code, type Section, steps } from '../markdown';
import { perStage } from '../names';
import { deleteStack, unprotect } from './protection';

export function replaceLoadBalancer(service: Service): Section {
  const guarded = service.stages.filter(({ production }) => production);
  return {
    title: 'Replace the load balancer and keep its addresses',
    blocks: [
      'Needed for another scheme, other subnets, or a load balancer that was broken by hand. CloudFormation would create ' +
        'the new one first, and it cannot have addresses that are attached to the old one ' +
        '(`The allocation IDs are not available for use`). So the old one goes first.',
      '**Interruption**: from the second step until targets are healthy again. Deleting waits for the tasks to drain ' +
        '(up to the deregistration delay and the stop timeout), a new load balancer takes a few minutes, new targets ' +
        'another one or two: plan half an hour, and measure it in a stage that nobody needs.',
      steps(
        'Set `loadBalancer: { deletionProtection: false }` where it is on, and deploy.' +
          (guarded.length > 0
            ? ` Take the protection from the service stack:\n\n${code(
                'sh',
                perStage({ ...service, stages: guarded }, (stage) => unprotect(service, stage, 'service')),
              )}`
            : ''),
        'Delete the service stack. Elastic IPs stand in a stack of their own or were never ours; log groups are kept:' +
          `\n\n${code(
            'sh',
            perStage(service, (stage) => deleteStack(service, stage, 'service')),
          )}`,
        `Make the change in \`.projenrc.ts\`, run \`npx projen\`, and deploy:\n\n${code(
          'sh',
          perStage(service, ({ name }) => `npx projen deploy:${name}`),
        )}`,
        'Compare the addresses (above) with those before, ask the service, and set `loadBalancer.deletionProtection` as it was.',
      ),
      'Way back: the same steps with the change undone. The name of the load balancer changes each time: aliases and ' +
        'allow lists that hold it must follow.',
    ],
  };
}
