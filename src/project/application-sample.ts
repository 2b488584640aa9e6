import { posix } from 'node:path';
import { Component, type Project } from 'projen';
import type { Service } from '../model/model';
import { blueprintFile, blueprintFiles } from './blueprint';
import { OwnedFile } from './ownership/owned-file';

/** The owned sample application, in every directory that an image is built from and that does not exist yet. */
export class ApplicationSample extends Component {
  public constructor(project: Project, service: Service) {
    super(project);
    const directories = new Set(
      service.stages.flatMap(({ image }) => (image.source === 'asset' ? [image.directory] : [])),
    );
    for (const directory of directories) {
      for (const path of blueprintFiles('app')) {
        new OwnedFile(project, posix.join(directory, posix.relative('app', path)), blueprintFile(path), directory);
      }
    }
  }
}
