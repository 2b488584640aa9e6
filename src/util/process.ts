import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { shownCommand } from '../credentials/marked';
import { type Ending, ProcessError, type Wording } from './process-error';

export { ProcessError } from './process-error';

/** A program and its arguments; no shell reads them. */
export type ProcessCommand = readonly string[];

export interface ProcessOptions extends Wording {
  readonly cwd?: string;
  /** The whole environment of the program. @default - the one of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** What the program reads. @default - nothing */
  readonly input?: string;
  /** Milliseconds after which it is killed. @default - it may take as long as it needs */
  readonly timeout?: number;
  /** Bytes that it may print. @default 268435456 */
  readonly maxOutput?: number;
}

export interface AsyncProcessOptions extends ProcessOptions {
  /** Ends the program and everything that it started. */
  readonly signal?: AbortSignal;
  /** Sees what the program prints while it runs. */
  readonly show?: (text: string) => void;
  /** Lets the user answer the program's questions. @default false */
  readonly asks?: boolean;
  /** Lets the user see what the program says beside its answer. @default false */
  readonly showsErrors?: boolean;
}

/** What a program printed that ended well. */
export interface ProcessOutput {
  readonly stdout: string;
  /** Both streams in the order in which they arrived. */
  readonly output: string;
}

const MAX_OUTPUT = 256 * 1024 * 1024;

/** Why a program cannot be started here; nothing where it can. Where it is a script of Windows, a shell finds it. */
export function startFailure([program, ...args]: ProcessCommand): string | undefined {
  const shell = process.platform === 'win32';
  const { error } = spawnSync(program, args, { stdio: 'ignore', env: process.env, shell, timeout: 30_000 });
  return error?.message;
}

/**
 * Runs a program to its end.
 *
 * @throws ProcessError where it is missing, takes too long, prints too much, is ended by a signal or fails
 */
export function runProcess(command: ProcessCommand, options: AsyncProcessOptions = {}): Promise<ProcessOutput> {
  const [program, ...args] = command;
  const { cwd, env = process.env, input, timeout, maxOutput = MAX_OUTPUT, signal, show, asks, showsErrors } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env,
      // what is interrupted here is a group: package managers and the CDK start programs that must not outlive them
      detached: signal !== undefined,
      stdio: [asks ? 'inherit' : input === undefined ? 'ignore' : 'pipe', 'pipe', showsErrors ? 'inherit' : 'pipe'],
    });
    const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[], output: [] as Buffer[] };
    const text = (name: keyof typeof printed) => Buffer.concat(printed[name]).toString();
    let bytes = 0;
    let ended: Ending | undefined;
    const end = (why: Ending): void => {
      ended ??= why;
      kill(child, signal !== undefined, 'SIGKILL');
      // what it started may hold the pipes open for as long as it likes
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const abort = (): void => end({ kind: 'interrupted' });
    const timer = timeout === undefined ? undefined : setTimeout(() => end({ kind: 'time', timeout }), timeout);
    const settle = (ending: Ending): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      if (ending.kind === 'exit' && ending.code === 0) resolve({ stdout: text('stdout'), output: text('output') });
      else {
        const parts = { stdout: text('stdout'), stderr: text('stderr'), output: text('output') };
        reject(new ProcessError(shownCommand(command), ending, options, parts));
      }
    };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxOutput) {
          end({ kind: 'output', maxOutput });
          return;
        }
        printed[name].push(chunk);
        printed.output.push(chunk);
        show?.(chunk.toString());
      });
    }
    child.stdin?.on('error', () => undefined); // it need not read what it is given
    child.stdin?.end(input);
    signal?.addEventListener('abort', abort, { once: true });
    child.on('error', (error) => settle(notStarted(error, cwd)));
    child.on('close', (code, by) => settle(ended ?? (by === null ? { kind: 'exit', code } : { kind: 'signal', by })));
    if (signal?.aborted) abort();
  });
}

