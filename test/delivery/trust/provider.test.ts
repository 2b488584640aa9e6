import type { Aws } from '../../../src/clients/aws/cli';
import { createsProvider } from '../../../src/delivery/trust/provider';
import { refusal } from '../support/fakes';

const ISSUER = 'token.actions.githubusercontent.com';
const ARN = `arn:aws:iam::111111111111:oidc-provider/${ISSUER}`;

/** An account with providers by their audiences, and a stack with the given kinds of resources, or none. */
function account(providers: Readonly<Record<string, readonly string[]>>, stack?: readonly string[]): Aws {
  const answers: Readonly<Record<string, (options: readonly string[]) => unknown>> = {
    'list-open-id-connect-providers': () => ({
      OpenIDConnectProviderList: Object.keys(providers).map((Arn) => ({ Arn })),
    }),
    'get-open-id-connect-provider': ([, arn]) => ({ ClientIDList: providers[arn] }),
    'describe-stack-resources': () => {
      if (!stack) throw refusal('ValidationError', 'Stack with id s does not exist');
      return { StackResources: stack.map((ResourceType) => ({ ResourceType })) };
    },
  };
  return async <T>(_service: string, operation: string, ...options: readonly string[]) =>
    answers[operation](options) as T;
}

const creates = (aws: Aws) => createsProvider(aws, 'dns-dev-deploy-role', ARN, ISSUER);
const OTHERS = { 'arn:aws:iam::111111111111:oidc-provider/gitlab.com': ['gitlab'] };
const GITHUB = { [ARN]: ['sts.amazonaws.com', 'other'] };
const OWN = ['AWS::IAM::OIDCProvider', 'AWS::IAM::Role'];
const FOREIGN = ['AWS::IAM::Role'];

test.each<[string, Aws, boolean]>([
  ['created where the account has none', account(OTHERS), true],
  ['created where a stack without it is there', account(OTHERS, FOREIGN), true],
  ['imported where the account has it', account({ ...OTHERS, ...GITHUB }), false],
  ['imported where another stack made it', account(GITHUB, FOREIGN), false],
  ['kept where this stack made it', account(GITHUB, OWN), true],
])('it is %s', async (_title, aws, expected) => {
  expect(await creates(aws)).toBe(expected);
});

test('one that was deleted behind the back of the stack is to be made again', async () => {
  await expect(creates(account({}, OWN))).rejects.toThrow(
    /is gone\. Make it again: aws iam create-open-id-connect-provider/,
  );
});

test('one that is not for STS is to learn of it', async () => {
  const aws = account({ [ARN]: ['https://github.com/octo-org'] });
  await expect(creates(aws)).rejects.toThrow(
    /add-client-id-to-open-id-connect-provider .* --client-id sts\.amazonaws\.com/,
  );
});

test('what AWS refuses is told as it is', async () => {
  const refusing: Aws = async () => {
    throw refusal('AccessDenied');
  };
  await expect(creates(refusing)).rejects.toThrow('AccessDenied');
});
