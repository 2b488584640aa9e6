import { ALARM_CATALOGUE, alarmsOf } from '../../blueprint/src/template/alarm-catalogue';
import type { ServiceHandles } from '../../blueprint/src/template/extension-points';
import type { Autoscaling, Operations, Stage } from '../../blueprint/src/template/model';
import { type Resource, resources, type Template } from '../../blueprint/test/template/support/repository';
import { port, serviceOf, stage, ungatedPort, withPorts } from './support/services';
import { type Synthesis, synthesize, theResource } from './support/synthesis';

const DEFAULTS = stage().operations;
const ALARMS = { ...(DEFAULTS.alarms as NonNullable<Operations['alarms']>), rollback: true };
const AUTOSCALING = stage().capacity.autoscaling as Autoscaling;

/** Two ports, two zones and every alarm. */
const EVERYTHING = stage({
  ...withPorts([port('dns', 53, 'TCP_UDP'), port('syslog', 514)]),
  region: 'eu-west-1',
  operations: { ...DEFAULTS, alarms: { ...ALARMS, blockedInboundFlows: 100, noTrafficMinutes: 60 } },
});

describe('alarms', () => {
  const synthesis = synthesize(serviceOf(EVERYTHING), { validateTemplates: true });
  const alarms = named(synthesis);

  const LB = { LoadBalancer: { 'Fn::GetAtt': [expect.stringMatching(/^LoadBalancerNlb/), 'LoadBalancerFullName'] } };
  const TG = {
    ...LB,
    TargetGroup: { 'Fn::GetAtt': [expect.stringMatching(/^LoadBalancerTargetGroupdns/), 'TargetGroupFullName'] },
  };
  const TG_ZONE = { ...TG, AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } };
  const ZONE = { ...LB, AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } };
  const ECS = {
    ClusterName: { Ref: expect.stringMatching(/^Cluster/) },
    ServiceName: { 'Fn::GetAtt': [expect.stringMatching(/^Service/), 'Name'] },
  };
  const GATE = { Service: 'udp-service', Stage: 'dev', Port: 'dns' };
  const NET = 'AWS/NetworkELB';
  const GATES = 'UdpService/HealthGate';
  const above = 'GreaterThanThreshold';
  const below = 'LessThanThreshold';
  const ignored = 'notBreaching';

  // ID, namespace, metric, dimensions, statistic, seconds, datapoints of periods, when, threshold, no data
  test.each([
    ['healthy-hosts-dns-1', NET, 'HealthyHostCount', TG_ZONE, 'Maximum', 60, 3, 3, below, 1, 'breaching'],
    ['unhealthy-hosts-dns-1', NET, 'UnHealthyHostCount', TG_ZONE, 'Minimum', 60, 5, 5, above, 0, ignored],
    ['unhealthy-routing', NET, 'UnhealthyRoutingFlowCount', LB, 'Sum', 60, 1, 1, above, 0, ignored],
    ['zonal-health-1', NET, 'ZonalHealthStatus', ZONE, 'Minimum', 60, 3, 3, below, 1, ignored],
    ['blocked-outbound-udp', NET, 'SecurityGroupBlockedFlowCount_Outbound_UDP', LB, 'Sum', 60, 1, 1, above, 0, ignored],
    ['blocked-outbound-tcp', NET, 'SecurityGroupBlockedFlowCount_Outbound_TCP', LB, 'Sum', 60, 1, 1, above, 0, ignored],
    ['blocked-inbound', NET, 'SecurityGroupBlockedFlowCount_Inbound_UDP', LB, 'Sum', 300, 1, 1, above, 100, ignored],
    ['rejected-flows', NET, 'RejectedFlowCount', LB, 'Sum', 60, 1, 1, above, 0, ignored],
    ['port-allocation', NET, 'PortAllocationErrorCount', LB, 'Sum', 60, 1, 1, above, 0, ignored],
    ['consumed-lcus', NET, 'ConsumedLCUs', LB, 'Average', 3600, 1, 1, above, 10, ignored],
    ['no-traffic', NET, 'NewFlowCount_UDP', LB, 'Sum', 300, 12, 12, below, 1, 'breaching'],
    ['cpu', 'AWS/ECS', 'CPUUtilization', ECS, 'Average', 60, 10, 15, above, 90, ignored],
    ['hot-task', 'AWS/ECS', 'CPUUtilization', ECS, 'Maximum', 60, 10, 15, above, 95, ignored],
    ['memory', 'AWS/ECS', 'MemoryUtilization', ECS, 'Maximum', 60, 5, 5, above, 90, ignored],
    ['gate-degraded-dns', GATES, 'Degraded', GATE, 'Maximum', 60, 3, 5, above, 0, ignored],
    ['dropped-datagrams-dns', GATES, 'Drops', GATE, 'Sum', 60, 3, 5, above, 0, ignored],
  ])(
    '%s',
    (id, namespace, metric, dimensions, statistic, seconds, datapoints, periods, comparison, threshold, missing) => {
      const alarm = alarms[id];
      expect(alarm).toMatchObject({
        Namespace: namespace,
        MetricName: metric,
        Statistic: statistic,
        Period: seconds,
        DatapointsToAlarm: datapoints,
        EvaluationPeriods: periods,
        ComparisonOperator: comparison,
        Threshold: threshold,
        TreatMissingData: missing,
      });
      expect(dimensionsOf(alarm.Dimensions)).toEqual(dimensions);
    },
  );

  test.each([
    ['gate-always-on', 'AlwaysOn', 'Maximum', 60, above, 0, ignored],
    ['gate-silent', 'Probes', 'Sum', 300, below, 1, 'breaching'],
  ])('%s: the highest of all ports', (id, metric, statistic, seconds, comparison, threshold, missing) => {
    const { Metrics, ...alarm } = alarms[id];
    expect(alarm).toMatchObject({
      ComparisonOperator: comparison,
      Threshold: threshold,
      TreatMissingData: missing,
    });
    const [expression, ...parts] = Metrics;
    expect(expression).toMatchObject({ Expression: 'MAX([part0, part1])', ReturnData: true });
    expect(parts.map(({ MetricStat }: { MetricStat: MetricStat }) => summary(MetricStat))).toEqual(
      ['dns', 'syslog'].map((name) => [metric, statistic, seconds, { ...GATE, Port: name }]),
    );
    const [single] = [named(synthesize(serviceOf(stage())))[id]];
    expect(single).toMatchObject({ MetricName: metric, Statistic: statistic, Period: seconds, Threshold: threshold });
  });

  test('with cross-zone every node sees every task, so a port has one alarm over all zones', () => {
    const loadBalancer = { ...stage().loadBalancer, crossZone: true };
    const crossed = named(synthesize(serviceOf({ ...EVERYTHING, loadBalancer })));
    for (const [id, threshold] of [
      ['healthy-hosts-dns', 2],
      ['unhealthy-hosts-dns', 0],
    ] as const) {
      expect(crossed[id].Threshold).toBe(threshold);
      expect(dimensionsOf(crossed[id].Dimensions)).toEqual(TG);
    }
    expect(Object.keys(crossed).filter((id) => id.includes('hosts'))).toHaveLength(4);
  });

  test('there are no others, and every kind is among them', () => {
    expect(Object.keys(alarms).sort()).toEqual(
      alarmsOf(EVERYTHING)
        .map(({ id }) => id)
        .sort(),
    );
    expect(new Set(alarmsOf(EVERYTHING).map(({ kind }) => kind))).toEqual(new Set(Object.keys(ALARM_CATALOGUE)));
  });

  test('each says what it means, what to do first and where the runbook is', () => {
    for (const { id, kind, meaning } of alarmsOf(EVERYTHING)) {
      const text = flat(alarms[id].AlarmDescription);
      expect(text.length).toBeLessThan(1000);
      expect(text).toContain(meaning);
      expect(text).toMatch(/^First: aws /m);
      expect(text).toMatch(new RegExp(`^Runbook: docs/service\\.md#alarm-${kind}$`, 'm'));
      expect(text).not.toMatch(/[{}](?!.*\])/);
    }
  });

  test('each goes to the topic when it fires and when it ends', () => {
    const topic = [{ Ref: expect.stringMatching(/^AlarmTopic/) }];
    for (const alarm of Object.values(alarms)) {
      expect(alarm).toMatchObject({ AlarmActions: topic, OKActions: topic });
    }
  });

  test('a rollback watches alarms that mention nothing that depends on the service', () => {
    const template = synthesis.templates['udp-service-dev-service'];
    const [[serviceId, service]] = resources(synthesis.templates, 'AWS::ECS::Service');
    const { AlarmNames, ...rest } = service.Properties.DeploymentConfiguration.Alarms;
    expect(rest).toEqual({ Enable: true, Rollback: true });
    expect(AlarmNames.sort()).toEqual([
      'udp-service-dev-unhealthy-hosts-dns-1',
      'udp-service-dev-unhealthy-hosts-dns-2',
      'udp-service-dev-unhealthy-hosts-syslog-1',
      'udp-service-dev-unhealthy-hosts-syslog-2',
      'udp-service-dev-unhealthy-routing',
    ]);
    const ids = Object.keys(template.Resources).filter((id) =>
      AlarmNames.includes(template.Resources[id].Properties?.AlarmName),
    );
    expect((service as Resource & { DependsOn: string[] }).DependsOn).toEqual(expect.arrayContaining(ids));
    for (const id of ids) expect(reachable(template, id)).not.toContain(serviceId);
    expect(synthesis.messages).toEqual([]);
    expect(synthesis.printed).toEqual([]);
  });

  test('without a rollback the service waits for no alarm', () => {
    const { DeploymentConfiguration } = theResource(synthesize(serviceOf(stage())), 'AWS::ECS::Service').Properties;
    expect(DeploymentConfiguration.Alarms).toBeUndefined();
  });

  test('a service without gate has none of the gate', () => {
    const direct = named(synthesize(serviceOf(stage({ ports: [ungatedPort('web', 80)], healthGate: undefined }))));
    expect(Object.keys(direct).filter((id) => /gate|dropped|udp/.test(id))).toEqual([]);
    expect(direct['healthy-hosts-web-1']).toBeDefined();
  });
});

