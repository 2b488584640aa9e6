import { isObject, type Json } from '../../util/json';
import { UserError } from '../../util/user-error';
import type { Template } from '../stack';
import { parameterCycle } from './parameter-cycles';

/**
 * A value that was parsed as the template that it is.
 *
 * @throws UserError where it is none, or was never deployed
 */
export function templateOf(content: Json, file: string): Template {
  if (!holdsResources(content)) {
    throw new UserError({
      subject: file,
      cause: 'is not a CloudFormation template, it has no Resources',
      remedy: 'Name a template or a cloud assembly (cdk.out)',
    });
  }
  const cycle = parameterCycle(content);
  if (cycle !== undefined) {
    throw new UserError({
      subject: file,
      cause: `the default of the parameter ${cycle[0]} refers to itself (${cycle.join(' → ')})`,
      remedy: 'Write a text as its default',
    });
  }
  return content;
}

/** Whether a value is a template, good or bad. */
export function holdsResources(content: Json): content is Template {
  return isObject(content) && isObject(content.Resources);
}
