import { Component, type Project, SampleFile } from 'projen';
import type { Service } from '../service/model';
import { blueprintFile } from './blueprint';

/** The owned README: a first version for the service team to make its own. */
export class Readme extends Component {
  public constructor(project: Project, service: Service) {
    super(project);
    new SampleFile(project, 'README.md', { contents: `# ${service.name}\n\n${blueprintFile('README.md')}` });
  }
}
