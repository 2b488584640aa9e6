import { Component, type Project, SampleReadme } from 'projen';
import { OwnedFile } from './ownership/owned-file';

/** The owned README. projen's own would come back whenever a user removes it. */
export class Readme extends Component {
  public constructor(project: Project, text: string) {
    super(project);
    for (const component of project.components) {
      if (component instanceof SampleReadme) component.node.scope?.node.tryRemoveChild(component.node.id);
    }
    new OwnedFile(project, 'README.md', text);
  }
}
