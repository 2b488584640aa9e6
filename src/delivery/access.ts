import { type Aws, awsCli, defaultRegion } from '../clients/aws/cli';
import { assumeRole, type Caller, callerOf } from '../clients/aws/roles';
import { shortText, UserError } from '../util/user-error';
import { type StageAssembly, serviceStack } from './assembly';

/** Name of the sessions of roles that are assumed here, as AWS CloudTrail shows it. */
export const SESSION = 'udp-service';

/** The account and region of a stage, and who asks there. */
export interface Access {
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
  /** With the credentials of whoever started the program. */
  readonly aws: Aws;
  /** With those of the bootstrap stack's lookup role, which only reads; with the caller's own where it cannot be assumed. */
  readonly reader: Aws;
  /** Why the lookup role could not be assumed. */
  readonly readerProblem?: string;
  /** The reader in another region. */
  readonly readerIn: (region: string) => Aws;
}

/**
 * Milliseconds after which a role is assumed anew: AWS ends the session of a role that another role has assumed after an
 * hour, and a deployment may take longer.
 */
const RENEW_AFTER_MS = 45 * 60_000;

/** How the AWS CLI is reached; tests count the calls. */
export type Connect = (region: string | undefined, env: NodeJS.ProcessEnv) => Aws;

/**
 * Opens the account of a stage.
 *
 * @throws UserError where the credentials are none, or not of the stage's account or region
 */
export async function openAccess(
  assembly: StageAssembly,
  env: NodeJS.ProcessEnv,
  connect: Connect = awsCli,
  now: () => number = Date.now,
): Promise<Access> {
  const stack = serviceStack(assembly);
  const region = stack.region ?? (await defaultRegion(env));
  if (region === undefined) {
    throw new UserError({
      subject: `stage ${assembly.stage}`,
      cause: 'has no region, and the AWS CLI knows none',
      remedy: "Give 'region' in .projenrc.ts, or set AWS_REGION",
    });
  }
  const aws = connect(region, env);
  const caller = await callerOf(aws).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    throw new UserError({
      subject: `stage ${assembly.stage}`,
      cause: `no usable AWS credentials (${shortText(error)})`,
      remedy: `Log in to the account ${stack.account ?? 'of the stage'}`,
    });
  });
  if (stack.account !== undefined && stack.account !== caller.account) {
    const trusted = await mayActIn(aws, resolveArn(stack.roles.deploy, { ...caller, account: stack.account, region }));
    if (!trusted) {
      throw new UserError({
        subject: `stage ${assembly.stage}`,
        cause: `lies in the account ${stack.account}, but the credentials are of ${caller.arn}, and no role of the bootstrap stack there lets them in. Log in to ${stack.account}, or bootstrap it with --trust ${caller.account}`,
      });
    }
  }
  const account = stack.account ?? caller.account;
  const open = (reading: () => Promise<NodeJS.ProcessEnv>, readerProblem?: string): Access => {
    const readerIn =
      (where: string): Aws =>
      async <T>(...call: Parameters<Aws>) =>
        connect(where, await reading())<T>(...call);
    return { account, region, caller, aws, reader: readerIn(region), readerIn, readerProblem };
  };
  const lookup = resolveArn(stack.roles.lookup, { ...caller, account, region });
  if (lookup === undefined) return open(() => Promise.resolve(env));
  const reading = renewed(async () => ({ ...env, ...(await assumeRole(aws, lookup, SESSION)) }), now);
  try {
    await reading();
    return open(reading);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return open(() => Promise.resolve(env), shortText(error));
  }
}

/** What is made once and kept, until it is so old that it is made anew; a failure is not kept. */
function renewed<T>(make: () => Promise<T>, now: () => number): () => Promise<T> {
  let kept: { readonly since: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (kept !== undefined && now() - kept.since < RENEW_AFTER_MS) return kept.value;
    const made = { since: now(), value: make() };
    kept = made;
    made.value.catch(() => {
      if (kept === made) kept = undefined;
    });
    return made.value;
  };
}

async function mayActIn(aws: Aws, role: string | undefined): Promise<boolean> {
  if (role === undefined) return false;
  try {
    await assumeRole(aws, role, SESSION);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** A text of an assembly or template with its placeholders for partition, account and region filled in. */
export function resolvePlaceholders(
  text: string,
  { account, region, partition }: { readonly account: string; readonly region: string; readonly partition: string },
): string {
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const values: Readonly<Record<string, string>> = {
    'AWS::Partition': partition,
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::URLSuffix': suffix,
  };
  return text.replace(/\$\{(AWS::\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function resolveArn<T extends string | undefined>(
  arn: T,
  place: { readonly account: string; readonly region: string; readonly partition: string },
): T {
  return (arn === undefined ? undefined : resolvePlaceholders(arn, place)) as T;
}

/** The same for the account that is open. */
export function resolveIn({ account, region, caller }: Access, text: string): string {
  return resolvePlaceholders(text, { account, region, partition: caller.partition });
}