/**
 * The same for callers that cannot wait.
 *
 * @returns what it printed to its standard output
 * @throws ProcessError as `runProcess` does
 */
export function runProcessSync(command: ProcessCommand, options: ProcessOptions = {}): Buffer {
  const [program, ...args] = command;
  const { cwd, env = process.env, input, timeout, maxOutput = MAX_OUTPUT } = options;
  const stdin = input === undefined ? 'ignore' : 'pipe';
  const { error, signal, status, stdout, stderr } = spawnSync(program, args, {
    ...{ cwd, env, input, timeout, killSignal: 'SIGKILL', maxBuffer: maxOutput },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  const ending = syncEnding(error, signal, status, options);
  if (ending.kind === 'exit' && ending.code === 0) return stdout;
  const printed = { stdout: String(stdout ?? ''), stderr: String(stderr ?? '') };
  const parts = { ...printed, output: printed.stdout + printed.stderr };
  throw new ProcessError(shownCommand(command), ending, options, parts);
}

function syncEnding(
  error: NodeJS.ErrnoException | undefined,
  signal: NodeJS.Signals | null,
  code: number | null,
  { cwd, timeout, maxOutput = MAX_OUTPUT }: ProcessOptions,
): Ending {
  if (error?.code === 'ETIMEDOUT' && timeout !== undefined) return { kind: 'time', timeout };
  if (error?.code === 'ENOBUFS') return { kind: 'output', maxOutput };
  // a program that reads no input breaks the pipe, and may have done all that was asked of it
  if (error !== undefined && !(error.code === 'EPIPE' && code !== null)) return notStarted(error, cwd);
  return signal === null ? { kind: 'exit', code } : { kind: 'signal', by: signal };
}

function notStarted(error: NodeJS.ErrnoException, cwd: string | undefined): Ending {
  return { kind: 'start', error, ...(cwd !== undefined && !existsSync(cwd) && { missingFolder: cwd }) };
}

/**
 * Runs a program before the eyes of the user, who may answer it.
 *
 * @throws ProcessError as `runProcess` does
 */
export function runInteractive(
  command: ProcessCommand,
  options: Omit<ProcessOptions, 'input' | 'timeout' | 'maxOutput' | 'tail'> = {},
): Promise<void> {
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: 'inherit' });
    const fail = (ending: Ending): void =>
      reject(new ProcessError(shownCommand(command), ending, { ...options, tail: 'seen' }));
    child.on('error', (error) => fail(notStarted(error, options.cwd)));
    child.on('close', (code, by) => {
      if (code === 0) resolve();
      else fail(by === null ? { kind: 'exit', code } : { kind: 'signal', by });
    });
  });
}

/** A program that goes on until it is told to end. */
export interface RunningProcess {
  /** How it ended, in words; it never fails. */
  readonly exit: Promise<string>;
  /** Ends it, with all the processes that it has started; kills what is left after the grace. */
  end(graceMs: number): Promise<void>;
}

/** Starts a program in a group of its own, so that an interrupt from the keyboard reaches this process alone. */
export function startProcess(
  command: ProcessCommand,
  options: Pick<ProcessOptions, 'cwd' | 'env'> & { readonly line: (text: string) => void },
): RunningProcess {
  const [program, ...args] = command;
  const { cwd, env = process.env, line } = options;
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const whole of lines) line(whole);
    });
    stream.on('end', () => rest !== '' && line(rest));
  }
  const exit = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${program} does not start: ${error.message}`));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return { exit, end: (graceMs) => endGroup(child, exit, graceMs) };
}

async function endGroup(child: ChildProcess, exit: Promise<string>, graceMs: number): Promise<void> {
  kill(child, true, 'SIGTERM');
  const grace = new AbortController();
  await Promise.race([exit, sleep(graceMs, undefined, { signal: grace.signal })]);
  grace.abort();
  kill(child, true, 'SIGKILL');
  await exit;
}

function kill(child: ChildProcess, group: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (!group) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // it has ended by itself in the meantime
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
