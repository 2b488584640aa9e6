import { spawn } from 'node:child_process';
import { ExpectedError } from '../../util/expected-error';
import {
  type Attestation,
  type AttestedOrigin,
  attestationOf,
  verificationFailure,
  verifyCommand,
} from './attestations';

/** Calls GitHub's API through its command line, with whatever that is logged in with. */
export interface GitHub {
  /** What stands at a path (`repos/octo-org/dns`); nothing where GitHub knows no such thing. */
  get<T>(path: string): Promise<T | undefined>;
  /** Changes what stands there. */
  send(method: 'DELETE' | 'PATCH' | 'POST' | 'PUT', path: string, body?: object): Promise<void>;
  /** Puts the files of an artifact of a run into a folder. */
  download(repository: string, run: number, artifact: string, directory: string): Promise<void>;
  /** The attestation by which the host says what made a file, or why there is none that is valid. */
  attestation(file: string, origin: AttestedOrigin): Promise<Attestation | string>;
}

/** How long one call may take. */
const TIMEOUT_MS = 30_000;
/** How long an artifact may take. */
const DOWNLOAD_TIMEOUT_MS = 600_000;
/** How long an attestation may take: keys are fetched for it from several hosts. */
const ATTESTATION_TIMEOUT_MS = 120_000;

/** The GitHub CLI of this machine: it knows every host and every way to log in, and is on every runner. */
export function githubCli(host: string, env: NodeJS.ProcessEnv = process.env): GitHub {
  const call = async (path: string, args: readonly string[], input?: string): Promise<string | undefined> => {
    const command = ['api', '--hostname', host, ...args, path];
    const result = await run(command, env, input);
    if (result.code === 0) return result.output;
    if (/\bHTTP 404\b/.test(result.errors) && input === undefined) return undefined;
    throw refused(command, result);
  };
  return {
    get: async <T>(path: string) => {
      const text = await call(path, []);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    send: async (method, path, body) => {
      const input = body === undefined ? [] : ['--input', '-'];
      await call(path, ['--method', method, ...input, '--silent'], body === undefined ? '' : JSON.stringify(body));
    },
    download: async (repository, id, artifact, directory) => {
      const of = ['--repo', `${host}/${repository}`, '--name', artifact, '--dir', directory];
      const command = ['run', 'download', String(id), ...of];
      const result = await run(command, env, '', DOWNLOAD_TIMEOUT_MS);
      if (result.code !== 0) throw refused(command, result);
    },
    attestation: async (file, origin) => {
      const command = verifyCommand(host, file, origin);
      const { code, output, errors } = await run(command, env, '', ATTESTATION_TIMEOUT_MS);
      if (code !== 0) return verificationFailure(errors, code);
      return attestationOf(host, origin, output) ?? 'those that it has are of other runs or workflows';
    },
  };
}

interface Result {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function refused(command: readonly string[], { code, errors }: Result): ExpectedError {
  return new ExpectedError(`gh ${command.join(' ')}: ${errors.trim().split('\n').pop() || `ended with ${code}`}`);
}

function run(args: readonly string[], env: NodeJS.ProcessEnv, input = '', timeout = TIMEOUT_MS): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn('gh', args, { env: { ...env, GH_PROMPT_DISABLED: '1' }, timeout });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => undefined); // it need not read what it is given
    child.stdin.end(input);
    child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(error)));
    child.on('close', (code, signal) => {
      if (signal !== null) reject(new ExpectedError(`gh: no answer within ${timeout / 1000} s. Check the network.`));
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
