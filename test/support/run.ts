import { spawn } from 'node:child_process';

/** How a command is run. */
export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the command. @default - the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the command and all its children are killed. @default 120000 */
  readonly timeout?: number;
  /** What the command reads from its standard input. @default - nothing */
  readonly input?: string;
}

/** What a command left. */
export interface RunResult {
  /** Exit code; `null` when it was killed. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they arrived. */
  readonly output: string;
  readonly timedOut: boolean;
  /** Wall time in milliseconds. */
  readonly duration: number;
}

/** Runs a command without a shell, in a process group of its own, and captures what it prints. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, detached: true });
    // A group of its own outlives a jest that is ended from outside, unless it is ended with it.
    const abandon = () => killGroup(child.pid);
    process.once('exit', abandon);
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[], output: [] as Buffer[] };
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid);
    }, options.timeout ?? 120_000);
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].on('data', (chunk: Buffer) => {
        chunks[stream].push(chunk);
        chunks.output.push(chunk);
      });
    }
    child.stdin.on('error', () => undefined); // a command need not read its input
    child.stdin.end(options.input ?? '');
    child.on('error', (error) => {
      clearTimeout(timer);
      process.off('exit', abandon);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', abandon);
      const text = (parts: Buffer[]) => Buffer.concat(parts).toString('utf8');
      resolve({
        code,
        stdout: text(chunks.stdout),
        stderr: text(chunks.stderr),
        output: text(chunks.output),
        timedOut,
        duration: performance.now() - started,
      });
    });
  });
}

/** Like `run`, for a command that must succeed: anything else throws with what it printed. */
export async function mustRun(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const end = result.timedOut ? `was killed after ${options.timeout ?? 120_000} ms` : `ended with ${result.code}`;
    throw new Error(`${[command, ...args].join(' ')} ${end} in ${options.cwd ?? '.'}\n${result.output.slice(-8000)}`);
  }
  return result;
}

function killGroup(pid: number | undefined) {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it ended in the meantime
  }
}
