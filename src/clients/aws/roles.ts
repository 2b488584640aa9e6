import type { Aws } from './cli';

/** Who the credentials belong to. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

export async function callerOf(aws: Aws): Promise<Caller> {
  const { Account: account, Arn: arn } = await aws<{ Account: string; Arn: string }>('sts', 'get-caller-identity');
  return { account, arn, partition: arn.split(':')[1] };
}

/** The credentials of a role that the caller may assume, as the environment of a program. */
export async function assumeRole(aws: Aws, roleArn: string, session: string): Promise<NodeJS.ProcessEnv> {
  const { Credentials } = await aws<{
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
  }>('sts', 'assume-role', '--role-arn', roleArn, '--role-session-name', session);
  return {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
    AWS_PROFILE: undefined,
  };
}
