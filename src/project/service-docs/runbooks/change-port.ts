import type { Service } from '../../../model/model';
import { literal, type Section, steps } from '../markdown';

export function changePort({ stages }: Service): Section {
  const most = Math.max(...stages.map(({ ports }) => ports.length));
  return {
    title: 'Change a port',
    blocks: [
      'A port is known by its `name`, by default its number. Under another name it is another listener with another ' +
        'target group; under the same name the listener changes in place, and clients of the old number are cut off at ' +
        'once.',
      ...(most >= 5
        ? ['A stage has five ports already, which is the most an ECS service can have: one must go first.']
        : []),
      steps(
        `Add the new port beside the old one in ${literal('ports')}, with the same ${literal('containerPort')} if the ` +
          'application keeps its own. Run `npx projen`, look at `npx udp-service impact`: nothing may be replaced. Deploy.',
        'Move the clients. `NewFlowCount_UDP` of the old target group tells who is left.',
        'Remove the old port. `npx udp-service impact` says that the listener goes: that is meant. Deploy.',
      ),
    ],
  };
}
