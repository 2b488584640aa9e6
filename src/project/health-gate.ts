import { Component, type Project } from 'projen';
import type { Service } from '../model/model';
import { blueprintFiles } from './blueprint';
import { ManagedFile } from './managed-file';

/** The health gate's program and its image, where any stage has a gate. */
export class HealthGateSources extends Component {
  public constructor(project: Project, service: Service) {
    super(project);
    if (!service.stages.some(({ healthGate }) => healthGate)) return;
    for (const path of blueprintFiles('health')) {
      new ManagedFile(project, path, 'What it checks is said by the options of the ports.');
    }
  }
}