describe('topic', () => {
  test('lets alarms and events in, and nothing that is not encrypted', () => {
    const { Statement } = theResource(withOperations({}), 'AWS::SNS::TopicPolicy').Properties.PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed.map(({ Principal }: { Principal: { Service: string } }) => Principal.Service)).toEqual([
      'cloudwatch.amazonaws.com',
      'events.amazonaws.com',
    ]);
    for (const { Condition } of allowed) {
      expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    }
    expect(JSON.stringify(allowed[0].Condition.ArnLike)).toContain(':cloudwatch:');
    expect(allowed[1].Condition.ArnEquals).toEqual({
      'aws:SourceArn': [
        { 'Fn::GetAtt': [expect.stringMatching(/^DeploymentEventsDeployments/), 'Arn'] },
        { 'Fn::GetAtt': [expect.stringMatching(/^DeploymentEventsActions/), 'Arn'] },
      ],
    });
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  test('lets no event in where there are none', () => {
    const { Statement } = theResource(withOperations({ deploymentEvents: 'none' }), 'AWS::SNS::TopicPolicy').Properties
      .PolicyDocument;
    expect(JSON.stringify(Statement)).not.toContain('events.amazonaws.com');
  });

  test('with a key of its own lets alarms use it for this account, and events without a condition that they never meet', () => {
    const synthesis = withOperations({ topic: { emails: [], customerManagedKey: true } });
    const { KeyPolicy, EnableKeyRotation } = theResource(synthesis, 'AWS::KMS::Key').Properties;
    const [alarms, events] = ['Alarms', 'Events'].map((name) =>
      KeyPolicy.Statement.find(({ Sid }: { Sid?: string }) => Sid === name),
    );
    expect(EnableKeyRotation).toBe(true);
    expect(Object.values(alarms.Condition).flatMap((keys) => Object.keys(keys as object))).toEqual([
      'aws:SourceAccount',
      'aws:SourceArn',
    ]);
    expect(events).toMatchObject({ Principal: { Service: 'events.amazonaws.com' } });
    expect(events.Condition).toBeUndefined();
    expect(theResource(synthesis, 'AWS::SNS::Topic').Properties.KmsMasterKeyId).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^AlarmTopicKey/), 'Arn'],
    });
  });

  test('subscribes the addresses, whatever their order', () => {
    const of = (...emails: string[]) => withOperations({ topic: { emails } });
    const both = of('b@example.com', 'a@example.com');
    expect(resources(both.templates, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties)).toEqual([
      { Protocol: 'email', Endpoint: 'a@example.com', TopicArn: { Ref: expect.stringMatching(/^AlarmTopic/) } },
      { Protocol: 'email', Endpoint: 'b@example.com', TopicArn: { Ref: expect.stringMatching(/^AlarmTopic/) } },
    ]);
    expect(of('a@example.com', 'b@example.com').templates).toEqual(both.templates);
  });

  test('that exists is used as it is', () => {
    const arn = 'arn:aws:sns:eu-west-1:111111111111:on-call';
    const synthesis = withOperations({ topic: { arn, emails: [] } });
    expect(types(synthesis).filter((type) => type.startsWith('AWS::SNS::'))).toEqual([]);
    expect(Object.values(named(synthesis)).every(({ AlarmActions }) => AlarmActions[0] === arn)).toBe(true);
    expect(
      resources(synthesis.templates, 'AWS::Events::Rule').map(([, rule]) => rule.Properties.Targets[0].Arn),
    ).toEqual([arn, arn]);
  });
});

