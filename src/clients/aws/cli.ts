import { ProcessError, runProcess } from '../../util/process';
import { UserError } from '../../util/user-error';

/** Calls the AWS CLI: a service, an operation and its options; answers with what it prints as JSON. */
export type Aws = <T>(service: string, operation: string, ...options: readonly string[]) => Promise<T>;

/** How long one call may take. */
const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

const WORDING = {
  title: 'the AWS CLI',
  install: 'Install it (https://aws.amazon.com/cli/)',
  tail: 'line',
} as const;

/**
 * The AWS CLI of this machine. It knows every way to get credentials, single sign-on among them, and costs nothing in
 * this package, where the SDK's clients would be most of it.
 */
export function awsCli(region: string | undefined, env: NodeJS.ProcessEnv = process.env): Aws {
  const common = ['--output', 'json', ...(region === undefined ? [] : ['--region', region])];
  return async <T>(service: string, operation: string, ...options: readonly string[]) => {
    const purpose = `aws ${service} ${operation}`;
    const { stdout } = await runProcess(['aws', service, operation, ...options, ...common], {
      ...WORDING,
      subject: purpose,
      env: { ...env, AWS_PAGER: '' },
      timeout: TIMEOUT_MS,
      maxOutput: MAX_ANSWER_BYTES,
    });
    try {
      return JSON.parse(stdout || '{}') as T;
    } catch {
      throw new UserError({
        subject: purpose,
        cause: `the answer is not JSON (${JSON.stringify(stdout.slice(0, 80))})`,
        remedy: "See that 'aws' is the AWS CLI, version 2",
      });
    }
  };
}

/** The region that the AWS CLI takes where nobody names one. */
export async function defaultRegion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (named) return named;
  try {
    const { stdout } = await runProcess(['aws', 'configure', 'get', 'region'], { env, timeout: TIMEOUT_MS });
    return stdout.trim() || undefined;
  } catch (error) {
    if (!(error instanceof ProcessError)) throw error;
    return undefined; // it knows none, or is not there, which the first call says
  }
}

/** What AWS calls an error (`AccessDenied`); absent where it said nothing. */
export function awsErrorCode(error: unknown): string | undefined {
  return error instanceof ProcessError ? /An error occurred \((\w[\w.]*)\)/.exec(error.stderr)?.[1] : undefined;
}
