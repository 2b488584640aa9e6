import { join } from 'node:path';

/** What `projen new --from` learns of this package; the same code that projen's command line runs. */
const { discover } = require(join(require.resolve('projen/package.json'), '..', 'lib', 'inventory.js')) as {
  discover(...directories: string[]): ProjectType[];
};

interface ProjectType {
  readonly moduleName: string;
  readonly pjid: string;
  readonly typename: string;
  readonly options: readonly {
    readonly name: string;
    readonly switch: string;
    readonly optional?: boolean;
    readonly initialValue?: string;
    readonly simpleType: string;
  }[];
}

const types = discover(join(__dirname, '..', '..')).filter(({ moduleName }) => moduleName === 'projen-udp-service');

test('the package offers one project type', () => {
  expect(types.map(({ pjid, typename }) => [pjid, typename])).toEqual([['udp-service', 'UdpServiceProject']]);
});

const [{ options }] = types;
const option = (name: string) => options.find((candidate) => candidate.name === name);

test('name alone is required', () => {
  expect(options.filter(({ optional }) => !optional).map(({ name }) => name)).toEqual(['name']);
});

test('what projen new fills in is there', () => {
  for (const name of ['devDeps', 'projenrcTs', 'projenrcJson', 'packageManager', 'outdir']) {
    expect(option(name)).toBeDefined();
  }
});

test.each([
  ['port', 'number'],
  ['protocol', 'Protocol'],
  ['probe', 'Probe'],
  ['account', 'string'],
  ['region', 'string'],
])('%s is a switch of the command line', (name, simpleType) => {
  expect(option(name)).toMatchObject({ switch: name, simpleType });
});

test('no initial value overrides a default', () => {
  const initial = options.filter(({ initialValue }) => initialValue !== undefined);
  expect(Object.fromEntries(initial.map(({ name, initialValue }) => [name, initialValue]))).toEqual({
    baseline: '"2026-11"',
    name: '$BASEDIR',
    projenrcTs: 'true',
  });
});
