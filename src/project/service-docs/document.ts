import type { Service } from '../../model/model';
import { table } from '../../util/markdown';
import { addressesSection } from './addresses';
import { costsSection } from './costs';
import { diagram } from './diagram';
import { render, type Section } from './markdown';
import { troubleSection } from './operations';
import { alarmsSection } from './operations/alarms';
import { peersSection } from './peers';
import { portsSection } from './ports';
import { runbooksSection } from './runbooks';

/** The service in words and pictures, as Markdown. */
export function serviceDocument(service: Service): string {
  return `${render({
    title: `Service ${service.name}`,
    blocks: [
      'What this repository deploys, what it costs, what to do when it breaks and when it changes.',
      table(
        ['stage', 'account', 'region', 'production', 'tasks', 'deploys by'],
        service.stages.map((stage) => [
          stage.name,
          stage.account ?? 'that of the credentials',
          stage.region ?? 'that of the credentials',
          stage.production ? 'yes' : 'no',
          String(stage.task.desiredCount),
          stage.deployRoleArn ? 'workflow' : 'hand',
        ]),
      ),
      'Every setting of every stage: `npx projen service`.',
    ],
    sections: [
      architectureSection(service),
      portsSection(service),
      peersSection(service),
      addressesSection(service),
      troubleSection(service),
      alarmsSection(service),
      costsSection(service),
      runbooksSection(service),
    ],
  })}\n`;
}

function architectureSection({ stages }: Service): Section {
  const pictures = new Map<string, string[]>();
  for (const stage of stages) {
    const picture = diagram(stage);
    pictures.set(picture, [...(pictures.get(picture) ?? []), stage.name]);
  }
  return {
    title: 'Architecture',
    blocks: [...pictures].flatMap(([picture, names]) => [`Stage ${names.join(', ')}:`, picture]),
  };
}