describe('deployment events', () => {
  const patterns = (deploymentEvents: Operations['deploymentEvents']) =>
    resources(withOperations({ deploymentEvents }).templates, 'AWS::Events::Rule').map(
      ([, { Properties }]) => Properties.EventPattern,
    );
  const resourceOf = [{ Ref: expect.stringMatching(/^Service/) }];
  const actions = {
    source: ['aws.ecs'],
    'detail-type': ['ECS Service Action'],
    resources: resourceOf,
    detail: { eventName: ['SERVICE_TASK_PLACEMENT_FAILURE', 'SERVICE_TASK_START_IMPAIRED'] },
  };
  const deployments = (...eventName: string[]) => ({
    source: ['aws.ecs'],
    'detail-type': ['ECS Deployment State Change'],
    resources: resourceOf,
    detail: { eventName },
  });

  test.each<[Operations['deploymentEvents'], unknown[]]>([
    ['problems', [deployments('SERVICE_DEPLOYMENT_FAILED'), actions]],
    ['all', [deployments('SERVICE_DEPLOYMENT_FAILED', 'SERVICE_DEPLOYMENT_COMPLETED'), actions]],
    ['none', []],
  ])('%s', (events, expected) => {
    expect(patterns(events)).toEqual(expected);
  });
});

describe('capacity', () => {
  test('a count in the template would undo the scaling, so there is none', () => {
    const count = (capacity: Stage['capacity']) =>
      theResource(synthesize(serviceOf(stage({ capacity }))), 'AWS::ECS::Service').Properties.DesiredCount;
    expect(count({ autoscaling: AUTOSCALING })).toBeUndefined();
    expect(count({})).toBe(2);
  });

  test('CPU alone adds and removes', () => {
    const synthesis = withCapacity({ autoscaling: { ...AUTOSCALING, packetsPerSecondPerTask: undefined } });
    expect(theResource(synthesis, 'AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 4,
      ScalableDimension: 'ecs:service:DesiredCount',
    });
    expect(
      theResource(synthesis, 'AWS::ApplicationAutoScaling::ScalingPolicy').Properties
        .TargetTrackingScalingPolicyConfiguration,
    ).toEqual({
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
      TargetValue: 60,
      ScaleOutCooldown: 120,
      ScaleInCooldown: 300,
      DisableScaleIn: false,
    });
  });

  test('with packets both add, and one policy removes when both are low', () => {
    const synthesis = withCapacity({ autoscaling: AUTOSCALING });
    const policies = resources(synthesis.templates, 'AWS::ApplicationAutoScaling::ScalingPolicy');
    const steps = (name: string) =>
      policies.find(([id]) => id.includes(name))?.[1].Properties.StepScalingPolicyConfiguration;
    const cpu = policies.find(([id]) => id.includes('Cpu'))?.[1].Properties;
    expect(policies).toHaveLength(3);
    expect(cpu.TargetTrackingScalingPolicyConfiguration.DisableScaleIn).toBe(true);
    expect(steps('Packets')).toMatchObject({
      AdjustmentType: 'PercentChangeInCapacity',
      MinAdjustmentMagnitude: 1,
      Cooldown: 120,
    });
    expect(adjustments(steps('Packets')).every((change) => change > 0)).toBe(true);
    expect(steps('Quiet')).toMatchObject({ MinAdjustmentMagnitude: 1, Cooldown: 300 });
    expect(adjustments(steps('Quiet')).every((change) => change < 0)).toBe(true);
    const [packets, quiet] = ['Packets', 'Quiet'].map(
      (name) =>
        resources(synthesis.templates, 'AWS::CloudWatch::Alarm').find(([id]) => id.includes(`Target${name}`))?.[1],
    );
    expect(packets?.Properties.Metrics[0].Expression).toBe('packets / (tasks * 5120)');
    expect(quiet?.Properties.Metrics[0].Expression).toBe('MAX([cpu / 60, FILL(packets, 0) / (tasks * 5120)])');
    expect(quiet?.Properties).toMatchObject({ Threshold: 0.45, EvaluationPeriods: 15 });
    const read = (alarm?: Resource) =>
      ((alarm?.Properties.Metrics ?? []) as { Id: string; Expression?: string; MetricStat?: MetricStat }[])
        .slice(1)
        .map(({ Id, Expression, MetricStat }) => [Id, Expression ?? [MetricStat?.Metric.MetricName, MetricStat?.Stat]]);
    expect(read(packets)).toEqual([
      ['packets', ['PeakPacketsPerSecond', 'Maximum']],
      ['tasks', 'SUM([FILL(part0, 0), FILL(part1, 0)])'],
      ['part0', ['HealthyHostCount', 'Maximum']],
      ['part1', ['HealthyHostCount', 'Maximum']],
    ]);
    expect(read(quiet)).toContainEqual(['cpu', ['CPUUtilization', 'Average']]);
  });

  test('Spot stands above an on-demand base, and turning it on replaces nothing', () => {
    const service = (capacity: Stage['capacity']) => {
      const { Properties } = theResource(withCapacity(capacity), 'AWS::ECS::Service');
      expect(Properties.LaunchType).toBeUndefined();
      return Properties.CapacityProviderStrategy;
    };
    expect(service({})).toEqual([{ CapacityProvider: 'FARGATE', Weight: 1 }]);
    const spot = { onDemandBase: 2, onDemandWeight: 1, spotWeight: 4 };
    expect(service({ autoscaling: AUTOSCALING, spot })).toEqual([
      { CapacityProvider: 'FARGATE', Base: 2, Weight: 1 },
      { CapacityProvider: 'FARGATE_SPOT', Weight: 4 },
    ]);
    const [[id, { Properties }]] = resources(
      withCapacity({}).templates,
      'AWS::ECS::ClusterCapacityProviderAssociations',
    );
    expect(Properties).toMatchObject({ CapacityProviders: ['FARGATE', 'FARGATE_SPOT'] });
    const dependsOn = (theResource(withCapacity({}), 'AWS::ECS::Service') as Resource & { DependsOn: string[] })
      .DependsOn;
    expect(dependsOn).toContain(id);
  });
});

