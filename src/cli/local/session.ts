import { once } from 'node:events';
import * as http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GateCheck } from '../../model/model';
import { probeOnce } from '../../probes';
import { type ProcessCommand, type RunningProcess, startProcess } from '../../util/process';
import type { LocalTask } from './task-definition';

export interface SessionOptions {
  /** Directory of the repository: the application is run there. */
  readonly directory: string;
  /** Command that runs the application, for a shell. */
  readonly command: string;
  /** The gate's program. */
  readonly gateProgram: string;
  /** End after so many seconds; without it, when told to. */
  readonly seconds?: number;
  readonly write: (line: string) => void;
  /** Ends the session. */
  readonly stop: AbortSignal;
}

/** How long a process has to end before it is killed. */
const GRACE_MS = 3000;
const REPORT_MS = 1000;
const STATUS_MS = 2000;

/** One check as `GET /status` tells it. */
interface Status {
  readonly port: number;
  readonly name: string;
  readonly state: string;
  readonly verdict: string;
  readonly detail: string;
  readonly minute: { readonly Probes: number; readonly Failures: number; readonly ProbeMs: readonly number[] };
  readonly sockets: { readonly queue: number; readonly drops: number };
}

/**
 * Runs the application and its health gate as the task would, until it is stopped.
 *
 * @returns whether every check passed at the end
 */
export async function runSession(task: LocalTask, options: SessionOptions): Promise<boolean> {
  const { write, directory } = options;
  const application = run(
    'application',
    ['sh', '-c', options.command],
    environment(task.application, write),
    directory,
    write,
  );
  const gate = run(
    'gate',
    ['python3', '-I', '-S', '-B', options.gateProgram],
    environment(task.gate, write),
    directory,
    write,
  );
  const ended = Promise.race([application, gate].map(async (child) => `${child.name} ended (${await child.exit})`));
  const timeout = new AbortController();
  const reasons = [ended, aborted(options.stop)];
  if (options.seconds !== undefined) {
    // Its rejection means that the session ended earlier.
    reasons.push(sleep(options.seconds * 1000, 'time is up', { signal: timeout.signal }).catch(() => 'ended'));
  }
  let passing = false;
  try {
    for (let reason: string | undefined; reason === undefined; ) {
      reason = await Promise.race([...reasons, sleep(REPORT_MS, undefined)]);
      if (reason !== undefined) {
        write(`stopping: ${reason}`);
        break;
      }
      passing = await report(task, write);
    }
  } finally {
    timeout.abort();
    // The order in which ECS stops them: the gate fails its checks first, while the application still serves.
    await gate.end(GRACE_MS);
    await application.end(GRACE_MS);
  }
  return passing;
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('interrupted');
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
}

function environment(
  { name, environment: plain, secrets }: LocalTask['application'],
  write: (line: string) => void,
): NodeJS.ProcessEnv {
  const given = secrets.filter((secret) => process.env[secret] !== undefined);
  for (const secret of secrets.filter((one) => !given.includes(one))) {
    write(`${name}: ${secret} is a secret that ECS would fill in; set it in your environment`);
  }
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...Object.fromEntries(given.map((secret) => [secret, process.env[secret]])),
    ...plain,
  };
}

interface Child extends RunningProcess {
  readonly name: string;
}

function run(
  name: string,
  command: ProcessCommand,
  env: NodeJS.ProcessEnv,
  cwd: string,
  write: (line: string) => void,
): Child {
  const line = (text: string) => write(`${name}: ${name === 'gate' ? readable(text) : text}`);
  return { name, ...startProcess(command, { cwd, env, line }) };
}

/** The gate's JSON lines in short. */
function readable(line: string): string {
  if (!line.startsWith('{')) return line;
  const { event, name, before, state, reason, detail, Port, ...rest } = JSON.parse(line) as Record<string, unknown>;
  if (event === 'state')
    return `${String(name)} ${String(before)} -> ${String(state)} (${[reason, detail].filter(Boolean).join(', ')})`;
  if (event === 'metrics') {
    const values = Object.entries(rest).filter(([key]) => !['time', '_aws', 'Service', 'Stage'].includes(key));
    return `metrics of ${String(Port)}: ${values.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ')}`;
  }
  return event === 'start' ? 'started' : line;
}

/** One line a check: what the gate says and what a client sees; says whether every check passes. */
async function report({ gate }: LocalTask, write: (line: string) => void): Promise<boolean> {
  const { config } = gate;
  const statuses = config.mode === 'http' ? await readStatus(config.checks[0].gatePort) : undefined;
  if (config.mode === 'http' && !statuses) {
    write('gate: does not answer yet');
    return false;
  }
  let passing = true;
  for (const check of config.checks) {
    const status = statuses?.find(({ port }) => port === check.port);
    const client = await askAsClient(check);
    write([`port ${check.port} (${check.name})`, ...(status ? describe(status) : []), client].join('  '));
    passing = passing && (status ? ['up', 'degraded'].includes(status.state) : await isOpen(check.gatePort));
  }
  return passing;
}

function describe({ verdict, detail, minute, sockets }: Status): string[] {
  const last = minute.ProbeMs.at(-1);
  return [
    `health: ${verdict}${detail && verdict !== 'ok' ? ` (${detail})` : ''}`,
    `probes ${minute.Probes}, failures ${minute.Failures}${last === undefined ? '' : `, ${last} ms`}`,
    `queue ${sockets.queue} B, drops ${sockets.drops}`,
  ];
}

/** Sends the check's own probe, as a client on this machine would. */
async function askAsClient({ probe, containerPort, transports, port }: GateCheck): Promise<string> {
  if (probe.kind !== 'datagram' || !transports.includes('udp')) return 'client: nothing to ask';
  const from = performance.now();
  const secret = probe.radius ? process.env[`GATE_SECRET_${port}`] : undefined;
  if (probe.radius && secret === undefined) return 'client: no secret to ask with';
  const word = await probeOnce(probe, { host: '127.0.0.1', port: containerPort, timeoutMs: 1000, secret });
  return `client: ${word}${word === 'ok' ? ` in ${(performance.now() - from).toFixed(1)} ms` : ''}`;
}

async function readStatus(port: number): Promise<readonly Status[] | undefined> {
  try {
    const request = http.get({ host: '127.0.0.1', port, path: '/status', agent: false, timeout: STATUS_MS });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return (JSON.parse(text) as { checks: Status[] }).checks;
  } catch {
    return undefined; // It has not started yet, or has ended, which is reported elsewhere.
  }
}

async function isOpen(port: number): Promise<boolean> {
  const request = http.get({ host: '127.0.0.1', port, agent: false, timeout: STATUS_MS });
  const [error] = (await Promise.race([once(request, 'error'), once(request, 'response')])) as [NodeJS.ErrnoException];
  request.destroy();
  return error.code !== 'ECONNREFUSED';
}
