import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NatGateways, Probe, Protocol, type UdpServiceProjectOptions } from '../../src';
import { checkOptions } from '../../src/options/check';
import { checkShape } from '../../src/options/shape';
import { OPTION_SETS } from '../../tools/docs/option-sets';
import { problemsOf } from '../support/problems';
import { synthesize } from '../support/synthesized';

interface Reference {
  readonly fqn?: string;
  readonly collection?: { readonly elementtype: Reference };
}

interface Type {
  readonly kind: string;
  readonly interfaces?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly optional?: boolean; readonly type: Reference }[];
}

const { name: PACKAGE, types } = JSON.parse(readFileSync(join(__dirname, '../../.jsii'), 'utf8')) as {
  readonly name: string;
  readonly types: Readonly<Record<string, Type>>;
};
const ROOT = `${PACKAGE}.UdpServiceProjectOptions`;

function propertiesOf(fqn: string): NonNullable<Type['properties']> {
  const { interfaces = [], properties = [] } = types[fqn];
  return [...interfaces.filter((base) => base in types).flatMap(propertiesOf), ...properties];
}

/** The structs that options are made of, however deep. */
function structs(fqn: string, found = new Set<string>()): Set<string> {
  if (types[fqn]?.kind !== 'interface' || found.has(fqn)) return found;
  found.add(fqn);
  for (const { type } of propertiesOf(fqn)) {
    let inner: Reference | undefined = type;
    for (; inner.collection !== undefined; inner = inner.collection.elementtype);
    if (inner.fqn !== undefined) structs(inner.fqn, found);
  }
  return found;
}

/** The same options in which everything that is not given is given as `undefined`. */
function withUndefined(type: Reference, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withUndefined(type.collection?.elementtype ?? {}, one));
  if (typeof value !== 'object' || value === null) return value;
  if (type.fqn !== undefined && types[type.fqn]?.kind === 'interface') {
    const given = value as Readonly<Record<string, unknown>>;
    const all = propertiesOf(type.fqn).map((one) => [one.name, withUndefined(one.type, given[one.name])]);
    return { ...given, ...Object.fromEntries(all) };
  }
  return value;
}

test.each([...structs(ROOT)].map((fqn) => fqn.slice(PACKAGE.length + 1)))(
  'an option of %s that is undefined is not given, of whatever kind',
  (struct) => {
    const properties = propertiesOf(`${PACKAGE}.${struct}`);
    const everything = Object.fromEntries(properties.map(({ name }) => [name, undefined]));
    const required = properties.filter(({ optional }) => !optional).map(({ name }) => name);
    const { problems } = checkShape(struct, everything);
    expect(problems.filter(({ cause }) => cause !== 'the option is required')).toEqual([]);
    expect(problems.map(({ subject }) => subject).sort()).toEqual([...required].sort());
  },
);

const RICH: Partial<UdpServiceProjectOptions> = {
  ports: [{ name: 'dns', port: 53, protocol: Protocol.TCP_UDP, probe: Probe.DNS }],
  network: { natGateways: NatGateways.ONE },
  task: {},
  capacity: {},
  operations: {},
  application: { environment: { LOG: 'all' } },
  stages: [
    { name: 'dev', task: { cpu: 512 }, network: {} },
    { name: 'prod', extends: 'dev', application: {} },
  ],
};

test.each([['by hand', RICH] as const, OPTION_SETS[1], OPTION_SETS[8]])(
  'a repository is the same whether options are undefined or not given: %s',
  (_set, options) => {
    const given = withUndefined({ fqn: ROOT }, options) as Partial<UdpServiceProjectOptions>;
    expect(Object.keys(given).length).toBeGreaterThan(40);
    const { outdir: _chosen, ...named } = given;
    const rest = { ...named, name: options.name ?? 'echo' };
    expect(synthesize(rest)).toEqual(synthesize(options));
  },
);

test('an entry of a map that is undefined is not given', () => {
  const environment = { LOG: 'all', EXTRA: undefined } as unknown as Record<string, string>;
  expect(synthesize({ application: { environment } })).toEqual(
    synthesize({ application: { environment: { LOG: 'all' } } }),
  );
});

test.each([
  ['stages[0]', { stages: [undefined] }],
  ['ports[1]', { ports: [{ port: 53 }, undefined] }],
  ['network.zones[0]', { network: { zones: [undefined] } }],
])('an element of a list that is undefined is refused by its place: %s', (option, options) => {
  const given = { name: 'echo', ...options } as unknown as UdpServiceProjectOptions;
  expect(problemsOf(() => checkOptions(given, false))).toMatchObject([
    { subject: option, cause: 'the list has an element that is undefined' },
  ]);
});

test('a mistyped member of an enum on the command line of `projen new` is refused as it was typed', () => {
  const typed = { name: 'echo', protocol: 'UPD' };
  for (const options of [{ protocol: undefined }, {}]) {
    const { problems } = checkShape('UdpServiceProjectOptions', { name: 'echo', ...options }, { typed });
    expect(problems).toMatchObject([{ subject: 'protocol', value: 'UPD' }]);
  }
});
