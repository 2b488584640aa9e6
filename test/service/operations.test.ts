import { Alarm, ContainerInsights, Protocol, type StageOptions } from '../../src';
import { ALARM_CATALOGUE, alarmsOf } from '../../src/model/alarm-catalogue';
import type { Stage } from '../../src/model/model';
import { checkService } from '../../src/pitfalls';
import { resolveService, type ServiceInput } from '../../src/service/resolve';
import { problemsOfOptions } from '../support/problems';

type Input = Partial<ServiceInput>;

const resolve = (input: Input = {}) => resolveService({ name: 'echo', ...input });
const only = (input: Input = {}): Stage => resolve(input).service.stages[0];
const production = (input: Partial<StageOptions> = {}): Stage => only({ stages: [{ name: 'prod', ...input }] });

const FIXED = { addresses: { elastic: true }, clients: { anywhere: true }, loadBalancer: { crossZone: false } };

describe('capacity', () => {
  test('defaults are those of the design', () => {
    expect(only().capacity).toEqual({
      autoscaling: {
        minTasks: 2,
        maxTasks: 4,
        cpuTargetPercent: 60,
        packetsPerSecondPerTask: 5120,
        scaleOutCooldownSeconds: 120,
        scaleInCooldownSeconds: 300,
      },
      spot: undefined,
    });
    expect(production({ task: { cpu: 1024 } }).capacity.autoscaling).toMatchObject({
      maxTasks: 8,
      packetsPerSecondPerTask: 20480,
    });
  });

  test('connections are not counted by packets unless asked', () => {
    const ports = [{ port: 80, protocol: Protocol.TCP }];
    expect(only({ ports }).capacity.autoscaling?.packetsPerSecondPerTask).toBeUndefined();
    expect(only({ ports, capacity: { scaleOnPackets: true } }).capacity.autoscaling?.packetsPerSecondPerTask).toBe(
      5120,
    );
    expect(only({ capacity: { scaleOnPackets: false } }).capacity.autoscaling?.packetsPerSecondPerTask).toBeUndefined();
  });

  test('the number of tasks is one figure, wherever it is given', () => {
    const count = (input: Input) => {
      const { task, capacity } = only(input);
      return [task.desiredCount, capacity.autoscaling?.minTasks];
    };
    expect(count({ task: { desiredCount: 3 } })).toEqual([3, 3]);
    expect(count({ capacity: { minTasks: 5 } })).toEqual([5, 5]);
    expect(count({ task: { desiredCount: 3 }, capacity: { minTasks: 3 } })).toEqual([3, 3]);
    expect(count({ capacity: { autoscaling: false } })).toEqual([2, undefined]);
    expect(count({ task: { desiredCount: 0 } })).toEqual([0, undefined]);
  });

  test('fixed addresses without cross-zone have two tasks a zone', () => {
    expect(only(FIXED).task.desiredCount).toBe(4);
    expect(only({ ...FIXED, loadBalancer: {} }).task.desiredCount).toBe(2);
  });

  test('Spot begins above what always runs', () => {
    expect(only({ capacity: { spot: {} } }).capacity.spot).toEqual({
      onDemandBase: 2,
      onDemandWeight: 0,
      spotWeight: 1,
    });
    expect(only({ capacity: { spot: { enabled: false } } }).capacity.spot).toBeUndefined();
  });

  test('what is allowed but unwise is said', () => {
    const { service, warnings } = resolve({ capacity: { minTasks: 1 } });
    expect(warnings).toEqual([]);
    expect(checkService(service)).toMatchObject([{ pitfall: 'P15', level: 'warning' }]);
    expect(resolve({ capacity: { scaleInCooldownSeconds: 60 } }).warnings).toEqual([
      expect.stringMatching(/^capacity\.scaleInCooldownSeconds: 60: .*P29/),
    ]);
    expect(resolve().warnings).toEqual([]);
  });
});

