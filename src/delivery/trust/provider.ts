import { type Aws, awsErrorCode } from '../../clients/aws/cli';
import { UserError } from '../../util/user-error';

/** Whom the tokens are meant for, as the workflows ask for them. */
const AUDIENCE = 'sts.amazonaws.com';

/**
 * Whether the stack is to create the OpenID Connect provider: where the account has none, or has the stack's own.
 *
 * @throws UserError where the provider cannot be used as it is
 */
export async function createsProvider(aws: Aws, stack: string, arn: string, issuer: string): Promise<boolean> {
  const [{ OpenIDConnectProviderList: known }, isOwn] = await Promise.all([
    aws<{ OpenIDConnectProviderList: { Arn: string }[] }>('iam', 'list-open-id-connect-providers'),
    hasProvider(aws, stack),
  ]);
  if (!known.some(({ Arn }) => Arn === arn)) {
    if (!isOwn) return true;
    throw new UserError({
      subject: arn,
      cause: `was made by the stack ${stack} and is gone`,
      remedy: `Make it again: aws iam create-open-id-connect-provider --url https://${issuer} --client-id-list ${AUDIENCE}`,
    });
  }
  const option = ['--open-id-connect-provider-arn', arn];
  const { ClientIDList: audiences } = await aws<{ ClientIDList: string[] }>(
    'iam',
    'get-open-id-connect-provider',
    ...option,
  );
  if (audiences.includes(AUDIENCE)) return isOwn;
  throw new UserError({
    subject: arn,
    cause: `is not for ${AUDIENCE}, which the workflows ask tokens for`,
    remedy: `Add it: aws iam add-client-id-to-open-id-connect-provider ${option.join(' ')} --client-id ${AUDIENCE}`,
  });
}

async function hasProvider(aws: Aws, stack: string): Promise<boolean> {
  try {
    const { StackResources } = await aws<{ StackResources: { ResourceType: string }[] }>(
      'cloudformation',
      'describe-stack-resources',
      '--stack-name',
      stack,
    );
    return StackResources.some(({ ResourceType }) => ResourceType === 'AWS::IAM::OIDCProvider');
  } catch (error) {
    if (awsErrorCode(error) === 'ValidationError') return false; // there is no such stack yet
    throw error;
  }
}
