import type { Service } from '../../../model/model';
import { literal, type Section, steps } from '../markdown';

export function rename({ name, stages }: Service): Section {
  return {
    title: 'Rename the service or a stage',
    blocks: [
      `Both names are part of every stack name (${literal(`${name}-${stages[0].name}-service`)}), and CloudFormation does ` +
        'not rename: under another name everything is new, and the old stacks stay as they are, running and paid for.',
      steps(
        'Do not rename: add a stage under the new name that inherits from the old one, or create the service under its ' +
          'new name in a repository of its own. A name for people is better a tag or a DNS record.',
        'Deploy it beside the old one, move the clients, and retire the old stage (below).',
        'To take the fixed addresses along, follow “Cut over addresses”, with the old stage as the old load balancer.',
      ),
    ],
  };
}