describe('dashboard, queries, insights', () => {
  test('the dashboard shows every port and zone and the state of every alarm', () => {
    const [[, { Properties }]] = resources(synthesize(serviceOf(EVERYTHING)).templates, 'AWS::CloudWatch::Dashboard');
    expect(Properties.DashboardName).toBe('udp-service-dev');
    const { widgets } = JSON.parse(flat(Properties.DashboardBody)) as { widgets: Widget[] };
    const status = widgets.find(({ type }) => type === 'alarm');
    expect(status?.properties.alarms).toHaveLength(alarmsOf(EVERYTHING).length);
    const shown = JSON.stringify(widgets);
    for (const metric of [
      'HealthyHostCount',
      'UnhealthyRoutingFlowCount',
      'ZonalHealthStatus',
      'NewFlowCount_UDP',
      'ActiveFlowCount_TCP',
      'PeakPacketsPerSecond',
      'CPUUtilization',
      'Drops',
      'SecurityGroupBlockedFlowCount_Inbound_UDP',
      'ConsumedLCUs',
    ]) {
      expect(shown).toContain(`"${metric}"`);
    }
    for (const { y, height, x, width } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      expect(height).toBeGreaterThan(0);
      expect(y).toBeGreaterThanOrEqual(0);
    }
  });

  test('queries are asked of the log that has the answer', () => {
    const queries = resources(withOperations({}).templates, 'AWS::Logs::QueryDefinition').map(
      ([, { Properties }]) => [Properties.Name, Properties.LogGroupNames[0].Ref] as const,
    );
    expect(queries).toHaveLength(5);
    for (const [name, group] of queries) {
      expect(name).toMatch(/^udp-service\/dev\//);
      expect(group).toMatch(name.includes('Health gate') ? /^TaskLogsHealthGate/ : /^TaskLogsApplication/);
    }
  });

  test.each(['disabled', 'enabled', 'enhanced'] as const)('Container Insights: %s', (containerInsights) => {
    const { ClusterSettings } = theResource(withOperations({ containerInsights }), 'AWS::ECS::Cluster').Properties;
    expect(ClusterSettings).toEqual([{ Name: 'containerInsights', Value: containerInsights }]);
  });

  test('what is turned off is not there', () => {
    const nothing = synthesize(
      serviceOf(
        stage({
          capacity: {},
          operations: {
            dashboard: false,
            savedQueries: false,
            deploymentEvents: 'none',
            containerInsights: 'disabled',
          },
        }),
      ),
    );
    const kinds = /^AWS::(SNS|CloudWatch|Events|ApplicationAutoScaling)::|QueryDefinition$/;
    expect(types(nothing).filter((type) => kinds.test(type))).toEqual([]);
  });

  test('an extension gets hold of all of it', () => {
    let seen: ServiceHandles | undefined;
    synthesize(serviceOf(stage()), {
      extensions: {
        service: (handles) => {
          seen = handles;
        },
      },
    });
    expect(seen?.alarmTopic?.topicArn).toBeDefined();
    expect(Object.keys(seen?.alarms ?? {})).toContain('healthy-hosts-1234-1');
    expect(seen?.scaling).toBeDefined();
    expect(seen?.dashboard).toBeDefined();
  });
});

interface MetricStat {
  readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly Dimension[] };
  readonly Stat: string;
  readonly Period: number;
}

