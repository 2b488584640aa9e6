import { Component, type Project } from 'projen';
import type { Service } from '../model/model';
import { blueprintFiles } from './blueprint';
import { ManagedFile } from './managed-file';

/** The program that asks an internal load balancer from a task, where any stage is asked so. */
export class SmokeTestSources extends Component {
  public constructor(project: Project, service: Service) {
    super(project);
    if (!service.stages.some(({ smokeTest }) => smokeTest?.from === 'task')) return;
    for (const path of blueprintFiles('smoke-test')) {
      new ManagedFile(project, path, "What it asks is said by the option 'smokeTest'.");
    }
  }
}
