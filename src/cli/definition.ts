import { join } from 'node:path';
import { DEFINITION } from '../files/paths';
import type { Service, Stage } from '../model/model';
import { parseJsonText } from '../util/json-text';
import { readText } from '../util/read-file';
import { conflictLine } from '../util/text-limits';
import { UserError } from '../util/user-error';

/** The resolved service of a generated repository. */
export function readDefinition(directory: string): Service {
  const remedy = 'Run this in the repository of a service, after a build.';
  let text: string;
  try {
    text = readText(join(directory, DEFINITION));
  } catch (error) {
    throw new UserError({ subject: DEFINITION, cause: `cannot be read (${(error as Error).message})`, remedy });
  }
  const json = /^export const service: Service = (\{.*\});\s*$/ms.exec(text)?.[1];
  try {
    const line = conflictLine(text);
    if (line !== undefined) throw new Error(`it holds a conflict that a merge left, line ${line}`);
    if (json === undefined) throw new Error('it exports no service');
    return parseJsonText(json) as Service;
  } catch (error) {
    throw new UserError({
      subject: DEFINITION,
      cause: `is not as it was written (${(error as Error).message})`,
      remedy,
    });
  }
}

/** A stage by its name. */
export function stageOf({ name, stages }: Service, wanted: string): Stage {
  const stage = stages.find((one) => one.name === wanted);
  if (stage === undefined) {
    const names = stages.map((one) => one.name).join(', ');
    throw new UserError({
      subject: `stage ${wanted}`,
      cause: `the service ${name} has no such stage`,
      remedy: `Its stages are: ${names}`,
    });
  }
  return stage;
}
