import { setTimeout as sleep } from 'node:timers/promises';
import { check, checkMany, percentile, silentClients, type Tally } from './checkers';
import { processorMs, residentKiB } from './cost';
import { startLoop, stopLoop } from './loop';
import { type Gate, startGate } from './support/gate';
import { freePort, type Process, startServer, stream, TASK_ADDRESS, until } from './support/processes';

export interface Flood extends Tally {
  readonly responder: string;
  readonly silent: number;
  readonly startMs: number;
  readonly idleKiB: number;
  readonly loadedKiB: number;
  /** Absent where nothing was answered. */
  readonly processorMsPerAnswer?: number;
}

const CHECKERS = 20;

/** Concurrent checkers and silent clients against the gate of a healthy application. */
export async function floodGate(checks: number, silent: number): Promise<Flood> {
  const containerPort = await freePort();
  const server = await startServer(containerPort);
  const from = performance.now();
  const gate = await startGate({ checks: [{ containerPort }] });
  await gate.verdict('ok', 5000);
  const startMs = performance.now() - from;
  try {
    return { responder: 'gate', startMs, ...(await flood(gate, gate.port, checks, silent)) };
  } finally {
    await gate.kill();
    await server.kill();
  }
}

/** The same against the loop. */
export async function floodLoop(checks: number, silent: number): Promise<Flood> {
  const port = await freePort();
  const from = performance.now();
  const loop = startLoop(port);
  await until('the loop answers', async () => (await check(port, '/', 1000)) === 'ok', 5000);
  const startMs = performance.now() - from;
  try {
    return { responder: 'loop', startMs, ...(await flood(loop, port, checks, silent)) };
  } finally {
    await stopLoop(loop);
  }
}

async function flood(
  process: Process,
  port: number,
  checks: number,
  silent: number,
): Promise<Omit<Flood, 'responder' | 'startMs'>> {
  await sleep(300);
  const idleKiB = residentKiB(process.pid);
  const quiet = silentClients(port, silent);
  await sleep(100);
  const before = processorMs(process);
  // The silent clients are cut after five seconds, so others take their place.
  const again = setInterval(() => silentClients(port, Math.ceil(silent / 4)), 1500);
  const tally = await checkMany(port, '/health', checks, CHECKERS, 2000);
  clearInterval(again);
  const answered = tally.words.ok + tally.words.failing;
  const processorMsPerAnswer = answered === 0 ? undefined : (processorMs(process) - before) / answered;
  const loadedKiB = residentKiB(process.pid);
  quiet.close();
  return { ...tally, silent, idleKiB, loadedKiB, processorMsPerAnswer };
}

export interface Overload {
  readonly factor: number;
  /** Share of the verdicts, in percent. */
  readonly ok: number;
  readonly degraded: number;
  readonly failing: number;
  /** Share of the gate's own probes that were not answered, in percent. */
  readonly probesLost: number;
  /** Milliseconds from the application's hanging to `timeout` or `stuck`. */
  readonly hangDetectedMs: number;
  /** The longest that this may take: `fall` intervals, one timeout, and half a second for the machine. */
  readonly boundMs: number;
}

const OVERLOAD = { intervalSeconds: 0.25, timeoutSeconds: 0.12, fall: 3, degradedSeconds: 60 };

/** An application that is given more than it can answer, and then hangs. */
export async function overload(factor: number, capacity: number, forMs: number): Promise<Overload> {
  const containerPort = await freePort();
  const server = await startServer(containerPort, ['--rate', String(capacity)]);
  const gate = await startGate({ checks: [{ containerPort }], config: OVERLOAD });
  await gate.verdict('ok', 3000);
  const load = stream(containerPort, factor * capacity, TASK_ADDRESS);
  try {
    const words = new Map<string, number>();
    let asked = 0;
    for (const from = Date.now(); Date.now() - from < forMs; await sleep(20)) {
      const { text } = await gate.check();
      words.set(text.trim(), (words.get(text.trim()) ?? 0) + 1);
      asked += 1;
    }
    const share = (word: string) => Math.round((100 * (words.get(word) ?? 0)) / asked);
    const probesLost = await lostProbes(gate);
    server.signal('SIGSTOP');
    const from = Date.now();
    await until('the hang is found', async () => (await gate.check()).status === 503, 20_000);
    return {
      factor,
      ok: share('ok'),
      degraded: share('degraded'),
      failing: 100 - share('ok') - share('degraded'),
      probesLost,
      hangDetectedMs: Date.now() - from,
      boundMs: OVERLOAD.fall * OVERLOAD.intervalSeconds * 1000 + OVERLOAD.timeoutSeconds * 1000 + 500,
    };
  } finally {
    load.stop();
    await gate.kill();
    await server.kill();
  }
}

async function lostProbes(gate: Gate): Promise<number> {
  const { checks } = JSON.parse((await gate.check('/status')).text) as {
    checks: { minute: { Probes: number; Failures: number } }[];
  };
  const [{ minute }] = checks;
  return Math.round((100 * minute.Failures) / minute.Probes);
}

/** One line of a table. */
export function summary(flood: Flood): Record<string, string | number> {
  const { words, times } = flood;
  return {
    responder: flood.responder,
    ok: words.ok,
    failing: words.failing,
    refused: words.refused,
    reset: words.reset,
    'no answer': words.timeout,
    'p50 ms': times.length === 0 ? '-' : percentile(times, 0.5).toFixed(1),
    'p99 ms': times.length === 0 ? '-' : percentile(times, 0.99).toFixed(1),
    'start ms': Math.round(flood.startMs),
    'memory MB': (flood.idleKiB / 1024).toFixed(1),
    'after load MB': (flood.loadedKiB / 1024).toFixed(1),
    'CPU ms/answer': flood.processorMsPerAnswer?.toFixed(2) ?? '-',
  };
}
