import { execFile } from 'node:child_process';
import { ExpectedError } from '../../util/expected-error';

/** Calls the AWS CLI: a service, an operation and its options; answers with what it prints as JSON. */
export type Aws = <T>(service: string, operation: string, ...options: readonly string[]) => Promise<T>;

/** How long one call may take. */
const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** A call that AWS refused or that could not be made; the message names the call and the cause. */
export class AwsError extends ExpectedError {
  public constructor(
    message: string,
    /** What AWS calls the error (`AccessDenied`); absent where it said nothing. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/**
 * The AWS CLI of this machine. It knows every way to get credentials, single sign-on among them, and costs nothing in
 * this package, where the SDK's clients would be most of it.
 */
export function awsCli(region: string | undefined, env: NodeJS.ProcessEnv = process.env): Aws {
  const common = ['--output', 'json', ...(region === undefined ? [] : ['--region', region])];
  return <T>(service: string, operation: string, ...options: readonly string[]) =>
    new Promise<T>((resolve, reject) => {
      const args = [service, operation, ...options, ...common];
      const limits = { env: { ...env, AWS_PAGER: '' }, timeout: TIMEOUT_MS, maxBuffer: MAX_ANSWER_BYTES };
      execFile('aws', args, limits, (error, stdout, stderr) => {
        if (error) reject(failure(`aws ${service} ${operation}`, error, stderr));
        else resolve(JSON.parse(stdout || '{}') as T);
      });
    });
}

/** The region that the AWS CLI takes where nobody names one. */
export function defaultRegion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (named) return Promise.resolve(named);
  return new Promise((resolve) => {
    execFile('aws', ['configure', 'get', 'region'], { env }, (_error, stdout) => resolve(stdout.trim() || undefined));
  });
}

function failure(command: string, error: Error & { code?: unknown; killed?: boolean }, stderr: string): AwsError {
  if (error.code === 'ENOENT') {
    return new AwsError(`${command}: the AWS CLI is not installed. Install it (https://aws.amazon.com/cli/).`);
  }
  if (error.killed) return new AwsError(`${command}: no answer within ${TIMEOUT_MS / 1000} s. Check the network.`);
  const cause = stderr.trim().split('\n').pop() || error.message;
  return new AwsError(`${command}: ${cause}`, /An error occurred \((\w[\w.]*)\)/.exec(stderr)?.[1]);
}
