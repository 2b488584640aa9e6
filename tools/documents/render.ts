import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderTemplate } from '../../src/util/template';

/** Fills a template of this folder. */
export function renderDocument(name: string, values: object): string {
  return renderTemplate(name, values, (template) => readFileSync(join(__dirname, `${template}.md`), 'utf8'));
}
