import { spawnSync } from 'node:child_process';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import * as net from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answer,
  closeMetadata,
  GATE,
  type Gate,
  type GateSpec,
  get,
  startGate,
  stays,
} from '../../bench/health/support/gate';
import { freePort, killAll, startServer, stream, until } from '../../bench/health/support/processes';
import type { GateConfig } from '../../src/model/model';
import { checkSteadily, STARVED, starve } from './support/starve';

// The whole minute with the default times is `npm run test:starved`.
jest.setTimeout(60_000);
// The tests wait most of their time, and so run beside one another.
afterAll(async () => {
  await killAll();
  closeMetadata();
});

/** Shorter than the time that the gate is away for: whatever is judged by the clock alone is judged wrong. */
const CONFIG: Partial<GateConfig> = { intervalSeconds: 0.6, timeoutSeconds: 0.5, degradedSeconds: 2 };
const DELAY = ['--delay', '0.3'];

async function healthy(serverOptions: readonly string[], spec: Partial<GateSpec> = {}) {
  const containerPort = await freePort();
  const server = await startServer(containerPort, serverOptions);
  const gate = await startGate({ checks: [{ containerPort }], config: CONFIG, ...spec });
  await gate.verdict('ok', 3000);
  return { gate, server, containerPort };
}

/** Freezes the gate for a while in which something may happen. */
async function absent(gate: Gate, forMs: number, meanwhile: () => unknown = () => undefined): Promise<void> {
  gate.signal('SIGSTOP');
  await sleep(50);
  await meanwhile();
  await sleep(forMs - 50);
  gate.signal('SIGCONT');
}

const GONE = 1300;
const STALE = 1000 * (3 * 0.6 + 0.5) + 300;

describe('a gate that rarely gets the processor', () => {
  test.concurrent('fails no check of an application that answers', async () => {
    const [udp, both, passive] = [await freePort(), await freePort(), await freePort()];
    await startServer(udp, DELAY);
    await startServer(both, [...DELAY, '--tcp']);
    await startServer(passive);
    const checks = [
      { containerPort: udp },
      { containerPort: both, transports: ['udp', 'tcp'] as const },
      { containerPort: passive, probe: { kind: 'socket' } as const },
    ];
    const gate = await startGate({ checks, config: CONFIG });
    await gate.verdict('ok', 3000);
    const load = stream(passive, 100);
    const stop = starve(gate);
    const answers = await checkSteadily(gate, 9000);
    await stop();
    load.stop();
    expect(Object.keys(answers)).toEqual(['200 ok']);
    const { missedSeconds } = JSON.parse((await gate.check('/status')).text) as { missedSeconds: number };
    expect(missedSeconds).toBeGreaterThan(4);
  });

  test.concurrent('finds an application that is dead all the same', async () => {
    const { gate, server } = await healthy(DELAY);
    const stop = starve(gate);
    server.signal('SIGSTOP');
    // Each of the probes takes the time of two absences at most.
    await gate.verdict('timeout', 3 * 2 * STARVED.everyMs + 2 * STARVED.everyMs);
    await stop();
  });
});

