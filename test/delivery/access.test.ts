import type { Aws } from '../../src/clients/aws/cli';
import { openAccess } from '../../src/delivery/access';
import type { StageAssembly } from '../../src/delivery/assembly';
import { refusal } from './support/fakes';

const ACCOUNT = '111111111111';
const LOOKUP = 'arn:${AWS::Partition}:iam::111111111111:role/cdk-lookup';
const ASSEMBLY: StageAssembly = {
  directory: 'cdk.out',
  stage: 'dev',
  stacks: [
    {
      id: 'dev-service',
      name: 'dns-dev-service',
      account: ACCOUNT,
      region: 'eu-west-1',
      template: { Resources: {} } as unknown as StageAssembly['stacks'][number]['template'],
      terminationProtection: false,
      roles: { lookup: LOOKUP, publishing: [] },
      images: [],
    },
  ],
};

/** An account whose lookup role gives credentials that tell how often it was assumed. */
function accountWith(isAssumable: () => boolean) {
  const used: (string | undefined)[] = [];
  let assumed = 0;
  const connect =
    (_region: string | undefined, env: NodeJS.ProcessEnv): Aws =>
    async <T>(_service: string, operation: string) => {
      const answers: Record<string, () => unknown> = {
        'get-caller-identity': () => ({ Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/run` }),
        'assume-role': () => {
          if (!isAssumable()) throw refusal('AccessDenied');
          assumed += 1;
          return { Credentials: { AccessKeyId: `key-${assumed}`, SecretAccessKey: 's', SessionToken: 't' } };
        },
        'describe-stacks': () => {
          used.push(env.AWS_ACCESS_KEY_ID);
          return {};
        },
      };
      return answers[operation]() as T;
    };
  return { connect, used };
}

const MINUTE = 60_000;

test('the lookup role is assumed once, and again before AWS ends its session', async () => {
  let now = 0;
  const { connect, used } = accountWith(() => true);
  const { reader, readerIn, readerProblem } = await openAccess(ASSEMBLY, {}, connect, () => now);
  expect(readerProblem).toBeUndefined();
  for (const minutes of [0, 44, 46, 90, 92, 180]) {
    now = minutes * MINUTE;
    await reader('cloudformation', 'describe-stacks');
  }
  await readerIn('us-east-1')('cloudformation', 'describe-stacks');
  expect(used).toEqual(['key-1', 'key-1', 'key-2', 'key-2', 'key-3', 'key-4', 'key-4']);
});

test('a renewal that fails is tried again at the next call', async () => {
  let now = 0;
  let isAssumable = true;
  const { connect, used } = accountWith(() => isAssumable);
  const { reader } = await openAccess(ASSEMBLY, {}, connect, () => now);
  now = 60 * MINUTE;
  isAssumable = false;
  await expect(reader('cloudformation', 'describe-stacks')).rejects.toThrow(/AccessDenied/);
  isAssumable = true;
  await reader('cloudformation', 'describe-stacks');
  expect(used).toEqual(['key-2']);
});

test('where the lookup role cannot be assumed, the credentials of the caller read', async () => {
  const { connect, used } = accountWith(() => false);
  const { reader, readerProblem } = await openAccess(ASSEMBLY, { AWS_ACCESS_KEY_ID: 'own' }, connect);
  await reader('cloudformation', 'describe-stacks');
  expect([used, readerProblem]).toEqual([['own'], expect.stringContaining('AccessDenied')]);
});
