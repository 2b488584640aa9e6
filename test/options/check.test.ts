import { javascript } from 'projen';
import { Protocol, type UdpServiceProjectOptions } from '../../src';
import { checkOptions } from '../../src/options/check';
import { checkShape } from '../../src/options/shape';
import { problemsOf } from '../support/problems';

/** Options as JavaScript and `projen new` can give them, whatever their type says. */
function untyped(options: object): UdpServiceProjectOptions {
  return { name: 'echo', ...options } as UdpServiceProjectOptions;
}

const refuse = (options: object, subclassed = false) => problemsOf(() => checkOptions(untyped(options), subclassed));

test('good options pass', () => {
  const options = untyped({ port: 53, protocol: Protocol.UDP, stages: [{ name: 'dev' }] });
  expect(checkOptions(options, false)).toEqual({ problems: [], sound: options, doubtful: [] });
});

test('an option that is present but undefined is not given', () => {
  const options = untyped({ port: undefined, account: undefined, stages: undefined, protocol: undefined });
  expect(checkOptions(options, false).problems).toEqual([]);
});

test('a mistyped enum member of the command line is refused: the message holds what was typed and what exists', () => {
  const options = { protocol: undefined, __new__: { fqn: 'x', args: { protocol: 'bogus' } } };
  const [problem] = refuse(options);
  expect(problem.value).toBe('bogus');
  expect(problem.remedy).toContain("'TCP_UDP'");
});

describe('wrong types are refused', () => {
  test.each([
    ['port', { port: null }, 'not a number'],
    ['port', { port: Number.NaN }, 'not a number'],
    ['port', { port: '53' }, 'a string where a number is expected'],
    ['account', { account: 111122223333 }, 'a number where a string is expected'],
    ['ports', { ports: { port: 53 } }, 'an object where a list is expected'],
    ['stages[0]', { stages: ['dev'] }, 'a string where an object is expected'],
    ['application.environment.A', { application: { environment: { A: 1 } } }, 'a number where a string is expected'],
    ['name', { name: undefined }, 'the option is required'],
    ['ports[0].port', { ports: [{}] }, 'the option is required'],
  ])('%s', (option, options, cause) => {
    expect(refuse(options)).toMatchObject([{ subject: option, cause }]);
  });
});

describe('unknown options are refused with the nearest one', () => {
  test.each([
    ['prot', { prot: 53 }, "Did you mean 'port'?"],
    ['stages[dev].regoin', { stages: [{ name: 'dev', regoin: 'eu-west-1' }] }, "Did you mean 'region'?"],
    ['task.colour', { task: { colour: 'red' } }, 'the options are'],
  ])('%s', (option, options, remedy) => {
    const [problem] = refuse(options);
    expect(problem.subject).toBe(option);
    expect(problem.remedy).toContain(remedy);
  });

  test('a subclass may have options of its own, but not inside of ours', () => {
    expect(checkOptions(untyped({ team: 'dns' }), true).problems).toEqual([]);
    expect(refuse({ task: { colour: 'red' } }, true)).toHaveLength(1);
  });
});

test.each([
  ['baseline', { baseline: '1999-01' }],
  ['packageManager', { packageManager: javascript.NodePackageManager.BUN }],
])('%s that the template does not know is refused', (option, options) => {
  expect(refuse(options)).toMatchObject([{ subject: option }]);
});

test('all problems are told at once', () => {
  expect(refuse({ port: null, prot: 1, account: 1 }).map(({ subject }) => subject)).toEqual([
    'port',
    'prot',
    'account',
  ]);
});

describe('an option that the template no longer has', () => {
  const retirementOf = (option: string) =>
    option.endsWith('.url') ? { cause: 'renamed in 1.4.0', remedy: "Write it as 'healthCheck.path'." } : undefined;
  const check = (value: object, tolerateUnknown: boolean) =>
    checkShape('UdpServiceProjectOptions', { name: 'echo', ...value }, { retirementOf, tolerateUnknown });

  test.each([false, true])('is refused with what serves instead, in a subclass (%s) too', (subclassed) => {
    expect(
      check({ healthCheck: { url: '/' }, stages: [{ name: 'dev', healthCheck: { url: '/' } }] }, subclassed).problems,
    ).toEqual([
      { subject: 'healthCheck.url', value: '/', cause: 'renamed in 1.4.0', remedy: "Write it as 'healthCheck.path'." },
      { subject: 'stages[dev].healthCheck.url', value: '/', cause: 'renamed in 1.4.0', remedy: expect.any(String) },
    ]);
  });
});
