import { Component, type Project } from 'projen';
import { DEFINITION, ENTRY_POINT, EXTENSIONS, TEMPLATE_SOURCES } from '../files/paths';
import type { Service, TemplateVersion } from '../model/model';
import { blueprintFile, blueprintFiles } from './blueprint';
import { ManagedFile } from './managed-file';
import { OwnedFile } from './ownership/owned-file';
import { wordingFor } from './wording';

/** The CDK app: managed sources, the service as typed data, and the owned file in which users extend the stacks. */
export class StackSources extends Component {
  public constructor(project: Project, service: Service, template: TemplateVersion) {
    super(project);
    const sources = blueprintFiles(TEMPLATE_SOURCES).filter((path) => path !== DEFINITION);
    for (const path of [ENTRY_POINT, ...sources]) {
      new ManagedFile(project, path, `To change the stacks, use .projenrc.ts or ${EXTENSIONS}.`);
    }
    const { optionsFile, synthesize } = wordingFor(project);
    const change = `To change the service, edit ${optionsFile} and run "${synthesize}".`;
    new ManagedFile(project, DEFINITION, change, () => render(service, template));
    new OwnedFile(project, EXTENSIONS, blueprintFile(EXTENSIONS));
  }
}

function render(service: Service, template: TemplateVersion): string {
  const json = (value: object) => JSON.stringify(value, undefined, 2);
  return [
    "import type { Service, TemplateVersion } from './model';\n",
    `export const template: TemplateVersion = ${json(template)};\n`,
    `export const service: Service = ${json(service)};\n`,
  ].join('\n');
}
