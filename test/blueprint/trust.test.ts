import type { TrustedRole } from '../../blueprint/src/template/model';
import { type Resource, resources, type Template } from '../../blueprint/test/template/support/repository';
import type { StageOptions, TrustOptions } from '../../src/options';
import { resolveService, type ServiceInput } from '../../src/service/resolve';
import { type GitHubRun, lets, tokenOf } from '../support/trust-policy';
import { synthesize } from './support/synthesis';

const ACCOUNT = '111111111111';
const DEV = { name: 'dev', account: ACCOUNT, region: 'eu-west-1' };
const PROD = { name: 'prod', account: '222222222222', region: 'us-east-1' };
const NAMES = { repository: 'octo-org/dns' };
const NUMBERS = { ...NAMES, ownerId: 123456, repositoryId: 789012, pullRequests: true };

function deployRoles(
  trust: TrustOptions,
  stages: StageOptions[] = [DEV],
  input: Partial<ServiceInput> = {},
): Record<string, Template> {
  const { service } = resolveService({ name: 'dns', trust, stages, ...input });
  const { templates } = synthesize(service);
  return Object.fromEntries(Object.entries(templates).filter(([name]) => name.endsWith('-deploy-role')));
}

function role(template: Template, purpose: TrustedRole['purpose']): Resource {
  const [found] = resources({ template }, 'AWS::IAM::Role').filter(([id]) => id.toLowerCase().startsWith(purpose));
  return found[1];
}

const RUN: GitHubRun = {
  owner: 'octo-org',
  ownerId: 123456,
  repository: 'dns',
  repositoryId: 789012,
  immutable: true,
  context: 'environment:dev',
  workflow: 'deploy.yml',
  ref: 'refs/heads/main',
};
const DRIFT = { context: 'ref:refs/heads/main', workflow: 'drift.yml' };

/** Runs, and the role that each gets with the numbers known, and with the name alone. */
const RUNS: readonly (readonly [title: string, run: Partial<GitHubRun>, numbers: string, names: string])[] = [
  ['a deployment of the stage', {}, 'deploy', 'deploy'],
  ['a rollback of the stage', { workflow: 'rollback.yml' }, 'deploy', 'deploy'],
  ['a deployment, before the repository sends its numbers', { immutable: false }, 'deploy', 'deploy'],
  ['a deployment of another stage', { context: 'environment:prod' }, '', ''],
  ['a stage whose name begins alike', { context: 'environment:dev-2' }, '', ''],
  ['a stage whose name holds a colon', { context: 'environment:x:environment:dev' }, '', ''],
  ['another workflow in the environment', { workflow: 'evil.yml' }, '', ''],
  ['the workflow as a branch has it', { ref: 'refs/heads/feature' }, '', ''],
  ['drift on the main branch', DRIFT, 'drift', 'drift'],
  ['drift on another branch', { ...DRIFT, context: 'ref:refs/heads/feature', ref: 'refs/heads/feature' }, '', ''],
  ['drift on a tag named like the branch', { ...DRIFT, context: 'ref:refs/tags/main' }, '', ''],
  ['drift in an environment', { ...DRIFT, context: 'environment:dev' }, '', ''],
  ['a pull request', { context: 'pull_request', workflow: 'diff.yml', ref: 'refs/pull/7/merge' }, 'diff', 'diff'],
  ['another repository of the owner', { repository: 'evil', repositoryId: 3 }, '', ''],
  ['a repository whose name begins alike', { repository: 'dns-2', repositoryId: 3 }, '', ''],
  ['a fork', { owner: 'mallory', ownerId: 9, repositoryId: 4 }, '', ''],
  ['a fork in an organisation whose name begins alike', { owner: 'octo-org-2', ownerId: 9, repositoryId: 4 }, '', ''],
  ['the repository under another name', { repository: 'names' }, '', ''],
  ['the repository at another owner', { owner: 'octo-corp', ownerId: 5 }, '', ''],
  // what the numbers are for
  ['a new repository under the name', { repositoryId: 4 }, '', 'deploy'],
  ['a new repository under the name that sends no numbers', { repositoryId: 4, immutable: false }, '', 'deploy'],
  ['a new owner under the name', { ownerId: 9, repositoryId: 4 }, '', 'deploy'],
];

const ISSUER = 'token.actions.githubusercontent.com';
const PURPOSES = ['deploy', 'drift', 'diff'] as const;

