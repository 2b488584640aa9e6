import { chooseBelow, chooseVersion } from '../../../src/lifecycle/upgrade/choose';
import { packagesOf } from '../../../src/lifecycle/upgrade/kinds';
import { planTemplate } from '../../../src/lifecycle/upgrade/plan';

/** The registry of the ring leak: a canary that every range would take. */
const TAGS = { latest: '1.4.0', canary: '1.5.0', next: '1.6.0-canary.0', old: '1.2.0' };
const offer = (installed: string, name = 'projen-udp-service') => ({ name, installed, tags: TAGS });

describe('the version of a channel', () => {
  test.each([
    ['latest', '1.3.0', '1.4.0'],
    ['canary', '1.3.0', '1.5.0'],
    ['next', '1.5.0', '1.6.0-canary.0'],
    ['latest', '0.9.0', '1.4.0'],
    ['latest', '1.4.0-rc.1', '1.4.0'],
  ])('%s takes %s to %s, and no other ring with it', (channel, installed, to) => {
    expect(chooseVersion(offer(installed), { channel })).toEqual({ name: 'projen-udp-service', from: installed, to });
  });

  test.each([
    ['latest', '1.4.0'],
    ['latest', '1.5.0'],
    ['old', '1.4.0'],
  ])('%s leaves %s where it is: a channel that was moved back takes nobody back', (channel, installed) => {
    expect(chooseVersion(offer(installed), { channel })).toBeUndefined();
  });

  test('a version that is asked for may be any, older ones too', () => {
    expect(chooseVersion(offer('1.4.0'), { channel: 'latest', to: '1.2.0' })).toMatchObject({ to: '1.2.0' });
    expect(chooseVersion(offer('1.4.0'), { channel: 'latest', to: '1.4.0' })).toBeUndefined();
  });

  test('a channel that does not exist blocks, and names those that do', () => {
    const choose = () => chooseVersion(offer('1.0.0'), { channel: 'ring9' });
    expect(choose).toThrow("projen-udp-service has no channel 'ring9'");
    expect(choose).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ remedy: expect.stringContaining('canary, latest, next, old') }),
      }),
    );
  });
});

describe('the template below a preset', () => {
  const below = (range: string | undefined, installed = '1.3.0') =>
    chooseBelow({ name: '@acme/udp', to: '2.0.0' }, offer(installed), { channel: 'latest' }, range);

  test('follows its channel where the preset can be joined with it', () => {
    expect(below('^1.0.0').target?.to).toBe('1.4.0');
    expect(below(undefined).target?.to).toBe('1.4.0');
    expect(below('^1.0.0', '1.4.0')).toEqual({});
  });

  test('stays, and says why, where it cannot', () => {
    expect(below('~1.3.0')).toEqual({
      note: expect.stringContaining('stays at 1.3.0: @acme/udp 2.0.0 asks for ~1.3.0'),
    });
  });

  test('blocks where neither fits', () => {
    expect(() => below('^2.0.0')).toThrow(
      "@acme/udp 2.0.0 asks for projen-udp-service ^2.0.0, and the channel 'latest' has 1.4.0",
    );
  });
});

describe('a plan', () => {
  const registry = (range?: string) => ({
    tags: async (name: string) => (name === '@acme/udp' ? { latest: '2.1.0', ring1: '2.2.0' } : TAGS),
    peerRange: async () => range,
  });
  const template = { name: 'projen-udp-service', version: '1.3.0' };
  const preset = { name: '@acme/udp', version: '2.0.0' };
  const plan = (given: object, request: { channel?: string; to?: string[] }, range?: string) =>
    planTemplate({ template, ...given }, { channel: 'latest', to: [], ...request }, registry(range));

  test('moves the template alone', async () => {
    expect((await plan({}, {})).targets).toEqual([{ name: 'projen-udp-service', from: '1.3.0', to: '1.4.0' }]);
    expect((await plan({}, { to: ['1.2.0'] })).targets).toMatchObject([{ to: '1.2.0' }]);
  });

  test('moves a preset and the template below it, each by its own channel', async () => {
    expect((await plan({ preset }, { channel: 'ring1' })).targets.map(({ name, to }) => `${name} ${to}`)).toEqual([
      '@acme/udp 2.2.0',
      'projen-udp-service 1.4.0',
    ]);
  });

  test('follows the channel of the options, unless another one is asked for', async () => {
    expect((await plan({ channel: 'canary' }, { channel: undefined })).targets).toMatchObject([{ to: '1.5.0' }]);
    expect((await plan({ channel: 'canary' }, { channel: 'latest' })).targets).toMatchObject([{ to: '1.4.0' }]);
    expect((await plan({}, { channel: undefined })).targets).toMatchObject([{ to: '1.4.0' }]);
  });

  test('takes versions by name, and those without one as the preset’s', async () => {
    const { targets } = await plan({ preset }, { to: ['2.5.0', 'projen-udp-service@1.2.0'] });
    expect(targets.map(({ to }) => to)).toEqual(['2.5.0', '1.2.0']);
    await expect(plan({ preset }, { to: ['left-pad@1.0.0'] })).rejects.toThrow(/left-pad@1\.0\.0 names a package/);
  });

  test.each(['^1', 'latest', '', '$(id)', '1.2.3\nx'])(
    'takes %j for no version, before a registry is asked',
    async (to) => {
      const silent = { tags: () => Promise.reject(new Error('asked')), peerRange: async () => undefined };
      await expect(planTemplate({ template }, { to: [to] }, silent)).rejects.toThrow(
        /is no version of projen-udp-service/,
      );
    },
  );

  test('says what stays behind', async () => {
    const { targets, remarks } = await plan({ preset }, {}, '~1.3.0');
    expect(targets.map(({ name }) => name)).toEqual(['@acme/udp']);
    expect(remarks).toEqual([expect.stringContaining('stays at 1.3.0')]);
  });
});

test('every dependency belongs to one kind, those of the template to none', () => {
  const direct = [
    'jest',
    'aws-cdk-lib',
    'projen-udp-service',
    'constructs',
    '@acme/udp',
    'aws-cdk',
    'left-pad',
    'projen',
  ];
  const own = ['projen-udp-service', '@acme/udp'];
  expect(packagesOf('cdk', direct, own)).toEqual(['aws-cdk', 'aws-cdk-lib', 'constructs']);
  expect(packagesOf('dependencies', direct, own)).toEqual(['jest', 'left-pad', 'projen']);
});
