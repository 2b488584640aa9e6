import { detectDrift } from '../../src/delivery/drift/detect';
import { driftMarkdown, driftText } from '../../src/delivery/drift/report';
import { accessWith, assemblyOf, refusal, stackWith } from './support/fakes';

const GONE = refusal('ValidationError', 'Stack with id x does not exist');
const there = { Stacks: [{ StackId: 'id', StackStatus: 'CREATE_COMPLETE' }] };
const DRIFTED = {
  StackResourceDrifts: [
    { LogicalResourceId: 'A', ResourceType: 'AWS::X', StackResourceDriftStatus: 'IN_SYNC' },
    {
      LogicalResourceId: 'B',
      ResourceType: 'AWS::X',
      StackResourceDriftStatus: 'MODIFIED',
      PropertyDifferences: [{ PropertyPath: '/P', ExpectedValue: 'a|b', ActualValue: 'x'.repeat(500) }],
    },
    { LogicalResourceId: 'C', ResourceType: 'AWS::X', StackResourceDriftStatus: 'DELETED' },
  ],
};

function detect(drifts: object, code: number, stacks: object = there) {
  const asked: string[] = [];
  const access = accessWith({
    'cloudformation describe-stacks': stacks,
    'cloudformation describe-stack-resource-drifts': drifts,
  });
  const cdk = async (...args: readonly string[]) => {
    asked.push(args.join(' '));
    return { code, tail: 'cannot detect' };
  };
  return { drift: detectDrift(assemblyOf(stackWith({})), access, cdk), asked };
}

test('what was changed or deleted by hand, and nothing else', async () => {
  const { drift, asked } = detect(DRIFTED, 1);
  expect((await drift).resources.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
    'B MODIFIED',
    'C DELETED',
  ]);
  expect(asked).toEqual(['drift dev-service --app cdk.out --fail --no-notices']);
  expect(driftText('dev', await drift)).toContain('dev: 2 resources have drifted');
  const markdown = driftMarkdown('dev', await drift);
  expect(markdown).toContain('| `echo-dev-service/B` | AWS::X | MODIFIED | `/P` | `a\\|b` |');
  expect(markdown.length).toBeLessThan(1500);
});

test('a detection that fails is no answer', async () => {
  await expect(detect({ StackResourceDrifts: [] }, 1).drift).rejects.toThrow('nobody knows');
});

test('a stack that is not deployed yet is not looked at', async () => {
  const { drift, asked } = detect(DRIFTED, 0, GONE);
  expect(await drift).toEqual({ resources: [], missing: ['echo-dev-service'] });
  expect(asked).toEqual([]);
});
