import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  closeMetadata,
  ECHO,
  GATE,
  type GateSpec,
  gateEnvironment,
  get,
  QUICK,
  startGate,
  stays,
} from '../../bench/health/support/gate';
import { freePort, killAll, start, startServer, until } from '../../bench/health/support/processes';
import type { GateConfig } from '../../src/model/model';

jest.setTimeout(30_000);
afterEach(killAll);
afterAll(closeMetadata);

const SLACK = 700;
const INTERVAL = QUICK.intervalSeconds * 1000;

async function healthy(spec: Partial<GateSpec> = {}) {
  const containerPort = await freePort();
  const server = await startServer(containerPort);
  const gate = await startGate({ checks: [{ containerPort }], ...spec });
  await gate.verdict('ok', INTERVAL + SLACK);
  return { gate, server, containerPort };
}

describe('over HTTP', () => {
  test('has a path a port, one for all, and a status', async () => {
    const served = await freePort();
    await startServer(served);
    const gate = await startGate({ checks: [{ containerPort: served }, { containerPort: await freePort() }] });
    await gate.verdict('ok', INTERVAL + SLACK, '/health/53');
    expect((await gate.check('/health/54')).status).toBe(503);
    expect(await gate.check('/health')).toEqual({ status: 503, text: 'starting\n' });
    expect((await gate.check('/health/5')).status).toBe(404);
    expect((await gate.check('/')).status).toBe(404);
    const { status, text } = await gate.check('/status');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      service: 'test',
      stage: 'dev',
      draining: false,
      checks: [
        { port: 53, state: 'up' },
        { port: 54, state: 'starting' },
      ],
    });
  });

  test('does not mind the Host header, which holds the address of the load balancer', async () => {
    const { gate } = await healthy();
    for (const Host of ['10.0.0.1:53', 'example.test', '']) {
      expect((await get(gate.port, '/health/53', { Host })).status).toBe(200);
    }
  });

  test('answers over IPv6, too', async () => {
    const { gate } = await healthy();
    expect((await get(gate.port, '/health', {}, '::1')).status).toBe(200);
  });

  test('reads a request that comes in pieces, and survives every other one', async () => {
    const { gate } = await healthy();
    const send = async (...pieces: string[]) => {
      const socket = net.connect(gate.port, '127.0.0.1');
      let text = '';
      socket.on('data', (data) => {
        text += String(data);
      });
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      for (const piece of pieces) {
        socket.write(piece);
        await sleep(30);
      }
      socket.end();
      await closed;
      return text;
    };
    expect(await send('GET /health HT', 'TP/1.1\r\nHost: x\r\n', '\r\n')).toMatch(
      /^HTTP\/1\.1 200 OK\r\n(?:.+\r\n)+\r\nok\n$/,
    );
    for (const odd of ['\r\n\r\n', '\n\n', 'GET\r\n\r\n', '\0'.repeat(9000), 'GET /health HTTP/1.1\r\n'])
      await send(odd);
    expect((await gate.check()).status).toBe(200);
  });

  test('is not blocked by more silent clients than it keeps, and cuts them', async () => {
    const { gate } = await healthy();
    const clients = Array.from({ length: 450 }, () => net.connect(gate.port, '127.0.0.1').on('error', () => undefined));
    await Promise.all(clients.map((client) => once(client, 'connect')));
    for (let count = 0; count < 20; count += 1) expect((await gate.check()).status).toBe(200);
    await until(
      'silent clients are cut',
      () => clients.every((client) => client.closed || client.readableEnded || client.destroyed),
      7000,
    );
    for (const client of clients) client.destroy();
  });

  test('is not blocked by a log that nobody reads', async () => {
    const containerPort = await freePort();
    await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort }], constants: 'gate.METRICS_SECONDS = 0.001' });
    gate.child.stdout.pause();
    await gate.verdict('ok', INTERVAL + SLACK);
    await stays(gate, ['ok'], 2500);
  });
});

describe('over TCP', () => {
  test('the port is open only while the check passes', async () => {
    const containerPort = await freePort();
    const gatePort = await freePort();
    const isOpen = () =>
      new Promise<boolean>((resolve) => {
        const socket = net.connect(gatePort, '127.0.0.1', () => resolve(true));
        socket.on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      });
    const gate = await startGate({ checks: [{ containerPort, gatePort }], config: { mode: 'tcp' } });
    expect(await isOpen()).toBe(false);
    const server = await startServer(containerPort);
    await until('the port opens', isOpen, INTERVAL + SLACK);
    server.signal('SIGSTOP');
    await until(
      'the port closes',
      async () => !(await isOpen()),
      QUICK.fall * INTERVAL + QUICK.degradedSeconds * 1000 + SLACK,
    );
    server.signal('SIGCONT');
    await until('the port opens again', isOpen, QUICK.rise * INTERVAL + SLACK);
    gate.signal('SIGTERM');
    await until('the port closes for draining', async () => !(await isOpen()), 300);
    expect(await gate.exit()).toBe(0);
  });
});

