import { checkTemplates } from '../../src/pitfalls';
import type { Json } from '../../src/util/json';
import { casesOf, checkedBy, describeCases, foundInTemplate } from './support/cases';
import { good } from './support/good';

const cases = casesOf('template');

test('the good template has no finding at all', () => {
  const source = {
    id: 'good',
    name: 'good',
    file: 'good.json',
    content: good() as Json,
    lines: new Map<string, number>(),
  };
  expect(checkTemplates([source])).toEqual([]);
});

test('every template check has valid and invalid cases', () => {
  expect(cases.map(([id]) => id)).toEqual(checkedBy('template'));
  for (const [, { valid, invalid }] of cases) {
    expect(Object.keys(valid).length).toBeGreaterThan(0);
    expect(Object.keys(invalid).length).toBeGreaterThan(0);
  }
});

describeCases(cases, foundInTemplate);