interface Dimension {
  readonly Name: string;
  readonly Value: unknown;
}

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly alarms?: readonly string[] };
}

function withOperations(operations: Partial<Operations>): Synthesis {
  return synthesize(serviceOf(stage({ operations: { ...DEFAULTS, ...operations } })));
}

function withCapacity(capacity: Stage['capacity']): Synthesis {
  return synthesize(serviceOf(stage({ capacity })));
}

/** The properties of the alarms by what follows service and stage in their names; those that scale have no name. */
function named({ templates }: Synthesis): Record<string, Resource['Properties']> {
  return Object.fromEntries(
    resources(templates, 'AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties)
      .filter(({ AlarmName }) => AlarmName !== undefined)
      .map((properties) => [properties.AlarmName.replace('udp-service-dev-', ''), properties]),
  );
}

function dimensionsOf(dimensions: readonly Dimension[]): Record<string, unknown> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}

function summary({ Metric, Stat, Period }: MetricStat): unknown[] {
  return [Metric.MetricName, Stat, Period, dimensionsOf(Metric.Dimensions)];
}

function adjustments({ StepAdjustments }: { StepAdjustments: { ScalingAdjustment: number }[] }): number[] {
  return StepAdjustments.map(({ ScalingAdjustment }) => ScalingAdjustment);
}

function types({ templates }: Synthesis): string[] {
  return Object.values(templates).flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type));
}

/** A text with a word for each of its references. */
function flat(text: string | { 'Fn::Join': [string, (string | object)[]] }): string {
  return typeof text === 'string'
    ? text
    : text['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'reference')).join('');
}

/** Logical IDs of all that a resource needs, directly or through others. */
function reachable({ Resources }: Template, id: string): string[] {
  const found = new Set([id]);
  for (const one of found) {
    const text = JSON.stringify(Resources[one]);
    for (const other of Object.keys(Resources)) if (text.includes(`"${other}"`)) found.add(other);
  }
  return [...found].filter((other) => other !== id);
}
