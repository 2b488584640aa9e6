import { Component, type Project, SampleReadme } from 'projen';
import { blueprintFile } from './blueprint';
import { OwnedFile } from './ownership/owned-file';
import { wordedFor } from './wording';

/** The owned README. projen's own would come back whenever a user removes it. */
export class Readme extends Component {
  public constructor(project: Project, service: string) {
    super(project);
    for (const component of project.components) {
      if (component instanceof SampleReadme) component.node.scope?.node.tryRemoveChild(component.node.id);
    }
    const text = blueprintFile(project.ejected ? 'README.ejected.md' : 'README.md');
    new OwnedFile(project, 'README.md', wordedFor(project, `# ${service}\n\n${text}`));
  }
}
