import { once } from 'node:events';
import * as http from 'node:http';
import type * as net from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatagramProbe, GateCheck, GateConfig } from '../../../src/model/model';
import { freePort, type Process, start, TASK_ADDRESS, until } from './processes';

export const GATE = join(__dirname, '..', '..', '..', 'blueprint', 'health', 'gate.py');

/** Quick enough for tests, in the same proportions as the defaults. */
export const QUICK = {
  intervalSeconds: 0.25,
  timeoutSeconds: 0.12,
  rise: 2,
  fall: 3,
  fallHard: 2,
  degradedSeconds: 2,
  drainSeconds: 0.5,
} as const;

export const ECHO: DatagramProbe = { kind: 'datagram', preset: 'echo', send: '{a:16}', expect: '^{a}$' };

export interface GateSpec {
  readonly checks: readonly (Pick<GateCheck, 'containerPort'> & Partial<GateCheck>)[];
  readonly config?: Partial<GateConfig>;
  readonly env?: NodeJS.ProcessEnv;
  /** Address of the task as ECS tells it. */
  readonly address?: string;
  /** Assignments to the program's constants, for what takes a minute otherwise. */
  readonly constants?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A running gate. */
export interface Gate extends Process {
  readonly port: number;
  readonly config: GateConfig;
  /** The answer to a health check. */
  check(path?: string): Promise<Answer>;
  /** Waits for a verdict; says how many milliseconds it took. */
  verdict(word: string, withinMs: number, path?: string): Promise<number>;
  /** Whole JSON lines of its log. */
  log(): Record<string, unknown>[];
}

let metadata: { url: string; server: http.Server } | undefined;

/** A stand-in for the ECS task metadata endpoint; the address is part of its path. */
async function metadataUrl(address: string): Promise<string> {
  if (!metadata) {
    const server = http.createServer((request, response) => {
      const asked = (request.url ?? '').split('/').pop() ?? '';
      response.end(JSON.stringify({ Networks: [{ NetworkMode: 'awsvpc', IPv4Addresses: [asked] }] }));
    });
    server.listen(0, '127.0.0.1').unref();
    await once(server, 'listening');
    metadata = { server, url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}` };
  }
  return `${metadata.url}/v4/${address}`;
}

export function closeMetadata(): void {
  metadata?.server.close();
  metadata = undefined;
}

export async function gateEnvironment(
  spec: GateSpec,
  gatePort: number,
): Promise<{ env: NodeJS.ProcessEnv; config: GateConfig }> {
  const config: GateConfig = {
    service: 'test',
    stage: 'dev',
    mode: 'http',
    ...QUICK,
    ...spec.config,
    checks: spec.checks.map((check, index) => ({
      name: `port${index}`,
      port: 53 + index,
      transports: ['udp'],
      gatePort,
      probe: ECHO,
      ...check,
    })),
  };
  const env = {
    GATE_CONFIG: JSON.stringify(config),
    ECS_CONTAINER_METADATA_URI_V4: await metadataUrl(spec.address ?? TASK_ADDRESS),
    ...spec.env,
  };
  return { env, config };
}

export async function startGate(spec: GateSpec): Promise<Gate> {
  const port = spec.checks[0]?.gatePort ?? (await freePort());
  const { env, config } = await gateEnvironment(spec, port);
  const program = spec.constants
    ? [
        '-c',
        `import sys; sys.path.insert(0, ${JSON.stringify(join(GATE, '..'))}); import os, gate; os.set_blocking(1, False); ${spec.constants}; gate.Gate().run()`,
      ]
    : [GATE];
  const gate = start('python3', ['-I', '-S', '-B', ...program], env);
  await until('the gate has started', () => gate.text.includes('\n') || !gate.running, 5000);
  return Object.assign(gate, {
    port,
    config,
    check: (path = '/health') => get(port, path),
    verdict: (word: string, withinMs: number, path = '/health') => verdict(port, word, withinMs, path),
    log: () => parseLog(gate.text),
  });
}

async function verdict(port: number, word: string, withinMs: number, path: string): Promise<number> {
  let last = 'nothing';
  const took = await until(
    `${path} says ${word}`,
    async () => {
      last = await get(port, path).then(
        ({ text }) => text.trim(),
        (error: Error) => error.message,
      );
      return last === word;
    },
    withinMs,
  ).catch((error: Error) => {
    throw new Error(`${error.message}, but ${last}`);
  });
  return took;
}

function parseLog(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export function get(
  port: number,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  host = '127.0.0.1',
  timeout = 3000,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host, port, path, headers, agent: false, timeout }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
  });
}

/** Asserts that a verdict stays what it is for a while. */
export async function stays(gate: Gate, words: readonly string[], forMs: number, path = '/health'): Promise<void> {
  for (const from = Date.now(); Date.now() - from < forMs; await sleep(20)) {
    const { text } = await gate.check(path);
    if (!words.includes(text.trim())) throw new Error(`${path} says ${text.trim()} after ${Date.now() - from} ms`);
  }
}
