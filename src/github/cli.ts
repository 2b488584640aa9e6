import { spawn } from 'node:child_process';
import { ExpectedError } from '../expected-error';

/** Calls GitHub's API through its command line, with whatever that is logged in with. */
export interface GitHub {
  /** What stands at a path (`repos/octo-org/dns`); nothing where GitHub knows no such thing. */
  get<T>(path: string): Promise<T | undefined>;
  /** Changes what stands there. */
  send(method: 'PATCH' | 'POST' | 'PUT', path: string, body: object): Promise<void>;
}

/** How long one call may take. */
const TIMEOUT_MS = 30_000;

/** The GitHub CLI of this machine: it knows every host and every way to log in, and is on every runner. */
export function githubCli(host: string, env: NodeJS.ProcessEnv = process.env): GitHub {
  const call = async (path: string, args: readonly string[], input?: string): Promise<string | undefined> => {
    const command = ['api', '--hostname', host, ...args, path];
    const { code, output, errors } = await run(command, env, input);
    if (code === 0) return output;
    if (/\bHTTP 404\b/.test(errors) && input === undefined) return undefined;
    throw new ExpectedError(`gh ${command.join(' ')}: ${errors.trim().split('\n').pop() || `ended with ${code}`}`);
  };
  return {
    get: async <T>(path: string) => {
      const text = await call(path, []);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    send: async (method, path, body) => {
      await call(path, ['--method', method, '--input', '-', '--silent'], JSON.stringify(body));
    },
  };
}

function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('gh', args, { env: { ...env, GH_PROMPT_DISABLED: '1' }, timeout: TIMEOUT_MS });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => undefined); // it need not read what it is given
    child.stdin.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(error)));
    child.on('close', (code, signal) => {
      if (signal !== null) reject(new ExpectedError(`gh: no answer within ${TIMEOUT_MS / 1000} s. Check the network.`));
      else resolve({ code, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() });
    });
  });
}

function notStarted({ code, message }: NodeJS.ErrnoException): ExpectedError {
  return new ExpectedError(
    code === 'ENOENT'
      ? 'gh: the GitHub CLI is not installed. Install it (https://cli.github.com/), then log in with `gh auth login`.'
      : `gh: could not be started (${message}).`,
  );
}