describe('operations', () => {
  test('defaults are those of the design', () => {
    expect(only().operations).toEqual({
      topic: { arn: undefined, emails: [] },
      alarms: {
        without: [],
        rollback: false,
        cpuPercent: 90,
        memoryPercent: 90,
        droppedDatagramsPerMinute: 0,
        consumedLcus: 10,
        blockedInboundFlows: undefined,
        noTrafficMinutes: undefined,
      },
      dashboard: true,
      savedQueries: true,
      deploymentEvents: 'problems',
      containerInsights: 'disabled',
    });
  });

  test('a production stage is stricter', () => {
    expect(production().operations.alarms).toMatchObject({ rollback: true, cpuPercent: 80, memoryPercent: 80 });
  });

  test('everything can be turned off, and then there is no topic', () => {
    expect(
      only({
        operations: {
          alarms: { enabled: false },
          deploymentEvents: false,
          dashboard: false,
          savedQueries: false,
          containerInsights: ContainerInsights.ENHANCED,
        },
      }).operations,
    ).toEqual({
      topic: undefined,
      alarms: undefined,
      dashboard: false,
      savedQueries: false,
      deploymentEvents: 'none',
      containerInsights: 'enhanced',
    });
  });

  test('events alone need the topic, too', () => {
    const operations = { alarms: { enabled: false }, completedDeployments: true, emails: ['a@example.com'] };
    expect(only({ operations }).operations).toMatchObject({
      topic: { emails: ['a@example.com'] },
      deploymentEvents: 'all',
    });
  });
});

describe('alarms of a stage', () => {
  const ids = (stage: Stage) => alarmsOf(stage).map(({ id }) => id);

  test('the option has every kind of the catalogue', () => {
    expect(Object.values(Alarm).sort()).toEqual(Object.keys(ALARM_CATALOGUE).sort());
  });

  test('are those that its ports, zones and options have', () => {
    const every = only({ operations: { alarms: { blockedInboundFlows: 100, noTrafficMinutes: 30 } } });
    expect(new Set(alarmsOf(every).map(({ kind }) => kind)).size).toBe(Object.keys(ALARM_CATALOGUE).length);
    expect(ids(only())).not.toEqual(expect.arrayContaining(['blocked-inbound']));
    expect(ids(only())).not.toEqual(expect.arrayContaining(['no-traffic']));
    const tcp = ids(only({ ports: [{ port: 80, protocol: Protocol.TCP, name: 'web' }] }));
    expect(tcp).toContain('healthy-hosts-web-1');
    expect(tcp.filter((id) => /gate|dropped|udp/.test(id))).toEqual([]);
    expect(ids(only({ operations: { alarms: { without: [Alarm.CPU] } } }))).not.toContain('cpu');
    expect(ids(only({ operations: { alarms: { enabled: false } } }))).toEqual([]);
  });

  test('a TCP port behind the gate drops no datagram', () => {
    const stage = only({ ports: [{ port: 53 }, { port: 80, protocol: Protocol.TCP }] });
    expect(ids(stage).filter((id) => id.startsWith('dropped'))).toEqual(['dropped-datagrams-53']);
    expect(ids(stage).filter((id) => id.startsWith('gate-degraded'))).toHaveLength(2);
  });

  test('a stage that sleeps has none that would never be silent', () => {
    const sleeping = ids(only({ task: { desiredCount: 0 } }));
    expect(sleeping.filter((id) => /^(healthy-hosts|zonal-health|gate-silent)/.test(id))).toEqual([]);
  });

  test('a zone that has no task by design has no alarm', () => {
    expect(ids(only({ capacity: { minTasks: 1 } })).filter((id) => id.startsWith('zonal'))).toEqual([]);
    expect(
      ids(only({ capacity: { minTasks: 1 }, loadBalancer: { crossZone: true } })).filter((id) =>
        id.startsWith('zonal'),
      ),
    ).toHaveLength(2);
  });

  test('a deployment may take as many tasks away as it is allowed to', () => {
    const threshold = (minHealthyPercent: number, crossZone: boolean) =>
      alarmsOf(only({ rollout: { minHealthyPercent }, capacity: { minTasks: 5 }, loadBalancer: { crossZone } }))[0]
        .threshold;
    expect([threshold(100, true), threshold(50, true), threshold(0, true)]).toEqual([5, 3, 1]);
    expect([threshold(100, false), threshold(50, false), threshold(0, false)]).toEqual([2, 1, 1]);
  });

  test('only those roll back that mention nothing that depends on the service', () => {
    const back = alarmsOf(production()).filter(({ rollsBack }) => rollsBack);
    expect(back.map(({ id }) => id)).toEqual(['unhealthy-hosts-1234-1', 'unhealthy-hosts-1234-2', 'unhealthy-routing']);
    expect(back.every(({ scope }) => scope === 'target-group' || scope === 'load-balancer')).toBe(true);
    expect(back.some(({ firstCommand }) => /\{(service|cluster)\}/.test(firstCommand))).toBe(false);
  });
});

