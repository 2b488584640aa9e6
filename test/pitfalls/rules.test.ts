import { checkTemplates } from '../../src/pitfalls';
import type { Json } from '../../src/util/json';
import { casesOf, checkedBy, describeCases, findingsAfter, foundInTemplate } from './support/cases';
import { good, set } from './support/good';

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

test('no finding shows a value as JSON, as an object or as nothing: people read it', () => {
  const changes = cases.flatMap(([, { invalid }]) => Object.values(invalid).map(([change]) => change));
  const texts = changes.flatMap(findingsAfter).map(({ message, remedy }) => `${message} ${remedy}`);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => /\{"|Fn::|\[object|\bundefined\b/.test(text))).toEqual([]);
});

test('a value that only the deployment knows is named', () => {
  const AllocationId = { 'Fn::GetStackOutput': { StackName: 'dns-addresses', OutputName: 'AddressA' } };
  const shared = set('LoadBalancer', {
    Subnets: undefined,
    SubnetMappings: ['SubnetA', 'SubnetB'].map((subnet) => ({ SubnetId: { Ref: subnet }, AllocationId })),
  });
  expect(findingsAfter(shared).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('Elastic IP output AddressA of stack dns-addresses already belongs to LoadBalancer'),
  );
});

describeCases(cases, foundInTemplate);
