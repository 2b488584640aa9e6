import { checkTemplates, pitfalls } from '../../src/pitfalls';
import type { Json } from '../../src/util/json';
import { credentialCases } from './rules/credentials.cases';
import { flowAndAddressCases } from './rules/flows-and-addresses.cases';
import { healthAndPortCases } from './rules/health-and-ports.cases';
import { operationCases } from './rules/operations.cases';
import { securityGroupCases } from './rules/security-groups.cases';
import { good, set } from './support/good';
import { describeRules, findingsOf } from './support/rule-table';

const cases = {
  ...securityGroupCases,
  ...healthAndPortCases,
  ...flowAndAddressCases,
  ...operationCases,
  ...credentialCases,
};

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

test('every template rule has valid and invalid cases', () => {
  const ruled = pitfalls.filter(({ coverage }) => coverage.some(({ kind }) => kind === 'template')).map(({ id }) => id);
  expect(Object.keys(cases).sort()).toEqual([...ruled].sort());
  for (const { valid, invalid } of Object.values(cases)) {
    expect(Object.keys(valid).length).toBeGreaterThan(0);
    expect(Object.keys(invalid).length).toBeGreaterThan(0);
  }
});

test('no finding shows a value as JSON, as an object or as nothing: people read it', () => {
  const changes = Object.values(cases).flatMap(({ invalid }) => Object.values(invalid).map(([change]) => change));
  const texts = changes.flatMap(findingsOf).map(({ message, remedy }) => `${message} ${remedy}`);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => /\{"|Fn::|\[object|\bundefined\b/.test(text))).toEqual([]);
});

test('a value that only the deployment knows is named', () => {
  const AllocationId = { 'Fn::GetStackOutput': { StackName: 'dns-addresses', OutputName: 'AddressA' } };
  const shared = set('LoadBalancer', {
    Subnets: undefined,
    SubnetMappings: ['SubnetA', 'SubnetB'].map((subnet) => ({ SubnetId: { Ref: subnet }, AllocationId })),
  });
  expect(findingsOf(shared).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('Elastic IP output AddressA of stack dns-addresses already belongs to LoadBalancer'),
  );
});

describeRules(cases);
