import { Component, type Project } from 'projen';
import { wordedFor } from './wording';

/** Tasks that read what this repository deploys and what runs, through the `udp-service` command. */
export class ServiceTasks extends Component {
  public constructor(project: Project) {
    super(project);
    if (!project.ejected) {
      project.removeTask('eject');
      const eject = project.addTask('eject', { description: 'Goes on without projen and this package' });
      eject.execArgs(['udp-service', 'eject'], { receiveArgs: true });
    }
    const service = project.addTask('service', {
      description: 'Prints every setting of every stage (--json, --differences)',
    });
    service.execArgs(['udp-service', 'service'], { receiveArgs: true });
    const live = project.addTask('live', {
      description: wordedFor(project, 'Shows what runs in a stage: npx projen live <stage>'),
    });
    live.execArgs(['udp-service', 'live'], { receiveArgs: true });
  }
}
