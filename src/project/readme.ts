import { Component, type Project, SampleReadme } from 'projen';
import { renderTemplate } from '../util/template';
import { blueprintFile } from './blueprint';
import { OwnedFile } from './ownership/owned-file';
import { removeComponent } from './projen-internals';
import { wordingFor } from './wording';

/** The owned README. projen's own would come back whenever a user removes it. */
export class Readme extends Component {
  public constructor(project: Project, service: string) {
    super(project);
    for (const component of project.components) {
      if (component instanceof SampleReadme) removeComponent(component);
    }
    const template = project.ejected ? 'README.ejected.md' : 'README.md';
    const values = { service, ...wordingFor(project) };
    new OwnedFile(project, 'README.md', renderTemplate(template, values, blueprintFile));
  }
}
