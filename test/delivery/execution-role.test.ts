import { administers, checkExecutionRole, executionPower } from '../../src/delivery/precheck/execution-role';
import { precheckMarkdown, precheckText } from '../../src/delivery/precheck/report';
import { accessWith, assemblyOf, refusal, stackWith } from './support/fakes';

const statement = (of: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...of }] });
const EVERYTHING = statement({ Action: '*' });
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BOUNDARY = 'arn:aws:iam::111111111111:policy/boundary';
const ROLE = 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role-111111111111-eu-west-1';

interface Account {
  readonly attached?: Readonly<Record<string, object>>;
  readonly inline?: Readonly<Record<string, object>>;
  readonly boundary?: object;
}

/** An account whose execution role has these policies. */
function accountWith({ attached = {}, inline = {}, boundary }: Account) {
  const all: Readonly<Record<string, object>> = { ...attached, ...(boundary && { [BOUNDARY]: boundary }) };
  return accessWith({
    'iam get-role': { Role: boundary ? { PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY } } : {} },
    'iam list-attached-role-policies': { AttachedPolicies: Object.keys(attached).map((PolicyArn) => ({ PolicyArn })) },
    'iam list-role-policies': { PolicyNames: Object.keys(inline) },
    'iam get-policy': { Policy: { DefaultVersionId: 'v1' } },
    'iam get-policy-version': (options: readonly string[]) => ({ PolicyVersion: { Document: all[options[1]] } }),
    'iam get-role-policy': (options: readonly string[]) => ({ PolicyDocument: inline[options[3]] }),
  });
}

const power = (account: Account) => executionPower(accountWith(account).reader, ROLE);

test.each<[string, string, Account]>([
  ['administrator', 'AdministratorAccess', { attached: { [ADMINISTRATOR]: EVERYTHING } }],
  ['administrator', 'a policy of its own', { inline: { all: statement({ Action: ['iam:*'] }) } }],
  ['administrator', 'a boundary that is one, too', { attached: { [ADMINISTRATOR]: EVERYTHING }, boundary: EVERYTHING }],
  ['administrator', 'everything but S3', { inline: { most: statement({ Action: undefined, NotAction: 's3:*' }) } }],
  ['scoped', 'a boundary', { attached: { [ADMINISTRATOR]: EVERYTHING }, boundary: statement({ Action: 'ecs:*' }) }],
  ['scoped', 'actions of services', { inline: { some: statement({ Action: ['ecs:*', 'iam:PassRole'] }) } }],
  ['scoped', 'PowerUserAccess', { inline: { power: statement({ Action: undefined, NotAction: ['iam:*'] }) } }],
  [
    'scoped',
    'roles of its own',
    { inline: { own: statement({ Action: 'iam:*', Resource: 'arn:aws:iam::1:role/a' }) } },
  ],
  [
    'scoped',
    'a condition',
    {
      inline: {
        bound: statement({ Action: 'iam:*', Condition: { StringEquals: { 'iam:PermissionsBoundary': 'x' } } }),
      },
    },
  ],
  ['scoped', 'nothing', {}],
])('is %s by %s', async (kind, _title, account) => {
  expect((await power(account)).kind).toBe(kind);
});

test('what may not be read is unknown', async () => {
  const { reader } = accessWith({ 'iam get-role': refusal('AccessDenied') });
  expect(await executionPower(reader, ROLE)).toEqual({
    kind: 'unknown',
    reason: expect.stringContaining('AccessDenied'),
  });
});

test('a statement that denies counts', () => {
  const Deny = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
  expect(administers([EVERYTHING, { Statement: [Deny] }])).toBe(false);
  expect(administers([EVERYTHING, { Statement: [{ ...Deny, Action: 'iam:PutRolePolicy' }] }])).toBe(true);
});

test('precheck says which one it is, and makes no problem of it', async () => {
  const stack = stackWith({}, { roles: { publishing: [], execution: ROLE } });
  const checked = await checkExecutionRole({
    assembly: assemblyOf(stack),
    access: accountWith({ attached: { [ADMINISTRATOR]: EVERYTHING } }),
  });
  expect(checked.problems).toEqual([]);
  expect(precheckText('dev', checked)).toMatch(
    /^i {2}the execution role .*cfn-exec.* is an administrator \(AdministratorAccess\), and whoever deploys/,
  );
  expect(precheckMarkdown('dev', checked)).toMatch(/- note: the execution role .* bootstrap-policy/);
});
