import { NetworkPreset, Probe, Protocol, Scheme, SmokeTestFrom, type UdpServiceProjectOptions } from '../../src';
import { resolveService } from '../../src/service/resolve';
import { optionsError } from '../../src/util/problems';

type Options = Omit<UdpServiceProjectOptions, 'name'>;

const resolved = (options: Options) => resolveService({ name: 'echo', ...options }).service.stages[0].smokeTest;
const refusal = (options: Options) => {
  const { problems } = resolveService({ name: 'echo', ...options });
  return problems.length === 0 ? '' : optionsError(problems).message;
};

const DNS: Options = { ports: [{ port: 53, protocol: Protocol.UDP, probe: Probe.DNS }] };
const PUBLIC: Options = { loadBalancer: { scheme: Scheme.INTERNET_FACING } };
const ANYWHERE: Options = { ...PUBLIC, clients: { anywhere: true } };
const SOME: Options = { ...PUBLIC, clients: { cidrs: ['198.51.100.0/24'] } };

describe('where a smoke test comes from without a word', () => {
  test.each<[string, Options, string | undefined]>([
    ['a task, inside', DNS, 'task'],
    ['nowhere, where no port can be asked', {}, undefined],
    [
      'nowhere, inside, where only TCP could be connected to',
      { ports: [{ port: 80, protocol: Protocol.TCP }] },
      undefined,
    ],
    [
      'nowhere, where others make the roles',
      { ...DNS, existing: { executionRoleArn: 'arn:aws:iam::111122223333:role/x' } },
      undefined,
    ],
    ['the runner, where anybody may send', { ...DNS, ...ANYWHERE }, 'runner'],
    ['the runner, where it can connect', { ports: [{ port: 80, protocol: Protocol.TCP }], ...ANYWHERE }, 'runner'],
    ['nowhere, where the runner is no client', { ...DNS, ...SOME }, undefined],
  ])('%s', (_, options, from) => {
    expect(resolved(options)?.from).toBe(from);
  });
});

test('its time can be set, and it can be left out', () => {
  expect(resolved({ ...DNS, smokeTest: { timeoutSeconds: 30 } })).toEqual({ from: 'task', timeoutSeconds: 30 });
  expect(resolved({ ...DNS, smokeTest: { from: SmokeTestFrom.NONE } })).toBeUndefined();
  expect(refusal({ ...DNS, smokeTest: { timeoutSeconds: 4 } })).toContain('smokeTest.timeoutSeconds');
});

test('a runner of one’s own asks what the clients admit', () => {
  expect(resolved({ ...DNS, ...SOME, smokeTest: { from: SmokeTestFrom.RUNNER } })?.from).toBe('runner');
  expect(
    resolved({ ...DNS, network: { preset: NetworkPreset.NAT }, smokeTest: { from: SmokeTestFrom.RUNNER } })?.from,
  ).toBe('runner');
});

test.each<[string, Options]>([
  ['an internet-facing load balancer', { ...DNS, ...ANYWHERE }],
  ['without a health gate', { ports: [{ port: 80, protocol: Protocol.TCP }] }],
  ['where no port answers', {}],
])('a task is refused: %s', (_, options) => {
  const message = refusal({ ...options, smokeTest: { from: SmokeTestFrom.TASK } });
  expect(message).toMatch(/smokeTest\.from/);
  expect(message).toContain('SmokeTestFrom.NONE');
});