describe('what cannot work is refused with the option, the cause and the remedy', () => {
  const alarms = (options: NonNullable<Input['operations']>['alarms']): Input => ({ operations: { alarms: options } });
  const topicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
  const cases: readonly (readonly [option: string, input: Input, pitfall?: string])[] = [
    ['capacity.minTasks', { capacity: { minTasks: 0 } }],
    ['capacity.minTasks', { capacity: { minTasks: 1.5 } }],
    ['capacity.minTasks', { task: { desiredCount: 0 }, capacity: { autoscaling: true } }],
    ['capacity.maxTasks', { capacity: { minTasks: 4, maxTasks: 3 } }],
    ['capacity.maxTasks', { capacity: { maxTasks: 501 }, loadBalancer: { crossZone: true } }],
    ['capacity.maxTasks', { ports: [{ port: 1 }, { port: 2 }, { port: 3 }], capacity: { maxTasks: 200 } }],
    ['capacity.cpuTargetPercent', { capacity: { cpuTargetPercent: 95 } }],
    ['capacity.packetsPerSecondPerTask', { capacity: { packetsPerSecondPerTask: 0 } }],
    ['capacity.scaleOutCooldownSeconds', { capacity: { scaleOutCooldownSeconds: -1 } }],
    ['capacity.scaleInCooldownSeconds', { capacity: { scaleInCooldownSeconds: 3601 } }],
    ['task.desiredCount', { task: { desiredCount: 3 }, capacity: { minTasks: 2 } }],
    ['task.desiredCount', { task: { desiredCount: 600 }, capacity: { autoscaling: false } }],
    ['task.desiredCount', { ...FIXED, task: { desiredCount: 3 }, capacity: { autoscaling: false } }, 'P14'],
    ['capacity.minTasks', { ...FIXED, capacity: { minTasks: 3 } }, 'P14'],
    ['capacity.spot.onDemandBase', { capacity: { spot: { onDemandBase: 0 } } }],
    ['capacity.spot.onDemandBase', { capacity: { spot: { onDemandBase: 4 } } }],
    ['capacity.spot.onDemandBase', { capacity: { autoscaling: false, spot: {} } }],
    ['capacity.spot.spotWeight', { capacity: { spot: { spotWeight: 0 } } }],
    ['capacity.spot.onDemandWeight', { capacity: { spot: { onDemandWeight: 1001 } } }],
    ['capacity.spot', { capacity: { spot: {} }, application: { stopTimeoutSeconds: 90 } }, 'P13'],
    ['operations.topicArn', { operations: { topicArn: 'on-call' } }],
    ['operations.topicArn', { region: 'us-east-1', operations: { topicArn } }],
    ['operations.topicArn', { operations: { topicArn, alarms: { enabled: false }, deploymentEvents: false } }],
    ['operations.emails', { operations: { emails: ['on-call'] } }],
    ['operations.emails', { operations: { emails: ['a@example.com', 'a@example.com'] } }],
    [
      'operations.emails',
      { operations: { emails: ['a@example.com'], alarms: { enabled: false }, deploymentEvents: false } },
    ],
    ['operations.completedDeployments', { operations: { deploymentEvents: false, completedDeployments: true } }],
    ['operations.alarms.without', alarms({ without: [Alarm.CPU, Alarm.CPU] })],
    [
      'operations.alarms.rollback',
      alarms({ rollback: true, without: [Alarm.UNHEALTHY_HOSTS, Alarm.UNHEALTHY_ROUTING] }),
    ],
    ['operations.alarms.cpuPercent', alarms({ cpuPercent: 0 })],
    ['operations.alarms.memoryPercent', alarms({ memoryPercent: 101 })],
    ['operations.alarms.consumedLcus', alarms({ consumedLcus: 0 })],
    ['operations.alarms.droppedDatagramsPerMinute', alarms({ droppedDatagramsPerMinute: -1 })],
    ['operations.alarms.blockedInboundFlows', alarms({ blockedInboundFlows: -1 })],
    ['operations.alarms.noTrafficMinutes', alarms({ noTrafficMinutes: 1 })],
    ['operations.alarms.noTrafficMinutes', alarms({ noTrafficMinutes: 12 })],
  ];

  test.each(cases.map(([option, input, pitfall]) => ({ option, input, pitfall })))('$option $input', (refused) => {
    const { option, input, pitfall } = refused;
    const problems = problemsOfOptions(input);
    const found = problems.filter((problem) => problem.subject === option);
    expect(found).not.toHaveLength(0);
    expect(found[0].cause).not.toBe('');
    expect(found[0].remedy).not.toBe('');
    expect(found[0].pitfall).toBe(pitfall);
  });
});