describe('after one absence', () => {
  test.concurrent('an answer that was waiting makes an old verdict new', async () => {
    const { gate } = await healthy(DELAY);
    let answer: Promise<Answer> | undefined;
    await absent(gate, STALE, () => {
      answer = get(gate.port, '/health', {}, '127.0.0.1', 10_000);
    });
    expect(await answer).toEqual({ status: 200, text: 'ok\n' });
  });

  test.concurrent('the application that was away as well gets its time back', async () => {
    let answer: (reply: () => void) => unknown = (reply) => reply();
    const server = dgram.createSocket('udp4', (message, { port, address }) =>
      answer(() => server.send(message, port, address)),
    );
    server.bind(0, '0.0.0.0');
    await once(server, 'listening');
    const gate = await startGate({
      checks: [{ containerPort: server.address().port }],
      config: { ...CONFIG, fall: 1 },
    });
    await gate.verdict('ok', 3000);
    await new Promise<void>((resolve) => {
      answer = async (reply) => {
        answer = (next) => next();
        await absent(gate, GONE);
        await sleep(100); // The gate goes on first.
        reply();
        resolve();
      };
    });
    await stays(gate, ['ok'], 700);
    server.close();
    const { checks } = JSON.parse((await gate.check('/status')).text) as { checks: { minute: { Failures: number } }[] };
    expect(checks[0].minute.Failures).toBe(0);
  });

  test.concurrent('the right answer is found behind wrong ones', async () => {
    const server = dgram.createSocket('udp4', (message, { port, address }) => {
      for (let count = 0; count < 20; count += 1) server.send('wrong', port, address);
      void sleep(300).then(() => open && server.send(message, port, address));
    });
    let open = true;
    server.bind(0, '0.0.0.0');
    await once(server, 'listening');
    const gate = await startGate({
      checks: [{ containerPort: server.address().port }],
      config: { ...CONFIG, fall: 1 },
    });
    await gate.verdict('ok', 3000);
    const stop = starve(gate);
    const answers = await checkSteadily(gate, 4000);
    await stop();
    open = false;
    server.close();
    expect(Object.keys(answers)).toEqual(['200 ok']);
  });

  test.concurrent('two probes that find nothing bound are an interval apart', async () => {
    const { gate, server } = await healthy([]);
    await absent(gate, GONE, () => server.kill());
    const found = await gate.verdict('refused', 3000);
    expect(found).toBeGreaterThan(400);
  });

  test.concurrent('no client is cut whose request is there, and no connection for those who are silent', async () => {
    const { gate } = await healthy([], { constants: 'gate.IDLE_SECONDS = 0.4; gate.MAX_CLIENTS = 8' });
    const clients = Array.from({ length: 8 }, () => net.connect(gate.port, '127.0.0.1'));
    await Promise.all(clients.map((client) => once(client, 'connect')));
    await sleep(100); // They are accepted.
    const answers = clients.map(async (client) => {
      let text = '';
      client.on('data', (data) => {
        text += String(data);
      });
      await once(client, 'close');
      return text.split(' ')[1];
    });
    await absent(gate, 800, () => {
      for (const client of clients) client.write('GET /health HTTP/1.1\r\n\r\n');
      for (let count = 0; count < 4; count += 1) void gate.check().catch(() => undefined);
    });
    expect(await Promise.all(answers)).toEqual(clients.map(() => '200'));
  });

  test.concurrent('a port that follows the verdict stays open', async () => {
    const gatePort = await freePort();
    const containerPort = await freePort();
    await startServer(containerPort, DELAY);
    const gate = await startGate({
      checks: [{ containerPort, gatePort }],
      config: { ...CONFIG, mode: 'tcp', intervalSeconds: 0.5 },
    });
    const isOpen = () =>
      new Promise<boolean>((resolve) => {
        const socket = net.connect(gatePort, '127.0.0.1', () => resolve(true));
        socket.on('error', () => resolve(false));
        socket.on('connect', () => socket.destroy());
      });
    await until('the port opens', isOpen, 3000);
    await absent(gate, STALE);
    for (const from = Date.now(); Date.now() - from < 600; await sleep(10)) expect(await isOpen()).toBe(true);
  });

  test.concurrent('an overloaded application has been degraded only for as long as the gate saw it', async () => {
    const { gate, containerPort } = await healthy(['--rate', '100']);
    const load = stream(containerPort, 1000);
    await gate.verdict('degraded', 6000);
    await absent(gate, 2100);
    await stays(gate, ['degraded'], 700);
    load.stop();
  });

  test.concurrent('rounds that the gate has missed say nothing of the queue', () => {
    const program = [
      'import sys',
      `sys.path.insert(0, ${JSON.stringify(dirname(GATE))})`,
      'import gate',
      'for starved in True, False:',
      '    sockets = gate.Sockets("127.0.0.1")',
      '    for number in range(1, 8):',
      '        for queue in 10 * number, 10 * number + 1:  # Never seen to become shorter.',
      '            sockets.look([(b"", queue, 0, b"inode")])',
      '        sockets.end_round(0, number, starved)',
      '    print(sockets.still)',
    ].join('\n');
    const { stdout, stderr } = spawnSync('python3', ['-B', '-c', program], { encoding: 'utf8' });
    expect([stderr, stdout]).toEqual(['', '0\n6\n']);
  });
});
