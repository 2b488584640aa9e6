import type { UdpServiceProjectOptions } from '../../src';
import { asTyped, creation, unknownSwitches } from '../../src/options/created';

const created = (args: object) =>
  ({
    name: 'echo',
    ...args,
    __new__: { fqn: 'projen-udp-service.UdpServiceProject', args },
  }) as UdpServiceProjectOptions;

test('digits become text again, in the option and in what is written to .projenrc.ts', () => {
  const options = asTyped(created({ account: 111122223333, port: 53 }));
  expect(options).toMatchObject({ account: '111122223333', port: 53 });
  expect(creation(options)).toMatchObject({ __new__: { args: { account: '111122223333', port: 53 } } });
});

test('options of an existing project are left alone', () => {
  const options = { name: 'echo', account: 111122223333 } as unknown as UdpServiceProjectOptions;
  expect(asTyped(options)).toBe(options);
  expect(creation(options)).toEqual({});
});

describe('switches that no option stands behind', () => {
  const argv = (...switches: string[]) => ['node', 'projen', 'new', '--from', 'projen-udp-service', ...switches];
  const known = ['port', 'protocol', 'packageManager', 'projenrcTs'];

  test.each([
    ['--no-git'],
    ['--port=53'],
    ['--package-manager', 'npm'],
    ['--no-projenrc-ts'],
    ['--projenVersion', '1'],
    ['-w'],
  ])('%s is known', (...switches) => {
    expect(unknownSwitches(created({}), known, argv(...switches))).toEqual([]);
  });

  test('a typo is named with the nearest switch', () => {
    expect(unknownSwitches(created({}), known, argv('--protocl', 'UDP'))).toMatchObject([
      { subject: '--protocl', remedy: "Did you mean '--protocol'?" },
    ]);
  });

  test('only the creation of a project has a command line', () => {
    expect(unknownSwitches({}, known, argv('--protocl', 'UDP'))).toEqual([]);
  });
});
