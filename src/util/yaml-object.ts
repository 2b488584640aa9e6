import { isObject, type JsonObject } from './json';
import { parseYamlText, plainValue } from './yaml-text';

/**
 * A text of YAML that holds an object; an empty one where it holds something else.
 *
 * @throws an error where it is no YAML
 */
export function parseYamlObject(text: string): JsonObject {
  const parsed = parseYamlText(text);
  const [error] = parsed.document.errors;
  if (error) throw error;
  const value = plainValue(parsed);
  return isObject(value) ? value : {};
}
