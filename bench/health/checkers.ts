import * as net from 'node:net';

/** What a check found. */
export type Word = 'ok' | 'failing' | 'refused' | 'reset' | 'timeout';

export interface Tally {
  readonly words: Record<Word, number>;
  /** Milliseconds of every check that was answered. */
  readonly times: number[];
}

/** One HTTP health check over a new connection, as the load balancer makes it. */
export function check(port: number, path: string, timeoutMs: number, host = '127.0.0.1'): Promise<Word> {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, host);
    const done = (word: Word) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => undefined);
      socket.destroy();
      resolve(word);
    };
    const timer = setTimeout(() => done('timeout'), timeoutMs);
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`));
    socket.on('data', (data) => {
      text += String(data);
      const status = /^HTTP\/1\.1 (\d{3})[^\n]*\n/.exec(text)?.[1];
      if (status) done(Number(status) < 400 ? 'ok' : 'failing');
    });
    socket.on('end', () => done('reset'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code === 'ECONNREFUSED' ? 'refused' : 'reset'));
  });
}

/** Many checks by concurrent checkers, one after the other each. */
export async function checkMany(
  port: number,
  path: string,
  total: number,
  checkers: number,
  timeoutMs: number,
): Promise<Tally> {
  const tally: Tally = { words: { ok: 0, failing: 0, refused: 0, reset: 0, timeout: 0 }, times: [] };
  let left = total;
  const checker = async () => {
    while (left > 0) {
      left -= 1;
      const from = performance.now();
      const word = await check(port, path, timeoutMs);
      tally.words[word] += 1;
      if (word === 'ok' || word === 'failing') tally.times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: checkers }, checker));
  return tally;
}

/** Clients that connect and say nothing. */
export function silentClients(port: number, count: number): { close(): void } {
  const sockets = Array.from({ length: count }, () => net.connect(port, '127.0.0.1').on('error', () => undefined));
  return {
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
