import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import * as dgram from 'node:dgram';
import { once } from 'node:events';
import * as net from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The address that the fake ECS metadata gives every task of a test: this machine's, which is routed over loopback.
 * (Another one of 127.0.0.0/8 will not do: what is bound to all addresses answers those from 127.0.0.1.)
 */
export const TASK_ADDRESS =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

/** A process of a test. */
export class Process {
  public readonly output: string[] = [];
  private readonly ended: Promise<number | null>;

  public constructor(public readonly child: ChildProcessWithoutNullStreams) {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => this.output.push(text));
    }
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  public get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error(`${this.child.spawnfile} did not start`);
    return pid;
  }

  public get text(): string {
    return this.output.join('');
  }

  public get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  public signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** The exit code, once it has ended. */
  public exit(): Promise<number | null> {
    return this.ended;
  }

  /** Kills it, frozen or not. */
  public async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

const running = new Set<Process>();

export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd?: string): Process {
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe', cwd });
  child.on('error', () => undefined);
  const started = new Process(child);
  running.add(started);
  void started.exit().then(() => running.delete(started));
  return started;
}

/** Kills what a test has left running. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((one) => one.kill()));
}

/** Waits until something is so. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const from = Date.now();
  while (!(await holds())) {
    if (Date.now() - from > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
  return Date.now() - from;
}

/** A port that is free for UDP and TCP on every address. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = net.createServer().listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    server.close();
    await once(server, 'close');
    // Beyond the reach of the ephemeral ports that probes and clients are given.
    const fixed = 10000 + (port % 22000);
    if ((await isFreeTcp(fixed)) && (await isFreeUdp(fixed))) return fixed;
  }
}

function isFreeTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '0.0.0.0', () => socket.close(() => resolve(true)));
  });
}

const SERVER = join(__dirname, 'server.py');

/** The small server that answers, lies or keeps silent. */
export async function startServer(
  port: number,
  options: readonly string[] = [],
  address = '0.0.0.0',
): Promise<Process & { pids: number[] }> {
  const server = start('python3', ['-I', '-S', '-B', SERVER, address, String(port), ...options]);
  await until('the server is ready', () => server.text.endsWith('\n') || !server.running, 5000);
  if (!server.running) throw new Error(server.text);
  return Object.assign(server, { pids: server.text.trim().split(' ').map(Number) });
}

/** Sends datagrams at a steady pace until it is stopped; says how many were sent and answered. */
export function stream(port: number, perSecond: number, address = TASK_ADDRESS) {
  const socket = dgram.createSocket('udp4');
  const counts = { sent: 0, answered: 0 };
  socket.on('error', () => undefined);
  socket.on('message', () => {
    counts.answered += 1;
  });
  const from = Date.now();
  const timer = setInterval(() => {
    const due = ((Date.now() - from) * perSecond) / 1000;
    while (counts.sent < due) {
      socket.send(`load ${counts.sent}`, port, address, () => undefined);
      counts.sent += 1;
    }
  }, 5);
  return {
    counts,
    stop: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}
