import type { Network, Stage, Zone } from '../../blueprint/src/template/model';
import type { Resource } from '../../blueprint/test/template/support/repository';
import { ISOLATED_ENDPOINTS, port, serviceOf, stage, ungatedPort, withPorts } from './support/services';
import { synthesize } from './support/synthesis';

/** What is one for all items, and so grows and shrinks with them: the types whose content may change. */
const SHARED_BY_PORTS = [
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
  'AWS::CloudWatch::Dashboard',
  // Alarms over all ports: those that scale, and those of the gate as a whole.
  /ServiceTaskCountTarget(Packets|Quiet)\w+Alarm/,
  /Alarmsgate(silent|alwayson)/,
];
const SHARED_BY_ZONES = [
  'AWS::EC2::VPCEndpoint',
  'AWS::ECS::Service',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::CloudWatch::Dashboard',
  // Alarms that count the tasks of all zones, and alarms on a zone's share of the tasks.
  /ServiceTaskCountTarget(Packets|Quiet)\w+Alarm/,
  /Alarmshealthyhosts/,
];

/** Enough for every zone to have one. */
const SIX_TASKS = { ...stage().task, desiredCount: 6 };

describe('ports', () => {
  const dns = port('dns', 53, 'TCP_UDP');
  const syslog = port('syslog', 514, 'UDP', 5514);
  const admin = ungatedPort('admin', 8443);
  const of = (...ports: (typeof dns)[]) => stage(withPorts(ports));

  test('their order means nothing', () => {
    expect(items(of(syslog, admin, dns))).toEqual(items(of(dns, syslog, admin)));
  });

  test.each([
    ['first', [admin, dns, syslog]],
    ['in the middle', [dns, admin, syslog]],
    ['last', [dns, syslog, admin]],
  ])('one that comes or goes %s moves no other', (_position, ports) => {
    expectUnmoved({ without: of(dns, syslog), with: of(...ports), shared: SHARED_BY_PORTS, own: 9 });
  });

  test('another number, protocol or container port keeps the listener and the target group', () => {
    const before = Object.keys(items(of(dns, syslog)));
    const after = Object.keys(items(of(port('dns', 5300, 'UDP', 5353), syslog)));
    const named = (ids: string[]) => ids.filter((id) => /Listener|TargetGroup/.test(id));
    expect(named(after)).toEqual(named(before));
    expect(named(before)).toHaveLength(4);
  });

  test('two ports that lead to one container port share its rules and its mapping', () => {
    const both = stage(withPorts([port('dns', 53), port('dns-alternative', 5353, 'UDP', 53)]));
    const rules = Object.keys(items(both)).filter((id) => id.includes('TrafficToTasks'));
    expect(rules).toHaveLength(2);
    expect(find(items(both), 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions[0].PortMappings).toEqual([
      { ContainerPort: 53, Protocol: 'udp' },
    ]);
    expect(find(items(both), 'AWS::ECS::Service').Properties.LoadBalancers).toHaveLength(2);
  });
});

describe('stages', () => {
  const dev = stage({ name: 'dev' });
  const test1 = stage({ name: 'test', region: 'eu-west-1' });
  const prod = stage({ name: 'prod', account: '111111111111', region: 'eu-west-1' });

  test('their order means nothing', () => {
    expect(synthesize(serviceOf(prod, test1, dev)).templates).toEqual(
      synthesize(serviceOf(dev, test1, prod)).templates,
    );
  });

  test('one that comes or goes moves no other', () => {
    const two = synthesize(serviceOf(dev, prod)).templates;
    const three = synthesize(serviceOf(test1, dev, prod)).templates;
    expect(three).toMatchObject(two);
    expect(Object.keys(three).filter((stack) => !(stack in two))).toEqual([
      'udp-service-test-network',
      'udp-service-test-service',
    ]);
  });
});

describe.each(['public', 'nat', 'isolated'] as const)('zones of a %s network', (preset) => {
  const a: Zone = { name: 'a', slot: 0 };
  const b: Zone = { name: 'b', slot: 1 };
  const d: Zone = { name: 'd', slot: 3 };
  const of = (zones: Zone[], settings: Partial<Network> = {}) =>
    stage({
      task: SIX_TASKS,
      network: network(preset, zones, settings),
      loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    });

  test('their order means nothing', () => {
    expect(items(of([d, a, b]))).toEqual(items(of([a, b, d])));
  });

  test.each([
    ['last', [a, b], d],
    ['in the middle', [a, d], b],
  ])('one that comes or goes %s moves no other', (_position, zones, zone) => {
    const own = { public: 7, nat: 11, isolated: 10 }[preset];
    expectUnmoved({ without: of(zones), with: of([zone, ...zones]), shared: SHARED_BY_ZONES, own });
  });

  test('one that comes first moves no other, and not the NAT gateway where its zone or one a zone is asked for', () => {
    const settings: Partial<Network>[] = [{ natGateways: 'one-per-zone' }, { natGatewayZone: 'b' }];
    for (const setting of settings) {
      expectUnmoved({
        without: of([b, d], setting),
        with: of([a, b, d], setting),
        shared: SHARED_BY_ZONES,
        own: { public: 7, nat: 'natGatewayZone' in setting ? 11 : 13, isolated: 10 }[preset],
      });
    }
  });
});

describe('zones by ordinal and by full name', () => {
  test.each([
    ['ordinals', ['1', '2', '3']],
    ['full names', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  ])('%s: one that goes moves no other', (_kind, names) => {
    const zones = names.map((name, slot) => ({ name, slot }));
    const of = (list: Zone[]) =>
      stage({ region: 'eu-west-1', task: SIX_TASKS, network: network('nat', list, { natGatewayZone: names[2] }) });
    expectUnmoved({ without: of(zones.slice(1)), with: of(zones), shared: SHARED_BY_ZONES, own: 11 });
  });
});

describe('addresses', () => {
  const zones = ['a', 'b', 'c'].map((name, slot) => ({ name, slot }));
  const of = (...names: string[]) =>
    stage({
      network: network('public', zones),
      addresses: { source: 'elastic', zones: names },
      loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    });

  test('their order means nothing', () => {
    expect(items(of('c', 'a', 'b'))).toEqual(items(of('a', 'b', 'c')));
  });

  test('one that comes or goes moves no other', () => {
    expectUnmoved({
      without: of('b', 'c'),
      with: of('a', 'b', 'c'),
      shared: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
      own: 1,
    });
    const mappings = (subject: Stage) =>
      find(items(subject), 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.SubnetMappings;
    expect(mappings(of('a', 'b', 'c')).slice(1)).toEqual(mappings(of('b', 'c')).slice(1));
  });
});

describe('clients', () => {
  test('one that comes or goes moves no other', () => {
    const of = (...cidrs: string[]) =>
      stage({ clients: { cidrs, prefixLists: ['pl-0123456789abcdef0'], securityGroups: [] } });
    expect(items(of('192.0.2.0/24', '10.0.0.0/16'))).toEqual(items(of('10.0.0.0/16', '192.0.2.0/24')));
    expectUnmoved({ without: of('192.0.2.0/24'), with: of('10.0.0.0/16', '192.0.2.0/24'), shared: [], own: 2 });
  });
});

type Items = Readonly<Record<string, Resource>>;

/** All resources of a stage by stack name and logical ID. */
function items(subject: Stage): Items {
  const { templates } = synthesize(serviceOf(subject));
  return Object.fromEntries(
    Object.entries(templates).flatMap(([stack, template]) =>
      Object.entries(template.Resources).map(([id, resource]) => [`${stack}/${id}`, resource]),
    ),
  );
}

/** Asserts that an item brings resources of its own and leaves all others as they are, but for what is shared. */
function expectUnmoved(change: {
  without: Stage;
  with: Stage;
  shared: readonly (string | RegExp)[];
  own: number;
}): void {
  const without = items(change.without);
  const withItem = items(change.with);
  const added = Object.keys(withItem).filter((id) => !(id in without));
  expect(Object.keys(without).filter((id) => !(id in withItem))).toEqual([]);
  expect(added).toHaveLength(change.own);
  const changed = Object.keys(without).filter((id) => JSON.stringify(without[id]) !== JSON.stringify(withItem[id]));
  const isShared = (id: string) =>
    change.shared.some((one) => (typeof one === 'string' ? without[id].Type === one : one.test(id)));
  expect(changed.filter((id) => !isShared(id))).toEqual([]);
}

function network(preset: 'public' | 'nat' | 'isolated', zones: Zone[], settings: Partial<Network> = {}): Network {
  return {
    source: 'created',
    preset,
    cidr: '10.0.0.0/16',
    zones,
    natGateways: 'one',
    endpoints: preset === 'isolated' ? ISOLATED_ENDPOINTS : undefined,
    ...settings,
  } as Network;
}

function find(all: Items, type: string): Resource {
  const found = Object.values(all).filter((resource) => resource.Type === type);
  expect(found).toHaveLength(1);
  return found[0];
}
