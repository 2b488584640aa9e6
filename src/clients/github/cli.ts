import { ProcessError, runProcess } from '../../util/process';
import { parsedAnswer } from './answer';
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

const WORDING = {
  title: 'the GitHub CLI',
  install: 'Install it (https://cli.github.com/), then log in with `gh auth login`.',
  tail: 'line',
} as const;

/** Never waits for somebody to answer. */
const QUIET = { GH_PROMPT_DISABLED: '1' };

/** A command of the GitHub CLI, for whoever runs it in a way of its own. */
export function ghCommand(...args: readonly string[]): readonly string[] {
  return ['gh', ...args];
}

/** What the GitHub CLI takes from an environment that is otherwise not its business. */
export function ghEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['GH_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GH_HOST', 'GH_REPO'];
  return { ...Object.fromEntries(names.map((name) => [name, env[name]])), ...QUIET };
}

/** The GitHub CLI of this machine: it knows every host and every way to log in, and is on every runner. */
export function githubCli(host: string, env: NodeJS.ProcessEnv = process.env): GitHub {
  const run = async (args: readonly string[], input = '', timeout = TIMEOUT_MS): Promise<string> => {
    const options = { ...WORDING, env: { ...env, ...QUIET }, input, timeout };
    return (await runProcess(ghCommand(...args), options)).stdout;
  };
  const api = (path: string, args: readonly string[], input?: string): Promise<string> =>
    run(['api', '--hostname', host, ...args, path], input);
  return {
    get: async <T>(path: string) => {
      try {
        return parsedAnswer(path, await api(path, [])) as T;
      } catch (error) {
        if (isHttpError(error, 404)) return undefined;
        throw error;
      }
    },
    send: async (method, path, body) => {
      const input = body === undefined ? [] : ['--input', '-'];
      await api(path, ['--method', method, ...input, '--silent'], body === undefined ? '' : JSON.stringify(body));
    },
    download: async (repository, id, artifact, directory) => {
      const of = ['--repo', `${host}/${repository}`, '--name', artifact, '--dir', directory];
      await run(['run', 'download', String(id), ...of], '', DOWNLOAD_TIMEOUT_MS);
    },
    attestation: async (file, origin) => {
      try {
        const answer = await run(verifyCommand(host, file, origin), '', ATTESTATION_TIMEOUT_MS);
        return attestationOf(host, origin, answer) ?? 'those that it has are of other runs or workflows';
      } catch (error) {
        if (!(error instanceof ProcessError) || error.ending.kind !== 'exit') throw error;
        return verificationFailure(error.stderr, error.ending.code);
      }
    },
  };
}

/** Whether GitHub answered with this status. */
export function isHttpError(error: unknown, status: number): boolean {
  return error instanceof ProcessError && new RegExp(`\\bHTTP ${status}\\b`).test(error.stderr);
}
