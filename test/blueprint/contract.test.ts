import type { Network, Stage } from '../../blueprint/src/template/model';
import type { Template } from '../../src/cloudformation/stack';
import { contractBreaches, logicalIdContract, PINNED_TYPES } from '../../src/impact/contract';
import pinned from './logical-ids.json';
import { port, serviceOf, stage, ungatedPort, withPorts } from './support/services';
import { synthesize } from './support/synthesis';

const ZONES = ['a', 'b', 'c'].map((name, slot) => ({ name, slot }));
const NETWORK: Network = { source: 'created', preset: 'public', cidr: '10.0.0.0/16', zones: ZONES, natGateways: 'one' };

/** Between them they have every resource of the pinned types that an option can bring about. */
const STAGES: readonly Stage[] = [
  stage({ name: 'plain' }),
  stage({
    name: 'elastic',
    ...withPorts([port('dns', 53, 'TCP_UDP'), port('syslog', 514), ungatedPort('admin', 8443)]),
    network: { ...NETWORK, flowLogs: { traffic: 'ALL', destination: { kind: 'logs', retentionDays: 14 } } },
    addresses: { source: 'elastic', zones: ZONES.map(({ name }) => name) },
    loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    task: { ...stage().task, desiredCount: 3, exec: true },
    application: { ...stage().application, readonlyRootFilesystem: false },
  }),
];

const actual = logicalIdContract(synthesize(serviceOf(...STAGES)).templates as unknown as Record<string, Template>);

test('no logical ID that clients or data depend on has moved since it was published', () => {
  // A moved construct recreates its resource in every repository: pin the old ID by overrideLogicalId instead.
  expect(contractBreaches(pinned, actual)).toEqual([]);
});

test('every such logical ID is written down', () => {
  // What is new here is a promise from now on: add it to logical-ids.json.
  expect(actual).toEqual(pinned);
});

test('the contract has a resource of every pinned type', () => {
  const types = new Set(Object.values(pinned).flatMap((resources) => Object.values(resources)));
  expect([...types].sort()).toEqual([...PINNED_TYPES].sort());
});