describe('the end', () => {
  test('SIGTERM fails every check at once, and the gate exits after the drain', async () => {
    const { gate } = await healthy();
    gate.signal('SIGTERM');
    const asked = Date.now();
    expect(await gate.verdict('draining', 150)).toBeLessThan(150);
    expect((await gate.check('/health/53')).status).toBe(503);
    expect(await gate.exit()).toBe(0);
    const drained = Date.now() - asked;
    expect(drained).toBeGreaterThanOrEqual(QUICK.drainSeconds * 1000 - 20);
    expect(drained).toBeLessThan(QUICK.drainSeconds * 1000 + SLACK);
  });

  test('without a drain it exits at once', async () => {
    const { gate } = await healthy({ config: { drainSeconds: 0 } });
    gate.signal('SIGTERM');
    await until('it has ended', () => !gate.running, SLACK);
    expect(await gate.exit()).toBe(0);
  });

  test('a gate that was frozen says `stale` before it says anything else', async () => {
    const { gate, server } = await healthy();
    // The application hangs, too, so that no fresh answer comes before the check is answered.
    server.signal('SIGSTOP');
    gate.signal('SIGSTOP');
    const answer = gate.check();
    await sleep(6 * INTERVAL);
    gate.signal('SIGCONT');
    expect(await answer).toEqual({ status: 503, text: 'stale\n' });
    server.signal('SIGCONT');
    await gate.verdict('ok', INTERVAL + SLACK);
  });
});

describe('the kill switch', () => {
  test('passes every check, says so in log and metrics, and still drains', async () => {
    const gate = await startGate({
      checks: [{ containerPort: await freePort() }],
      env: { GATE_MODE: 'always' },
      constants: 'gate.METRICS_SECONDS = 0.3',
    });
    await stays(gate, ['ok'], 3 * INTERVAL);
    expect(gate.log()).toContainEqual(expect.objectContaining({ event: 'warning', cause: 'GATE_MODE=always' }));
    expect(gate.log()).toContainEqual(expect.objectContaining({ event: 'metrics', AlwaysOn: 1 }));
    gate.signal('SIGTERM');
    await gate.verdict('draining', 300);
  });
});

describe('metrics', () => {
  test('are one line of embedded metric format a port and period', async () => {
    const containerPort = await freePort();
    const server = await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort, name: 'dns' }], constants: 'gate.METRICS_SECONDS = 1' });
    await gate.verdict('ok', INTERVAL + SLACK);
    await server.kill();
    await gate.verdict('refused', 2 * INTERVAL + SLACK);
    const lines = () => gate.log().filter(({ event }) => event === 'metrics');
    await until('two lines', () => lines().length >= 2, 3500);
    const [first] = lines() as {
      _aws: {
        Timestamp: number;
        CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
      };
    }[];
    expect(first).toMatchObject({
      Service: 'test',
      Stage: 'dev',
      Port: 'dns',
      Degraded: 0,
      AlwaysOn: 0,
      ProbeMs: expect.any(Array),
    });
    expect(Math.abs(first._aws.Timestamp - Date.now())).toBeLessThan(60_000);
    const [{ Namespace, Dimensions, Metrics }] = first._aws.CloudWatchMetrics;
    expect([Namespace, Dimensions]).toEqual(['UdpService/HealthGate', [['Service', 'Stage', 'Port']]]);
    expect(Metrics.map(({ Name, Unit }) => `${Name} ${Unit}`).sort()).toEqual([
      'AlwaysOn Count',
      'Degraded Count',
      'Drops Count',
      'Failures Count',
      'Healthy Count',
      'ProbeMs Milliseconds',
      'Probes Count',
      'RxQueue Bytes',
      'StateChanges Count',
    ]);
    for (const { Name } of Metrics) expect(first).toHaveProperty(Name);
    const total = (name: string) => lines().reduce((sum, line) => sum + Number(line[name]), 0);
    expect(total('StateChanges')).toBe(2);
    expect(total('Failures')).toBeGreaterThanOrEqual(2);
    expect(total('Probes')).toBeGreaterThan(total('Failures'));
  });
});

