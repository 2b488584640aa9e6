import * as dgram from 'node:dgram';
import { once } from 'node:events';
import { closeMetadata, ECHO, QUICK, startGate, stays } from '../../bench/health/support/gate';
import { freePort, killAll, startServer, stream, TASK_ADDRESS, until } from '../../bench/health/support/processes';

jest.setTimeout(30_000);
afterEach(killAll);
afterAll(closeMetadata);

/** Time for scheduling on a busy machine. */
const SLACK = 700;
const INTERVAL = QUICK.intervalSeconds * 1000;
const TIMEOUT = QUICK.timeoutSeconds * 1000;
const SOFT = QUICK.fall * INTERVAL + TIMEOUT + SLACK;
const HARD = QUICK.fallHard * INTERVAL + SLACK;
const RISE = QUICK.rise * INTERVAL + SLACK;
const DEGRADED = QUICK.degradedSeconds * 1000;

describe('a datagram probe', () => {
  test('starts with `starting`, passes with the first right answer, follows kill and restart', async () => {
    const containerPort = await freePort();
    const gate = await startGate({ checks: [{ containerPort }] });
    expect(await gate.check()).toEqual({ status: 503, text: 'starting\n' });
    await stays(gate, ['starting'], 4 * INTERVAL);

    const server = await startServer(containerPort);
    await gate.verdict('ok', INTERVAL + SLACK);
    expect(await gate.check('/health/53')).toEqual({ status: 200, text: 'ok\n' });

    await server.kill();
    await gate.verdict('refused', HARD);
    expect((await gate.check('/health/53')).status).toBe(503);

    await startServer(containerPort);
    await gate.verdict('ok', RISE);
    const changes = () => gate.log().filter(({ event }) => event === 'state');
    // the gate answers before this process has read what it wrote
    await until('the log tells of three changes', () => changes().length >= 3, SLACK);
    expect(changes().map(({ before, state, reason }) => [before, state, reason])).toEqual([
      ['starting', 'up', 'ok'],
      ['up', 'down', 'refused'],
      ['down', 'up', 'ok'],
    ]);
  });

  test('fails when the application hangs, and passes when it goes on', async () => {
    const containerPort = await freePort();
    const server = await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort }] });
    await gate.verdict('ok', INTERVAL + SLACK);
    server.signal('SIGSTOP');
    await gate.verdict('timeout', SOFT);
    await stays(gate, ['timeout', 'stuck'], 4 * INTERVAL);
    server.signal('SIGCONT');
    await gate.verdict('ok', RISE);
  });

  test('fails when answers turn wrong or stay away', async () => {
    const containerPort = await freePort();
    const server = await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort }] });
    await gate.verdict('ok', INTERVAL + SLACK);
    server.signal('SIGUSR1');
    await gate.verdict('mismatch', SOFT);
    server.signal('SIGHUP');
    await gate.verdict('ok', RISE);
    server.signal('SIGUSR2');
    // Other tests send datagrams on this machine meanwhile, which may look like an application that still reads.
    await gate.verdict('timeout', SOFT + DEGRADED + INTERVAL);
  });

  test('does not pass what is bound to loopback only', async () => {
    const containerPort = await freePort();
    await startServer(containerPort, [], '127.0.0.1');
    const gate = await startGate({
      checks: [{ containerPort }, { containerPort, probe: { ...ECHO, target: 'loopback' } }],
    });
    await stays(gate, ['starting'], 3 * INTERVAL);
    expect(JSON.parse((await gate.check('/status')).text)).toMatchObject({
      checks: [
        { state: 'starting', sockets: { bound: false } },
        { state: 'starting', detail: expect.stringContaining('not bound') },
      ],
    });
  });

  test('passes over loopback what is bound to all addresses, too', async () => {
    const containerPort = await freePort();
    await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort, probe: { ...ECHO, target: 'loopback' } }] });
    await gate.verdict('ok', INTERVAL + SLACK);
  });

  test.each([['::'], [TASK_ADDRESS]])('passes what is bound to %s', async (address) => {
    const containerPort = await freePort();
    await startServer(containerPort, [], address);
    const gate = await startGate({ checks: [{ containerPort }, { containerPort, probe: { kind: 'socket' } }] });
    await gate.verdict('ok', INTERVAL + SLACK);
  });

  test('comes from its fixed port where the server keeps state per peer', async () => {
    const sourcePort = await freePort();
    const peers = new Set<number>();
    const server = dgram.createSocket('udp4', (message, { port, address }) => {
      peers.add(port);
      server.send(message, port, address);
    });
    server.bind(0, '0.0.0.0');
    await once(server, 'listening');
    const gate = await startGate({
      checks: [{ containerPort: server.address().port, probe: { ...ECHO, sourcePort } }],
    });
    await gate.verdict('ok', INTERVAL + SLACK);
    await stays(gate, ['ok'], 3 * INTERVAL);
    server.close();
    expect([...peers]).toEqual([sourcePort]);
  });

  test('takes an answer from another port only where told so', async () => {
    const server = dgram.createSocket('udp4', (message, { port, address }) => {
      const other = dgram.createSocket('udp4');
      other.send(message, port, address, () => other.close());
    });
    server.bind(0, '0.0.0.0');
    await once(server, 'listening');
    const containerPort = server.address().port;
    const gate = await startGate({ checks: [{ containerPort, probe: { ...ECHO, anyPort: true } }, { containerPort }] });
    await gate.verdict('ok', INTERVAL + SLACK, '/health/53');
    expect((await gate.check('/health/54')).text).toBe('starting\n');
    server.close();
  });

  test('names the check that an otherwise right answer fails', async () => {
    const containerPort = await freePort();
    await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort, probe: { ...ECHO, checks: { synced: '^{a}00$' } } }] });
    await stays(gate, ['starting'], 2 * INTERVAL);
    expect(JSON.parse((await gate.check('/status')).text)).toMatchObject({
      checks: [{ detail: expect.stringContaining('synced') }],
    });
  });
});

