import { UnusableInput } from '../../util/text-limits';
import { UserError } from '../../util/user-error';
import type { ParsedTemplate } from '../stack';
import { type Parsed, parseJson } from './json';
import { templateOf } from './template';
import { parseYaml } from './yaml';

/**
 * The one way in which a template is read: JSON where the text begins with a brace, as CloudFormation tells them apart, and
 * YAML in the one dialect that CloudFormation takes. Free of files, so that it runs in a browser.
 *
 * @param file how the template is called in messages
 * @throws UserError where it is no template
 */
export function parseTemplate(text: string, file: string): ParsedTemplate {
  const { content, lines } = parseContent(text, file);
  return { template: templateOf(content, file), lines };
}

/** What a text holds, whether it is a template or not. */
export function parseContent(text: string, file: string): Parsed {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return plain.trimStart().startsWith('{') ? parseJson(plain) : parseYaml(plain);
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    throw new UserError({ subject: file, cause: error.reason, remedy: 'Correct the file, or synthesize it again' });
  }
}
