import type { CorpusCase } from './case';
import { type Loose, serviceTemplate } from './service';

export type Change = (resources: Loose, template: Loose) => void;

const ARTIFACT = 'prod-service';

/** A pair of the service template and a change of it; `prepare` applies to both sides. */
export function pair(
  id: string,
  level: CorpusCase['level'],
  title: string,
  why: string,
  change: Change,
  prepare: Change = () => {},
): CorpusCase {
  const [base, head] = [serviceTemplate(), serviceTemplate()];
  for (const template of [base, head]) prepare(template.Resources, template);
  change(head.Resources, head);
  return { id, title, level, why, base: { [ARTIFACT]: { template: base } }, head: { [ARTIFACT]: { template: head } } };
}

/** Gives a resource another logical ID, references included, as a move to another construct does. */
export function rename(template: Loose, from: string, to: string): void {
  const text = JSON.stringify(template.Resources).replaceAll(`"${from}"`, `"${to}"`);
  template.Resources = JSON.parse(text);
}
