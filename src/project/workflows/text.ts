import { renderTemplate } from '../../util/template';
import { documentTemplate } from '../blueprint';

/** What a workflow says to people: a template of `blueprint/docs/workflows`, filled, in one line. */
export function workflowText(name: string, values: object): string {
  return renderTemplate(`workflows/${name}`, values, documentTemplate).trimEnd();
}
