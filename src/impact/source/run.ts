import { spawn } from 'node:child_process';
import { ImpactError } from '../error';

/** As many characters of a failing command's output as help to see the cause. */
const TAIL = 3000;

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which the command and everything it started is ended. */
  readonly timeout: number;
  /** What the command does, for the message when it fails. */
  readonly purpose: string;
  readonly remedy: string;
  readonly signal: AbortSignal;
  /** Characters from the end of a failing command's output that are told. @default 3000 */
  readonly tail?: number;
}

/** Runs a command to its end and returns what it printed to its standard output. */
export function run([command, ...args]: readonly string[], options: RunOptions): Promise<string> {
  const { cwd, env, timeout, purpose, remedy, signal } = options;
  return new Promise((resolve, reject) => {
    // A process group of its own: package managers and the CDK start programs that must not outlive them.
    const child = spawn(command as string, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    // a sign may lie in two chunks
    const printed: Buffer[] = [];
    const output: string[] = [];
    let ended: string | undefined;
    const end = (why: string): void => {
      ended = why;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // The group ended by itself in the meantime.
      }
    };
    const timer = setTimeout(() => end(`took longer than ${Math.round(timeout / 1000)} seconds`), timeout);
    const abort = (): void => end('was interrupted');
    signal.addEventListener('abort', abort, { once: true });
    const fail = (cause: string): void => {
      const tail = output
        .join('')
        .slice(-(options.tail ?? TAIL))
        .trim();
      reject(
        new ImpactError(purpose, `${[command, ...args].join(' ')} ${cause}${tail === '' ? '' : `\n${tail}\n`}`, remedy),
      );
    };
    child.stdout.on('data', (chunk: Buffer) => {
      printed.push(chunk);
      output.push(chunk.toString());
    });
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.on('error', (error) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      fail(`could not be started (${error.message})`);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (ended !== undefined) fail(ended);
      else if (code !== 0) fail(`ended with code ${code}`);
      else resolve(Buffer.concat(printed).toString());
    });
    if (signal.aborted) abort();
  });
}
