import {
  type AcceptedFinding,
  checkAcceptedFindings,
  type Finding,
  judge,
  readAcceptedFindings,
} from '../../src/pitfalls';
import { UserError } from '../../src/util/user-error';

const FINDING: Finding = {
  pitfall: 'P9',
  level: 'warning',
  title: 't',
  message: 'm',
  remedy: 'r',
  resource: { logicalId: 'Nlb1234', type: 'X', stack: 'dns-prod', file: 'f', constructPath: 'dns-prod/Nlb/Resource' },
};
const OPTION: Finding = {
  pitfall: 'P36',
  level: 'warning',
  title: 't',
  message: 'm',
  remedy: 'r',
  option: 'rollout.circuitBreaker',
  stage: 'prod',
};
const accept = (changes: Partial<AcceptedFinding>): AcceptedFinding => ({ id: 'P9', reason: 'old', ...changes });
const openAfter = (acceptance: AcceptedFinding, today = '2026-11-23'): number =>
  judge([FINDING, OPTION], [acceptance], today).open.length;

test.each([
  ['everywhere', {}],
  ['by logical ID', { resource: 'Nlb1234' }],
  ['by stack and logical ID', { resource: 'dns-prod/Nlb1234' }],
  ['by construct path', { resource: 'dns-prod/Nlb/Resource' }],
  ['by a construct above', { resource: 'dns-prod/Nlb' }],
  ['by stack', { resource: 'dns-prod' }],
  ['an option', { id: 'P36', resource: 'rollout.circuitBreaker' }],
  ['a stage', { id: 'P36', resource: 'prod' }],
  ['until today', { expires: '2026-11-23' }],
] as const)('accepts %s', (_name, changes) => {
  expect(openAfter(accept(changes))).toBe(1);
});

test.each([
  ['another pitfall', { id: 'P8' }],
  ['another resource', { resource: 'Nlb' }],
  ['a construct whose name begins alike', { resource: 'dns-prod/Nl' }],
] as const)('does not accept %s', (_name, changes) => {
  expect(openAfter(accept(changes))).toBe(2);
});

test('an acceptance that is over is a finding again, and is told', () => {
  const late = accept({ expires: '2026-11-22' });
  const judged = judge([FINDING], [late], '2026-11-23');
  expect(judged.open).toEqual([FINDING]);
  expect(judged.expired).toEqual([late]);
});

test('an acceptance that nothing needs is told', () => {
  const idle = accept({ id: 'P1' });
  expect(judge([FINDING], [idle], '2026-11-23').unused).toEqual([idle]);
});

test('reads the file, with the marker that projen adds', () => {
  expect(readAcceptedFindings({ '//': 'generated', acceptedFindings: [{ id: 'P9', reason: 'old' }] }, 'f')).toEqual([
    { id: 'P9', reason: 'old' },
  ]);
});

test.each([
  ['no list', {}, 'f: "acceptedFindings" is not a list. Write { "acceptedFindings": [] }.'],
  ['no object', { acceptedFindings: ['P9'] }, 'f: acceptedFindings[0] P9: is not an object'],
  ['an unknown pitfall', { acceptedFindings: [{ id: 'P999', reason: 'x' }] }, '.id P999: is no pitfall'],
  ['no reason', { acceptedFindings: [{ id: 'P9', reason: ' ' }] }, 'Write why P9 is meant'],
  [
    'a date that is none',
    { acceptedFindings: [{ id: 'P9', reason: 'x', expires: '2026-02-30' }] },
    '.expires 2026-02-30: is no day',
  ],
  [
    'a misspelt field',
    { acceptedFindings: [{ id: 'P9', reason: 'x', expire: '2026-01-01' }] },
    '.expire 2026-01-01: is a field that means nothing',
  ],
  ['an empty resource', { acceptedFindings: [{ id: 'P9', reason: 'x', resource: '' }] }, '.resource "": names nothing'],
])('refuses %s', (_name, content, message) => {
  expect(() => readAcceptedFindings(content, 'f')).toThrow(UserError);
  expect(() => readAcceptedFindings(content, 'f')).toThrow(message);
});

test('everything that cannot be used is told at once, and what is binding is not accepted', () => {
  const { accepted, problems } = checkAcceptedFindings(
    [{ id: 'P999', reason: '' }, 'P9', { id: 'P9', reason: 'x' }],
    'acceptedFindings',
  );
  expect(problems.map(({ subject }) => subject)).toEqual([
    'acceptedFindings[0].id',
    'acceptedFindings[0].reason',
    'acceptedFindings[1]',
  ]);
  expect(accepted).toEqual([{ id: 'P9', reason: 'x' }]);
  const finding = { pitfall: 'P9', level: 'error', title: 't', message: 'm', remedy: 'r', option: 'ports' } as const;
  expect(judge([finding], accepted, '2026-01-01').open).toEqual([]);
  expect(judge([{ ...finding, isBinding: true }], accepted, '2026-01-01').open).toHaveLength(1);
});

describe('an acceptance that accepts nothing while its pitfall is found', () => {
  test.each([
    ['a logical ID', 'Nlb1243', 'Nlb1234'],
    ['a construct path', 'dns-prod/Nbl', 'dns-prod/Nlb'],
    ['a stack', 'dns-porod', 'dns-prod'],
    ['stack and logical ID', 'dns-prod/Nlb1243', 'dns-prod/Nlb1234'],
  ])('is told with the nearest name of a finding of it: %s', (_name, resource, nearest) => {
    expect(judge([FINDING, OPTION], [accept({ resource })], '2026-11-23').unused).toEqual([
      { ...accept({ resource }), nearest },
    ]);
  });

  test('names an option or a stage where the options are meant', () => {
    const late = accept({ id: 'P36', resource: 'rollout.cirquitBreaker' });
    expect(judge([FINDING, OPTION], [late], '2026-11-23').unused).toMatchObject([
      { nearest: 'rollout.circuitBreaker' },
    ]);
  });

  test('is told too where its finding is accepted by another one', () => {
    const slip = accept({ resource: 'Nlb1243' });
    const judged = judge([FINDING], [accept({}), slip], '2026-11-23');
    expect(judged.open).toEqual([]);
    expect(judged.unused).toEqual([{ ...slip, nearest: 'Nlb1234' }]);
  });
});
