import { join } from 'node:path';
import { readJsonTemplate } from '../../cloudformation/json-files';
import type { Template } from '../../cloudformation/stack';
import type { Stage } from '../../model/model';
import { UserError } from '../../util/user-error';
import { containersOf } from '../template';

/** The application's image in the template of a stage, with its version; for people, and proof of nothing. */
export function imageOf(assembly: string, { name, application }: Stage): string {
  const template = templateAt(join(assembly, `${name}-service.template.json`));
  const container = containersOf(template).find((one) => one.name === application.containerName);
  return container?.image.slice(0, 500) || 'not known';
}

function templateAt(file: string): Template {
  try {
    return readJsonTemplate(file);
  } catch (error) {
    if (error instanceof UserError) return { Resources: {} };
    throw error;
  }
}
