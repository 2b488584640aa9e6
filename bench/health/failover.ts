import { setTimeout as sleep } from 'node:timers/promises';
import { Clients, LoadBalancer, type Task, type Timing } from './load-balancer';
import { startLoop, stopLoop } from './loop';
import { type Gate, startGate } from './support/gate';
import { freePort, type Process, startServer, until } from './support/processes';

/** Datagrams without an answer, phase by phase. */
export interface Losses {
  readonly responder: Responder;
  /** One of two applications hangs. */
  readonly frozen: number;
  /** One of two applications dies. */
  readonly killed: number;
  /** Both tasks are replaced by new ones whose applications take a while to start. */
  readonly rolled: number;
  /** The machine of one of two tasks is taken away: it is stopped before it is deregistered (Fargate Spot). */
  readonly interrupted: number;
  readonly sent: number;
}

export type Responder = 'loop' | 'gate';

/** The gate's and the load balancer's defaults, all faster by the same factor. */
export const SPEED = 20;
const TIMING: Timing = {
  intervalMs: 10_000 / SPEED,
  timeoutMs: 5000 / SPEED,
  healthy: 2,
  unhealthy: 2,
  checkers: 3,
  deregistrationMs: 30_000 / SPEED,
};
const GATE_CONFIG = {
  intervalSeconds: 5 / SPEED,
  timeoutSeconds: 0.1,
  rise: 2,
  fall: 3,
  fallHard: 2,
  degradedSeconds: 60 / SPEED,
  drainSeconds: 25 / SPEED,
};
const PER_SECOND = 200;
const FLOWS = 50;
const PATIENCE_MS = 400;
/** Half a minute in which a new application is not ready yet. */
const START_MS = 30_000 / SPEED;

interface RunningTask {
  readonly task: Task;
  application: Process;
  readonly gate?: Gate;
  readonly loop?: Process;
}

/** Two tasks under a steady stream of datagrams, and what happens to them. */
export async function failover(responder: Responder, phaseMs: number): Promise<Losses> {
  const balancer = new LoadBalancer(TIMING);
  const port = await balancer.listen();
  const running: RunningTask[] = [];
  let launched = 0;
  let sent = 0;
  const launch = async (startMs = 0) => {
    launched += 1;
    const one = await launchTask(responder, launched, startMs);
    running.push(one);
    balancer.register(one.task);
    await until(`${one.task.name} is healthy`, () => balancer.isHealthy(one.task), 10_000);
    return one;
  };
  /** Clients come with new flows in every phase, so that both tasks have some. */
  const phase = async (happen: () => Promise<void>) => {
    await until('both tasks are healthy', () => running.every(({ task }) => balancer.isHealthy(task)), 10_000);
    const clients = new Clients(port, PER_SECOND, FLOWS, PATIENCE_MS);
    await sleep(500);
    await happen();
    await clients.stop();
    sent += clients.sent;
    return clients.lost;
  };
  try {
    const first = await launch();
    const second = await launch();
    const frozen = await phase(async () => {
      first.application.signal('SIGSTOP');
      await sleep(phaseMs);
    });
    first.application.signal('SIGCONT');
    const killed = await phase(async () => {
      await first.application.kill();
      await sleep(phaseMs);
    });
    first.application = await startServer(first.task.port, [], first.task.address);
    const rolled = await phase(async () => {
      for (const old of [first, second]) {
        await launch(START_MS);
        await balancer.deregister(old.task);
        running.splice(running.indexOf(old), 1);
        await sleep(PATIENCE_MS);
        await end(old);
      }
    });
    const interrupted = await phase(async () => {
      await interrupt(balancer, running[0]);
      running.shift();
    });
    return { responder, frozen, killed, rolled, interrupted, sent };
  } finally {
    balancer.close();
    await Promise.all(running.map(end));
  }
}

async function interrupt(balancer: LoadBalancer, one: RunningTask): Promise<void> {
  if (one.gate) {
    // The gate depends on the application, so it is stopped first: it fails its checks, drains and exits.
    one.gate.signal('SIGTERM');
    await one.gate.exit();
  }
  // The loop ignores the signal, and nothing waits for it: the application ends at once.
  await one.application.kill();
  await sleep(2 * TIMING.intervalMs);
  balancer.remove(one.task);
  await end(one);
}

async function launchTask(responder: Responder, index: number, startMs: number): Promise<RunningTask> {
  const address = `127.0.${responder === 'gate' ? 1 : 2}.${index}`;
  const port = await freePort();
  const gatePort = await freePort();
  const task: Task = { name: `${responder} task ${index}`, address, port, gatePort, path: '/health' };
  const application = await startServer(port, ['--start', String(startMs / 1000)], address);
  if (responder === 'loop') return { task, application, loop: startLoop(gatePort) };
  const gate = await startGate({ checks: [{ containerPort: port, gatePort }], config: GATE_CONFIG, address });
  return { task, application, gate };
}

async function end({ application, gate, loop }: RunningTask): Promise<void> {
  await application.kill();
  if (gate) await gate.kill();
  if (loop) await stopLoop(loop);
}
