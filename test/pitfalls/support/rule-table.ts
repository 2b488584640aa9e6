import { checkTemplates, type Finding, type PitfallId, pitfalls } from '../../../src/pitfalls';
import type { Json } from '../../../src/util/json';
import { type Draft, good } from './good';

/** Changes the good template, and may add templates that are deployed with it. */
export type Change = ((template: Draft) => void) | ((template: Draft) => Record<string, Json>);

/** The cases of one rule. */
export interface RuleCases {
  /** Changes after which the rule still finds nothing. */
  readonly valid: Readonly<Record<string, Change>>;
  /** Changes with what the rule finds then: `level logicalId`. */
  readonly invalid: Readonly<Record<string, readonly [Change, ...string[]]>>;
}

/** What a rule finds in the changed template, as `level logicalId`. */
export function found(id: PitfallId, change: Change): string[] {
  return findingsOf(change)
    .filter(({ pitfall }) => pitfall === id)
    .map(({ level, resource }) => `${level} ${resource?.logicalId}`);
}

/** Everything that is found in the changed template. */
export function findingsOf(change: Change): Finding[] {
  const template = good();
  const others = change(template) ?? {};
  const sources = Object.entries({ service: template as Json, ...others }).map(([name, content]) => ({
    id: name,
    name,
    file: `${name}.json`,
    content,
    lines: new Map<string, number>(),
  }));
  return checkTemplates(sources);
}

/** One test a case of each rule. */
export function describeRules(rules: Readonly<Record<string, RuleCases>>): void {
  describe.each(Object.entries(rules))('%s', (id, { valid, invalid }) => {
    const title = pitfalls.find((pitfall) => pitfall.id === id)?.title;
    test('is a pitfall', () => expect(title).toBeDefined());
    test.each(Object.entries(valid))('finds nothing: %s', (_name, change) => {
      expect(found(id as PitfallId, change)).toEqual([]);
    });
    test.each(Object.entries(invalid))('finds: %s', (_name, [change, ...expected]) => {
      expect(found(id as PitfallId, change)).toEqual(expected);
    });
  });
}
