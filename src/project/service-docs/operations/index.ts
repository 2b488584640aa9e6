import type { Service } from '../../../model/model';
import { code, type Section } from '../markdown';
import { perStage } from '../names';
import { nameResources } from './commands';
import { deploymentsSection } from './deployments';
import { messagesSection } from './messages';
import { scalingSection } from './scaling';
import { targetsSection } from './targets';

/** Where to look when something is wrong. */
export function troubleSection(service: Service): Section {
  return {
    title: 'When something is wrong',
    blocks: [
      'One screen with addresses, targets by zone, tasks, last deployment, verdicts and blocked flows. It needs the AWS ' +
        'CLI and read-only credentials; `--policy` prints the least that they must allow:',
      code(
        'sh',
        perStage(service, (stage) => `npx udp-service live ${stage.name}`),
      ),
      'The commands below and those of the alarms name resources by variables. Set them once, for the stage it is about ' +
        '(AWS CLI 2):',
      ...service.stages.map((stage) => code('sh', `# ${stage.name}\n${nameResources(service, stage)}`)),
    ],
    sections: [messagesSection(service), targetsSection(service), deploymentsSection(service), scalingSection(service)],
  };
}
