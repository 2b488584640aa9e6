import { closeMetadata, ECHO, QUICK, startGate, stays } from '../../bench/health/support/gate';
import {
  freePort,
  killAll,
  type Process,
  start,
  startServer,
  TASK_ADDRESS,
} from '../../bench/health/support/processes';
import type { Probe } from '../../src/model/model';
import { resolveProbe } from '../../src/probes';
import { DAEMONS, type Daemon, isInstalled, removeScratch, scratch } from './support/daemons';

jest.setTimeout(40_000);
afterEach(killAll);
afterAll(() => {
  closeMetadata();
  removeScratch();
});

const INTERVAL = 400;
/** Daemons start processes and share two processors with other tests. */
const SLACK = 1200;
const CONFIG = { intervalSeconds: INTERVAL / 1000, timeoutSeconds: 0.25 };
const SOFT = QUICK.fall * INTERVAL + 250 + SLACK;
const HARD = QUICK.fallHard * INTERVAL + SLACK;
const RISE = QUICK.rise * INTERVAL + SLACK;
const START = 8000;

function probeOf({ preset, secret }: Daemon): Probe {
  const { probe } = resolveProbe({
    preset,
    ...(secret === undefined ? {} : { secret: { source: 'ssm', parameterName: '/radius' } as const }),
  });
  if (!probe) throw new Error(`no probe of the preset ${preset}`);
  return probe;
}

interface Running {
  readonly main: Process;
  /** Freezes, continues or kills the daemon with all its processes. */
  signal(name: NodeJS.Signals): void;
}

/** Starts the daemon in a process group of its own, so that its children share its fate. */
function run(daemon: Daemon, port: number, address: string): Running {
  const args = daemon.configure({ directory: scratch(), address, port });
  const main = start(
    'setsid',
    ['--wait', daemon.program, ...args],
    {
      PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin`,
      HOME: scratch(),
    },
    undefined,
  );
  return { main, signal: (name) => signalGroup(main, name) };
}

function signalGroup(main: Process, name: NodeJS.Signals): void {
  try {
    process.kill(-main.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

for (const daemon of DAEMONS) {
  const installed = isInstalled(daemon);
  if (!installed && process.env.STRICT === '1') {
    test(`${daemon.name} is installed`, () => {
      throw new Error(`${daemon.program} of the Debian package ${daemon.package} is missing; run tools/daemons.sh`);
    });
    continue;
  }
  const title = `${daemon.preset}: ${daemon.name}${installed ? '' : ` (skipped: ${daemon.program} is not installed)`}`;
  (installed ? describe : describe.skip)(title, () => {
    const env = daemon.secret === undefined ? {} : { GATE_SECRET_53: daemon.secret };

    test('right answers, frozen, killed, restarted', async () => {
      const containerPort = await freePort();
      const gate = await startGate({ checks: [{ containerPort, probe: probeOf(daemon) }], config: CONFIG, env });
      const first = run(daemon, containerPort, '0.0.0.0');
      try {
        await gate.verdict('ok', START).catch((error: Error) => {
          throw new Error(`${error.message}\n${first.main.text}`);
        });
        first.signal('SIGSTOP');
        await gate.verdict('timeout', SOFT);
        first.signal('SIGCONT');
        await gate.verdict('ok', RISE + SLACK);
      } finally {
        first.signal('SIGKILL');
      }
      await gate.verdict('refused', HARD);
      const second = run(daemon, containerPort, '0.0.0.0');
      try {
        await gate.verdict('ok', START + RISE);
      } finally {
        second.signal('SIGKILL');
      }
    });

    test('a server of another protocol does not pass', async () => {
      const containerPort = await freePort();
      await startServer(containerPort, [], '0.0.0.0');
      const probe = daemon.preset === 'echo' ? probeOf(DAEMONS[0]) : probeOf(daemon);
      const gate = await startGate({
        checks: [
          { containerPort, probe },
          { containerPort, probe: ECHO },
        ],
        config: CONFIG,
        env,
      });
      await gate.verdict('ok', RISE, '/health/54');
      await stays(gate, ['starting'], 3 * INTERVAL, '/health/53');
    });

    if (TASK_ADDRESS !== '127.0.0.1') {
      test('bound to loopback only does not pass', async () => {
        const containerPort = await freePort();
        const loopback = { ...probeOf(daemon), target: 'loopback' } as Probe;
        const server = run(daemon, containerPort, '127.0.0.1');
        try {
          // The second gate takes loopback for the task's address: it tells when the server is up.
          const control = await startGate({
            checks: [{ containerPort, probe: loopback }],
            config: CONFIG,
            env,
            address: '127.0.0.1',
          });
          await control.verdict('ok', START).catch((error: Error) => {
            throw new Error(`${error.message}\n${server.main.text}`);
          });
          const gate = await startGate({ checks: [{ containerPort, probe: probeOf(daemon) }], config: CONFIG, env });
          await stays(gate, ['starting'], 3 * INTERVAL);
        } finally {
          server.signal('SIGKILL');
        }
      });
    }
  });
}

test('RADIUS with the wrong secret is silence, which does not pass', async () => {
  const radius = DAEMONS.find(({ preset }) => preset === 'radius');
  if (!radius || !isInstalled(radius)) {
    if (process.env.STRICT === '1') throw new Error('freeradius is missing; run tools/daemons.sh');
    return;
  }
  const containerPort = await freePort();
  const server = run(radius, containerPort, '0.0.0.0');
  try {
    const right = await startGate({
      checks: [{ containerPort, probe: probeOf(radius) }],
      config: CONFIG,
      env: { GATE_SECRET_53: radius.secret },
    });
    const wrong = await startGate({
      checks: [{ containerPort, probe: probeOf(radius) }],
      config: CONFIG,
      env: { GATE_SECRET_53: 'another' },
    });
    await right.verdict('ok', START);
    await stays(wrong, ['starting'], 4 * INTERVAL);
  } finally {
    server.signal('SIGKILL');
  }
});
