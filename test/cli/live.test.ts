import { Command } from 'commander';
import { registerLive } from '../../src/cli/live';
import { livePolicy } from '../../src/cli/live/policy';
import { screen } from '../../src/cli/live/screen';
import type { Live } from '../../src/delivery/live/model';
import { resolveService } from '../../src/service/resolve';

const LIVE: Live = {
  service: 'dns',
  stage: 'prod',
  region: 'eu-west-1',
  stackStatus: 'UPDATE_COMPLETE',
  loadBalancer: {
    value: {
      name: 'dns.elb.eu-west-1.amazonaws.com',
      state: 'active',
      zones: [
        { zone: 'eu-west-1a', addresses: ['192.0.2.1'] },
        { zone: 'eu-west-1b', addresses: [] },
      ],
    },
  },
  targets: {
    value: [
      { port: 'dns', zone: 'eu-west-1a', address: '10.0.0.5', state: 'healthy' },
      { port: 'dns', zone: 'eu-west-1a', address: '10.0.0.6', state: 'unhealthy', reason: 'Target.FailedHealthChecks' },
    ],
  },
  tasks: {
    value: {
      desired: 3,
      running: 2,
      pending: 1,
      deployments: [
        {
          status: 'PRIMARY',
          state: 'IN_PROGRESS',
          revision: 'dns-prod:7',
          updatedAt: '2026-11-01T00:00:00.000Z',
          reason: 'rolling',
        },
      ],
      lastEvent: { at: '2026-11-01T00:01:00.000Z', message: 'has started 1 tasks' },
    },
  },
  gate: {
    value: {
      verdicts: [
        { port: 'dns', task: 'one', healthy: true, alwaysOn: false, probes: 12, failures: 0, drops: 0 },
        { port: 'dns', task: 'two', healthy: false, alwaysOn: false, probes: 12, failures: 12, drops: 3 },
      ],
      changes: [{ at: '2026-11-01T00:00:30.000Z', port: 'dns', before: 'up', state: 'down', reason: 'timeout' }],
    },
  },
  flows: { value: [{ what: 'sent to unhealthy targets', count: 4 }] },
};

test('everything is on one screen, and what is wrong is marked', () => {
  expect(screen(LIVE)).toBe(`dns prod (eu-west-1), stack UPDATE_COMPLETE

load balancer
  active  dns.elb.eu-west-1.amazonaws.com
zones
  !!  eu-west-1a  192.0.2.1  1 × port dns healthy, 1 × port dns unhealthy (Target.FailedHealthChecks)
  !!  eu-west-1b  no address seen  no target in this zone
tasks
  !! 2 of 3 running, 1 starting
  !! deployment PRIMARY of dns-prod:7: IN_PROGRESS, 2026-11-01T00:00:00.000Z (rolling)
  last event 2026-11-01T00:01:00.000Z: has started 1 tasks
health gate
  !! port dns: ok in 1 of 2 tasks, 12 of 24 probes failed, 3 datagrams dropped
  2026-11-01T00:00:30.000Z port dns: up -> down (timeout)
flows of the last hour
  !! 4 sent to unhealthy targets
`);
});

test('what cannot be read says why, and hides nothing else', () => {
  const text = screen({ ...LIVE, gate: { problem: 'aws logs filter-log-events: AccessDenied' } });
  expect(text).toContain('health gate\n  ? aws logs filter-log-events: AccessDenied\n');
  expect(text).toContain('4 sent to unhealthy targets');
  expect(screen({ ...LIVE, loadBalancer: { problem: 'no' } })).toContain(
    'eu-west-1a  no address seen  1 × port dns healthy',
  );
});

test('a kill switch that is on is never ok, nor is a gate that says nothing', () => {
  const verdict = { port: 'dns', task: 'one', healthy: true, alwaysOn: true, probes: 12, failures: 0, drops: 0 };
  const withGate = (gate: Live['gate']) => screen({ ...LIVE, gate });
  expect(withGate({ value: { verdicts: [verdict], changes: [] } })).toContain('!! port dns: ok in 1 of 1 tasks');
  expect(withGate({ value: { verdicts: [verdict], changes: [] } })).toContain('the kill switch is on');
  expect(withGate({ value: { verdicts: [], changes: [] } })).toContain('!! no line in the last minutes');
  expect(withGate(undefined)).not.toContain('health gate');
});

test('the policy allows reading only, and what knows resources of this stage alone', () => {
  const [stage] = resolveService({ name: 'dns', account: '111122223333', region: 'eu-west-1' }).service.stages;
  const { Statement } = livePolicy('dns-dev-service', stage);
  const actions = Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/:(Describe|List|Get|Filter)/.test(action))).toEqual([]);
  const open = Statement.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
  expect(open.filter((action) => !/^(cloudwatch|ec2|elasticloadbalancing):/.test(action))).toEqual([]);
  expect(JSON.stringify(Statement)).toContain('arn:*:ecs:eu-west-1:111122223333:service/*/dns-dev-service-*');
  expect(JSON.stringify(Statement)).toContain('arn:*:logs:eu-west-1:111122223333:log-group:dns-dev-service-*');
});

test('outside a repository it says where to run it', async () => {
  const before = process.cwd();
  process.chdir('/');
  try {
    const program = new Command();
    registerLive(program);
    await expect(program.parseAsync(['live', 'dev'], { from: 'user' })).rejects.toThrow(
      /Run this in the repository of a service/,
    );
  } finally {
    process.chdir(before);
  }
});