describe('a port of both transports', () => {
  test('passes only while both answer', async () => {
    const containerPort = await freePort();
    const gate = await startGate({ checks: [{ containerPort, transports: ['udp', 'tcp'] }] });
    const half = await startServer(containerPort);
    await stays(gate, ['starting'], 3 * INTERVAL);
    await half.kill();
    const whole = await startServer(containerPort, ['--tcp']);
    await gate.verdict('ok', INTERVAL + SLACK);
    await whole.kill();
    await startServer(containerPort);
    await gate.verdict('refused', HARD);
  });
});

describe('a socket probe', () => {
  const probe = { kind: 'socket' } as const;

  test('passes what is bound and fails what is not', async () => {
    const containerPort = await freePort();
    const gate = await startGate({ checks: [{ containerPort, probe }] });
    await stays(gate, ['starting'], 2 * INTERVAL);
    const server = await startServer(containerPort);
    await gate.verdict('ok', INTERVAL + SLACK);
    await server.kill();
    await gate.verdict('refused', HARD);
  });

  test('does not take a connected client socket or one on loopback for a server', async () => {
    const containerPort = await freePort();
    await startServer(containerPort, [], '127.0.0.1');
    const client = dgram.createSocket('udp4');
    client.bind(containerPort, TASK_ADDRESS);
    await once(client, 'listening');
    client.connect(9, TASK_ADDRESS);
    await once(client, 'connect');
    const gate = await startGate({ checks: [{ containerPort, probe }] });
    await stays(gate, ['starting'], 3 * INTERVAL);
    client.close();
  });

  test('fails when nobody reads the queue, though the socket is there', async () => {
    const containerPort = await freePort();
    const server = await startServer(containerPort);
    const gate = await startGate({ checks: [{ containerPort, probe }] });
    await gate.verdict('ok', INTERVAL + SLACK);
    const load = stream(containerPort, 50);
    await stays(gate, ['ok'], 4 * INTERVAL);
    server.signal('SIGSTOP');
    // Twice the time, because other tests read datagrams on this machine meanwhile.
    await gate.verdict('stuck', 2 * QUICK.fall * INTERVAL + INTERVAL + SLACK);
    server.signal('SIGCONT');
    await gate.verdict('ok', RISE);
    load.stop();
  });

  test('finds the one of several workers that hangs', async () => {
    const containerPort = await freePort();
    const server = await startServer(containerPort, ['--workers', '4']);
    const gate = await startGate({ checks: [{ containerPort, probe }, { containerPort }] });
    await gate.verdict('ok', INTERVAL + SLACK);
    const loads = Array.from({ length: 16 }, () => stream(containerPort, 20));
    await stays(gate, ['ok'], 4 * INTERVAL);
    process.kill(server.pids[2], 'SIGSTOP');
    await gate.verdict('stuck', 2 * QUICK.fall * INTERVAL + INTERVAL + SLACK, '/health/53');
    // Its own probes mostly reach the other three; the queue tells all the same.
    await gate.verdict('stuck', 2 * QUICK.fall * INTERVAL + INTERVAL + SLACK, '/health/54');
    for (const load of loads) load.stop();
    server.signal('SIGTERM');
    await server.exit();
  });
});

describe('overload', () => {
  test.each([1.2, 2])(
    'at %f times its capacity an application is degraded at most, and down when it hangs',
    async (factor) => {
      const capacity = 2000;
      const containerPort = await freePort();
      const server = await startServer(containerPort, ['--rate', String(capacity)]);
      const gate = await startGate({ checks: [{ containerPort }], config: { degradedSeconds: 60 } });
      await gate.verdict('ok', INTERVAL + SLACK);
      const load = stream(containerPort, factor * capacity);
      await stays(gate, ['ok', 'degraded'], 5000);
      server.signal('SIGSTOP');
      await gate.verdict('timeout', SOFT + INTERVAL);
      load.stop();
    },
  );

  test('is down when it lasts longer than the bound', async () => {
    const containerPort = await freePort();
    await startServer(containerPort, ['--rate', '100']);
    const gate = await startGate({ checks: [{ containerPort }] });
    await gate.verdict('ok', INTERVAL + SLACK);
    const load = stream(containerPort, 1000);
    const degradedAfter = await gate.verdict('degraded', SOFT + 2 * SLACK);
    expect(degradedAfter).toBeGreaterThanOrEqual(2 * INTERVAL);
    expect(await gate.check()).toEqual({ status: 200, text: 'degraded\n' });
    const bounded = await gate.verdict('timeout', DEGRADED + 2 * INTERVAL + SLACK);
    expect(bounded).toBeGreaterThanOrEqual(DEGRADED - INTERVAL);
    load.stop();
  });
});
