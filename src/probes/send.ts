import * as dgram from 'node:dgram';
import * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatagramProbe } from '../model/model';
import { ask, judge } from './exchange';

/** What became of one probe. */
export interface Outcome {
  /** `ok`, `timeout`, `refused`, `mismatch`, `authenticator` or the name of the check that the answer fails. */
  readonly word: string;
  /** Time to the answer; absent without one. */
  readonly milliseconds?: number;
  /** Attempts that were needed, the last one included. */
  readonly attempts: number;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly secret?: string;
}

/** When a probe that fails is given up. */
export interface Patience {
  readonly intervalMs: number;
  /** Whether there is another attempt after so many. */
  readonly again: (attempts: number) => boolean;
}

/** Repeats a probe until it is answered right or the patience ends. */
export async function pursue(once: () => Promise<string>, { intervalMs, again }: Patience): Promise<Outcome> {
  for (let attempts = 1; ; attempts += 1) {
    const from = performance.now();
    const word = await once();
    const milliseconds = round(performance.now() - from);
    if (word === 'ok') return { word, milliseconds, attempts };
    if (!again(attempts)) return { word, attempts };
    await sleep(intervalMs);
  }
}

/** One datagram from a new socket, and the verdict on what comes back. */
export function probeOnce(probe: DatagramProbe, { host, port, timeoutMs, secret }: Target): Promise<string> {
  const question = ask(probe, secret);
  const socket = dgram.createSocket('udp4');
  let failed = 'timeout';
  return new Promise<string>((resolve) => {
    let over: NodeJS.Immediate | undefined;
    // Node calls timers first: an answer that has arrived while this process was kept from running is read before the end.
    const timer = setTimeout(() => {
      over = setImmediate(() => done(failed));
    }, timeoutMs);
    const done = (word: string) => {
      clearTimeout(timer);
      clearImmediate(over);
      socket.removeAllListeners().on('error', () => undefined);
      socket.close();
      resolve(word);
    };
    socket.on('message', (answer, sender) => {
      if (probe.anyPort && sender.address !== host) return;
      const word = judge(probe, question, answer, secret);
      // Something else may come first, for instance a late answer to an earlier probe from a fixed port.
      if (word === 'mismatch') failed = word;
      else done(word);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => done(wordOf(error)));
    socket.bind(probe.sourcePort ?? 0, () => {
      if (probe.anyPort) {
        socket.send(question.payload, port, host);
        return;
      }
      // Connected, so that the kernel reports when nothing is bound there.
      socket.connect(port, host, (error?: Error) => {
        if (error) done('error');
        else socket.send(question.payload);
      });
    });
  });
}

/** One connection, closed at once. */
export function connectOnce({ host, port, timeoutMs }: Target): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: timeoutMs });
    const done = (word: string) => {
      socket.destroy();
      resolve(word);
    };
    socket.on('connect', () => done('ok'));
    socket.on('timeout', () => setImmediate(() => done('timeout')));
    socket.on('error', (error: NodeJS.ErrnoException) => done(wordOf(error)));
  });
}

function wordOf({ code }: NodeJS.ErrnoException): string {
  if (code === 'ECONNREFUSED') return 'refused';
  return code === 'ETIMEDOUT' ? 'timeout' : (code ?? 'error');
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