describe.each([
  ['the numbers of the repository', NUMBERS, 'numbers'],
  ['its name alone', { ...NAMES, pullRequests: true }, 'names'],
] as const)('roles that trust %s', (_title, trust, kind) => {
  const template = Object.values(deployRoles(trust))[0];
  const gets = (run: Partial<GitHubRun>, issuer = ISSUER, claims = {}) =>
    PURPOSES.filter((purpose) =>
      lets(role(template, purpose).Properties.AssumeRolePolicyDocument, issuer, {
        ...tokenOf({ ...RUN, ...run }),
        ...claims,
      }),
    ).join();

  test.each(RUNS)('%s', (_run, run, numbers, names) => {
    expect(gets(run)).toBe({ numbers, names }[kind]);
  });

  test('no token for somebody else, of somebody else or without a claim gets any', () => {
    expect(gets({}, ISSUER, { aud: 'https://github.com/octo-org' })).toBe('');
    expect(gets({}, 'token.actions.acme.ghe.com')).toBe('');
    expect(gets({}, ISSUER, { sub: undefined })).toBe('');
    expect(gets({}, ISSUER, { job_workflow_ref: undefined })).toBe('');
  });
});

test('a role assumes roles of the bootstrap stack of its account, region and qualifier, and nothing else', () => {
  const [template] = Object.values(deployRoles(NUMBERS, [{ ...DEV, bootstrapQualifier: 'acme' }]));
  const arn = (kind: string) => `arn:aws:iam::${ACCOUNT}:role/cdk-acme-${kind}-role-${ACCOUNT}-eu-west-1`;
  const all = ['deploy', 'file-publishing', 'image-publishing', 'lookup'].map(arn);
  for (const [purpose, resource] of [
    ['deploy', all],
    ['drift', arn('lookup')],
    ['diff', arn('lookup')],
  ] as const) {
    const { Policies, ManagedPolicyArns } = role(template, purpose).Properties;
    expect(Policies).toEqual([
      {
        PolicyName: 'AssumeBootstrapRoles',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resource }],
        },
      },
    ]);
    expect(ManagedPolicyArns).toBeUndefined();
  }
  expect(resources({ template }, 'AWS::IAM::Policy')).toEqual([]);
});

describe('the provider', () => {
  test('is created unless the account has it, is for STS, and outlives the stack', () => {
    const [template] = Object.values(deployRoles(NUMBERS)) as (Template & Record<string, unknown>)[];
    const [[, provider]] = resources({ template }, 'AWS::IAM::OIDCProvider');
    expect(provider).toMatchObject({
      Condition: 'CreatesProvider',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { Url: `https://${ISSUER}`, ClientIdList: ['sts.amazonaws.com'] },
    });
    expect(template.Conditions).toEqual({ CreatesProvider: { 'Fn::Equals': [{ Ref: 'CreateProvider' }, 'true'] } });
    expect(template.Parameters).toMatchObject({
      CreateProvider: { Default: 'true', AllowedValues: ['true', 'false'] },
    });
  });

  test('is trusted by its name, created here or not', () => {
    const [template] = Object.values(deployRoles(NUMBERS));
    for (const purpose of PURPOSES) {
      expect(role(template, purpose).Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
        Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`,
      });
    }
  });

  test('is that of the issuer', () => {
    const [template] = Object.values(deployRoles({ ...NUMBERS, issuer: `${ISSUER}/acme` }));
    expect(resources({ template }, 'AWS::IAM::OIDCProvider')[0][1].Properties.Url).toBe(`https://${ISSUER}/acme`);
    const [{ Condition, Principal }] = role(template, 'deploy').Properties.AssumeRolePolicyDocument.Statement;
    expect(JSON.stringify(Principal)).toContain(`:oidc-provider/${ISSUER}/acme`);
    expect(Object.keys(Condition.StringEquals)).toEqual([`${ISSUER}/acme:aud`, `${ISSUER}/acme:sub`]);
  });
});

test.each([
  ['two accounts', PROD],
  ['one account', { ...PROD, account: ACCOUNT }],
])('stages in %s have stacks, roles and subjects of their own', (_title, prod) => {
  const templates = deployRoles(NUMBERS, [DEV, prod]);
  expect(Object.keys(templates)).toEqual(['dns-dev-deploy-role', 'dns-prod-deploy-role']);
  const [dev, production] = Object.values(templates);
  expect(role(dev, 'deploy').Properties.RoleName).toBe('dns-dev-deploy');
  expect(role(production, 'deploy').Properties.RoleName).toBe('dns-prod-deploy');
  const policy = JSON.stringify(role(production, 'deploy').Properties);
  expect(policy).not.toMatch(/environment:dev|eu-west-1/);
});

test('the settings of all roles hold for these, too, and the workflows know the name', () => {
  const roles = { permissionsBoundary: 'developer-boundary', path: '/services/', namePrefix: 'acme-' };
  const { service } = resolveService({ name: 'dns', trust: NUMBERS, stages: [DEV], roles });
  const [stage] = service.stages;
  const template = synthesize(service).templates['dns-dev-deploy-role'];
  for (const purpose of PURPOSES) {
    const { Path, PermissionsBoundary, RoleName } = role(template, purpose).Properties;
    expect(`arn:aws:iam::${ACCOUNT}:role${Path}${RoleName}`).toBe(stage[`${purpose}RoleArn`]);
    expect(RoleName).toMatch(/^acme-/);
    expect(JSON.stringify(PermissionsBoundary)).toContain('policy/developer-boundary');
  }
});