describe('the configuration', () => {
  async function refused(change: (config: GateConfig) => unknown, env: NodeJS.ProcessEnv = {}): Promise<string> {
    const made = await gateEnvironment({ checks: [{ containerPort: 1234 }] }, 8080);
    const gate = start('python3', ['-I', '-S', '-B', GATE], {
      ...made.env,
      GATE_CONFIG: JSON.stringify(change(made.config)),
      ...env,
    });
    expect(await gate.exit()).toBe(1);
    return gate.text;
  }
  const check = (change: object) => (config: GateConfig) => ({
    ...config,
    checks: [{ ...config.checks[0], ...change }],
  });
  const probe = (change: object) => check({ probe: { ...ECHO, ...change } });

  test.each<[string, (config: GateConfig) => unknown, NodeJS.ProcessEnv, RegExp]>([
    ['no object', () => 1, {}, /GATE_CONFIG: not a JSON object/],
    ['no checks', (config) => ({ ...config, checks: [] }), {}, /checks: empty/],
    ['an unknown mode', (config) => ({ ...config, mode: 'udp' }), {}, /mode: 'udp'/],
    ['an unknown kill switch', (config) => config, { GATE_MODE: 'on' }, /GATE_MODE: 'on'/],
    ['a timeout beyond the interval', (config) => ({ ...config, timeoutSeconds: 9 }), {}, /timeoutSeconds: exceeds/],
    ['a word for a number', (config) => ({ ...config, fall: 'three' }), {}, /fall: 'three'/],
    ['true for a number', (config) => ({ ...config, rise: true }), {}, /rise: True/],
    ['no port', check({ port: 0 }), {}, /checks\[0\]\.port: 0/],
    ['an unknown transport', check({ transports: ['sctp'] }), {}, /transports: \['sctp'\]/],
    ['an unknown kind', check({ probe: { kind: 'ping' } }), {}, /probe\.kind: 'ping'/],
    ['odd hex', probe({ send: '012' }), {}, /probe\.send: '2'/],
    ['a size given twice', probe({ send: '{a:2}{a:2}' }), {}, /probe\.send: 'a'/],
    ['an empty payload', probe({ send: '', expect: '^00' }), {}, /0 bytes/],
    ['a long payload', probe({ padTo: 1401 }), {}, /1401 bytes/],
    ['a broken pattern', probe({ expect: '^(00' }), {}, /probe\.expect: '\^\(00'/],
    ['a pattern over nothing', probe({ expect: '^{b}' }), {}, /probe\.expect: '\^\{b\}'/],
    ['a broken check', probe({ checks: { synced: '[' } }), {}, /probe\.expect: '\['/],
    ['a missing secret', probe({ radius: {} }), {}, /GATE_SECRET_53: missing/],
  ])('with %s is refused at the start', async (_, change, env, message) => {
    const text = await refused(change, env);
    expect(text).toMatch(message);
    expect(text).not.toContain('Traceback');
  });

  test('that takes a port in use is refused, too', async () => {
    const { gate } = await healthy();
    const second = start(
      'python3',
      ['-I', '-S', '-B', GATE],
      (await gateEnvironment({ checks: [{ containerPort: 1 }] }, gate.port)).env,
    );
    expect(await second.exit()).toBe(1);
    expect(second.text).toContain(`gatePort: ${gate.port}`);
  });

  test('without an answer from ECS an interface gives the address', async () => {
    const containerPort = await freePort();
    await startServer(containerPort);
    const gate = await startGate({
      checks: [{ containerPort }],
      env: { ECS_CONTAINER_METADATA_URI_V4: 'http://127.0.0.1:1/v4/x' },
    });
    await gate.verdict('ok', INTERVAL + SLACK);
    expect(gate.log()).toContainEqual(expect.objectContaining({ event: 'warning' }));
  });
});

describe('the program', () => {
  test('fits a task definition with room to spare', () => {
    expect(statSync(GATE).size).toBeLessThanOrEqual(32 * 1024);
  });

  test('needs 16 MB at most, and no more after 2,000 checks', async () => {
    const { gate } = await healthy();
    for (let count = 0; count < 2000; count += 20) await Promise.all(Array.from({ length: 20 }, () => gate.check()));
    const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${gate.pid}/status`, 'utf8'))?.[1]);
    expect(resident).toBeLessThan(16 * 1024);
  });

  test('has a pinned image that runs as nobody and runs nothing while it is built', () => {
    const lines = readFileSync(GATE.replace('gate.py', 'Dockerfile'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(lines[0]).toMatch(/^ARG BASE_IMAGE=[a-z0-9./-]+:[a-z0-9.-]+@sha256:[0-9a-f]{64}$/);
    expect(lines.slice(1)).toEqual([
      'FROM $' + '{BASE_IMAGE}',
      'COPY gate.py /gate.py',
      'USER 65534:65534',
      'ENTRYPOINT ["python3", "-I", "-S", "-B", "/gate.py"]',
    ]);
  });
});
