import { readDefinition, stageOf } from '../../src/cli/definition';
import { livePolicy } from '../../src/cli/live/policy';
import { type Aws, awsCli } from '../../src/clients/aws/cli';
import type { Live } from '../../src/delivery/live/model';
import { readLive } from '../../src/delivery/live/read';
import { type Deployed, deployInDefaultVpc } from '../support/deployed';
import { describeWith } from '../support/tools';

/** Actions whose name is not that of the command. */
const IAM_NAMES: Readonly<Record<string, string>> = { elbv2: 'elasticloadbalancing' };

describeWith(['moto', 'aws'], 'udp-service live against the emulated AWS', () => {
  let deployed: Deployed;
  const now = new Date();
  const calls: string[] = [];

  const call = <T>(service: string, operation: string, args: Record<string, unknown> = {}) =>
    deployed.aws.call<T>(deployed.target, service, operation, args);

  /** Runs the command's own calls and remembers them. */
  function read(): Promise<Live> {
    const cli = awsCli(deployed.target.region, deployed.aws.env(undefined, deployed.target.region));
    const aws: Aws = (service, operation, ...options) => {
      calls.push(`${service} ${operation}`);
      return cli(service, operation, ...options);
    };
    const service = readDefinition(deployed.directory);
    return readLive(service, stageOf(service, 'dev'), deployed.stack, aws, now);
  }

  beforeAll(async () => {
    deployed = await deployInDefaultVpc();
    const { LoadBalancers } = await call<{ LoadBalancers: { LoadBalancerArn: string }[] }>(
      'elbv2',
      'describe_load_balancers',
    );
    const { TargetGroups } = await call<{ TargetGroups: { TargetGroupArn: string }[] }>(
      'elbv2',
      'describe_target_groups',
    );
    const { logGroups } = await call<{ logGroups: { logGroupName: string }[] }>('logs', 'describe_log_groups');
    const logGroupName = logGroups.map((one) => one.logGroupName).find((name) => name.includes('HealthGate'));
    const logStreamName = 'health-gate/health-gate/0123456789abcdef';
    const time = now.getTime() - 60_000;
    const line = (fields: object) => ({ timestamp: time, message: JSON.stringify(fields) });
    await call('elbv2', 'register_targets', {
      TargetGroupArn: TargetGroups[0].TargetGroupArn,
      Targets: [{ Id: '172.31.0.9' }],
    });
    await call('logs', 'create_log_stream', { logGroupName, logStreamName });
    await call('logs', 'put_log_events', {
      logGroupName,
      logStreamName,
      logEvents: [
        line({ event: 'state', name: '1234', before: 'starting', state: 'up', reason: 'ok' }),
        { timestamp: time, message: 'Traceback (most recent call last):' },
        line({ event: 'metrics', Port: '1234', Healthy: 1, AlwaysOn: 0, Probes: 12, Failures: 1, Drops: 2 }),
      ],
    });
    await call('cloudwatch', 'put_metric_data', {
      Namespace: 'AWS/NetworkELB',
      MetricData: [
        {
          MetricName: 'SecurityGroupBlockedFlowCount_Inbound_UDP',
          Dimensions: [{ Name: 'LoadBalancer', Value: LoadBalancers[0].LoadBalancerArn.split(':loadbalancer/')[1] }],
          Value: 7,
          Timestamp: time / 1000,
        },
      ],
    });
  }, 180_000);
  afterAll(() => deployed?.close());

  test('reads everything that stands there', async () => {
    const live = await read();
    expect(live).toMatchObject({
      service: 'echo',
      stage: 'dev',
      stackStatus: 'CREATE_COMPLETE',
      loadBalancer: { value: { state: 'active', name: expect.stringMatching(/elb.*amazonaws\.com$/) } },
      targets: { value: [expect.objectContaining({ port: '1234', address: '172.31.0.9' })] },
      tasks: {
        value: {
          // ECS begins with one task; autoscaling, which the emulator has not, raises it to the minimum
          desired: 1,
          running: 1,
          pending: 0,
          deployments: [expect.objectContaining({ status: 'PRIMARY', state: 'COMPLETED', revision: 'echo-dev:1' })],
        },
      },
      gate: {
        value: {
          verdicts: [
            {
              port: '1234',
              task: '0123456789abcdef',
              healthy: true,
              alwaysOn: false,
              probes: 12,
              failures: 1,
              drops: 2,
            },
          ],
          changes: [expect.objectContaining({ port: '1234', before: 'starting', state: 'up', reason: 'ok' })],
        },
      },
    });
    const zones = 'value' in live.loadBalancer ? live.loadBalancer.value.zones.map(({ zone }) => zone) : [];
    expect(zones).toEqual(['eu-west-1a', 'eu-west-1b']);
    const flows = 'value' in live.flows ? live.flows.value : [];
    expect(flows.filter(({ count }) => count > 0)).toEqual([
      { what: 'from clients that are not admitted (UDP)', count: 7 },
    ]);
  }, 120_000);

  test('the documented policy is exactly what it calls', async () => {
    const service = readDefinition(deployed.directory);
    const allowed = livePolicy(deployed.stack, stageOf(service, 'dev')).Statement.flatMap(({ Action }) => Action);
    const called = calls.map((text) => {
      const [name, operation] = text.split(' ');
      const action = operation.replace(/(^|-)([a-z])/g, (_match, _hyphen, letter: string) => letter.toUpperCase());
      return `${IAM_NAMES[name] ?? name}:${action}`;
    });
    expect([...new Set(called)].sort()).toEqual([...allowed].sort());
  });

  test('a stack that is not there is one error that says so', async () => {
    const service = readDefinition(deployed.directory);
    const cli = awsCli(deployed.target.region, deployed.aws.env(undefined, deployed.target.region));
    await expect(readLive(service, service.stages[0], 'gone', cli, now)).rejects.toThrow(
      /^aws cloudformation (describe-stacks|list-stack-resources): .*gone does not exist/,
    );
  }, 60_000);

  test('a call that is refused is told in its place', async () => {
    const cli = awsCli(deployed.target.region, deployed.aws.env(undefined, deployed.target.region));
    const refused: Aws = (service, operation, ...options) =>
      service === 'logs' ? cli(service, operation, '--log-group-name', 'gone') : cli(service, operation, ...options);
    const service = readDefinition(deployed.directory);
    const live: Live = await readLive(service, service.stages[0], deployed.stack, refused, now);
    expect(live.gate).toEqual({ problem: expect.stringMatching(/^aws logs filter-log-events: .*ResourceNotFound/) });
    expect(live.tasks).toMatchObject({ value: { running: 1 } });
  }, 120_000);
});

test('without the AWS CLI it says what to install', async () => {
  const cli = awsCli('eu-west-1', { PATH: '/nowhere' });
  await expect(cli('ecs', 'describe-services')).rejects.toThrow(
    /^aws ecs describe-services: the AWS CLI is not installed\./,
  );
});
