// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a variable of IAM, not ours
import type { StageOptions, TrustOptions, WorkflowsOptions } from '../../src';
import type { Stage, TrustedRole } from '../../src/model/model';
import { type ResolvedInput, resolveService } from '../../src/service/resolve';
import { issuerOf } from '../../src/service/resolve/trust';
import { problemsOf } from '../support/problems';

const DEV = { name: 'dev', account: '111111111111', region: 'eu-west-1' };
const NAMES = { repository: 'octo-org/dns' };
const NUMBERS = { ...NAMES, ownerId: 123456, repositoryId: 789012 };

function resolve(trust: TrustOptions, stage: Partial<StageOptions> = {}, name = 'dns'): ResolvedInput {
  return resolveService({ name, trust, stages: [{ ...DEV, ...stage }] });
}

const only = (...args: Parameters<typeof resolve>): Stage => resolve(...args).service.stages[0];

function role(stage: Stage, purpose: TrustedRole['purpose']): TrustedRole {
  const found = stage.trust?.roles.find((one) => one.purpose === purpose);
  if (!found) throw new Error(`no ${purpose} role`);
  return found;
}

describe('the subjects', () => {
  test('with the numbers are exact, in both forms, and the claim of the repository stands beside them', () => {
    const deploy = role(only(NUMBERS), 'deploy');
    expect(deploy.subjects).toEqual([
      'repo:octo-org@123456/dns@789012:environment:dev',
      'repo:octo-org/dns:environment:dev',
    ]);
    expect(deploy.claims).toEqual({
      repository: ['octo-org/dns'],
      repository_id: ['789012'],
      environment: ['dev'],
      job_workflow_ref: [
        'octo-org/dns/.github/workflows/deploy.yml@refs/heads/main',
        'octo-org/dns/.github/workflows/rollback.yml@refs/heads/main',
      ],
    });
  });

  test('follow the environment, the branch and the host of the repository', () => {
    const github = (workflows: WorkflowsOptions, environment?: string) =>
      resolveService({ name: 'dns', trust: NUMBERS, stages: [{ ...DEV, environment }], workflows }).service.stages[0];
    const released = github({ branch: 'release' }, 'development');
    expect(role(released, 'deploy').subjects).toContain('repo:octo-org/dns:environment:development');
    expect(role(released, 'drift').subjects).toContain('repo:octo-org/dns:ref:refs/heads/release');
    expect(role(released, 'deploy').claims.job_workflow_ref).toContain(
      'octo-org/dns/.github/workflows/deploy.yml@refs/heads/release',
    );
    expect(github({ githubHost: 'github.example.com' }).trust?.issuer).toBe('github.example.com/_services/token');
  });

  test('without the numbers are both forms, and the user is warned', () => {
    const { service, warnings } = resolve(NAMES);
    expect(role(service.stages[0], 'deploy').subjects).toEqual([
      'repo:octo-org/dns:environment:dev',
      'repo:octo-org@*/dns@*:environment:dev',
    ]);
    const { claims } = role(service.stages[0], 'deploy');
    expect(claims).not.toHaveProperty('repository_id');
    expect(claims).toMatchObject({ repository: ['octo-org/dns'], environment: ['dev'] });
    expect(warnings).toEqual([
      expect.stringMatching(/trust\.repository: "octo-org\/dns": the name is trusted, whoever/),
    ]);
    expect(resolve(NUMBERS).warnings).toEqual([]);
  });

  test('of drift are those of the main branch, of pull requests those of no branch; both only read', () => {
    const stage = only({ ...NUMBERS, pullRequests: true });
    expect(role(stage, 'drift')).toMatchObject({
      subjects: ['repo:octo-org@123456/dns@789012:ref:refs/heads/main', 'repo:octo-org/dns:ref:refs/heads/main'],
      claims: {
        job_workflow_ref: ['octo-org/dns/.github/workflows/drift.yml@refs/heads/main'],
        ref: ['refs/heads/main'],
      },
      bootstrapRoles: ['lookup'],
    });
    expect(role(stage, 'diff')).toMatchObject({
      subjects: ['repo:octo-org@123456/dns@789012:pull_request', 'repo:octo-org/dns:pull_request'],
      claims: {
        repository_id: ['789012'],
        job_workflow_ref: ['octo-org/dns/.github/workflows/diff.yml@refs/pull/*/merge'],
      },
      bootstrapRoles: ['lookup'],
    });
  });

  test('where AWS reads no further claim, the numbers alone are trusted', () => {
    for (const region of ['us-gov-west-1', 'cn-north-1']) {
      const deploy = role(only(NUMBERS, { region }), 'deploy');
      expect(deploy).toMatchObject({ subjects: ['repo:octo-org@123456/dns@789012:environment:dev'], claims: {} });
    }
    const enterprise = only({ ...NUMBERS, issuer: 'token.actions.githubusercontent.com/acme' });
    expect(enterprise.trust?.issuer).toBe('token.actions.githubusercontent.com/acme');
    expect(role(enterprise, 'deploy').claims).toEqual({});
  });

  test.each<[string, TrustOptions, Partial<StageOptions>, WorkflowsOptions]>([
    ['GovCloud', NAMES, { region: 'us-gov-west-1' }, {}],
    ['China', NAMES, { region: 'cn-north-1' }, {}],
    ['an issuer of one’s own', { ...NAMES, issuer: 'token.actions.githubusercontent.com/acme' }, {}, {}],
    ['ghe.com', NAMES, {}, { githubHost: 'acme.ghe.com' }],
  ])('of a name alone are refused where AWS reads nothing beside them: %s', (_title, trust, stage, workflows) => {
    const input = { name: 'dns', trust, workflows, stages: [{ ...DEV, ...stage }] };
    expect(problemsOf(() => resolveService(input))).toMatchObject([
      { subject: 'trust.repositoryId', cause: expect.stringMatching(/AWS reads no claim but the subject/) },
    ]);
    const { problems } = resolveService({ ...input, trust: { ...trust, ownerId: 1, repositoryId: 2 } });
    expect(problems).toEqual([]);
  });

  test('where AWS reads no further claim, workflows that are named limit nothing, and the user is told', () => {
    const { warnings } = resolve({ ...NUMBERS, workflows: ['ship.yml'] }, { region: 'us-gov-west-1' });
    expect(warnings).toEqual([expect.stringMatching(/trust\.workflows: .*AWS reads no claim.*limits nothing/)]);
  });

  test('of workflows of their own are those workflows', () => {
    const workflows = ['ship.yml', 'acme/ci/.github/workflows/deploy.yml@refs/tags/v1'];
    expect(role(only({ ...NUMBERS, workflows }), 'deploy').claims.job_workflow_ref).toEqual([
      'octo-org/dns/.github/workflows/ship.yml@refs/heads/main',
      'acme/ci/.github/workflows/deploy.yml@refs/tags/v1',
    ]);
  });
});

describe('of another host', () => {
  const on = (githubHost: string, trust: TrustOptions) =>
    resolveService({ name: 'dns', trust, workflows: { githubHost }, stages: [DEV] });

  test('a tenant of ghe.com sends numbers, of which AWS reads no further claim', () => {
    const [stage] = on('acme.ghe.com', NUMBERS).service.stages;
    expect(stage.trust?.issuer).toBe('token.actions.acme.ghe.com');
    expect(role(stage, 'deploy')).toMatchObject({
      subjects: ['repo:octo-org@123456/dns@789012:environment:dev'],
      claims: {},
    });
  });

  test('a server of one’s own sends names alone, and nobody is warned of that', () => {
    const { service, warnings } = on('github.acme.example', NAMES);
    expect(service.stages[0].trust?.issuer).toBe('github.acme.example/_services/token');
    expect(role(service.stages[0], 'deploy')).toMatchObject({
      subjects: ['repo:octo-org/dns:environment:dev'],
      claims: {},
    });
    expect(warnings).toEqual([]);
  });
});

test('the issuer is that of the host', () => {
  expect(issuerOf('github.com')).toBe('token.actions.githubusercontent.com');
  expect(issuerOf('acme.ghe.com')).toBe('token.actions.acme.ghe.com');
  expect(issuerOf('github.acme.example')).toBe('github.acme.example/_services/token');
});

describe('the ARNs', () => {
  test('are known without asking', () => {
    expect(only({ ...NUMBERS, pullRequests: true })).toMatchObject({
      deployRoleArn: 'arn:aws:iam::111111111111:role/dns-dev-deploy',
      driftRoleArn: 'arn:aws:iam::111111111111:role/dns-dev-drift',
      diffRoleArn: 'arn:aws:iam::111111111111:role/dns-dev-diff',
    });
    expect(only(NUMBERS)).not.toHaveProperty('diffRoleArn', expect.any(String));
    expect(only(NUMBERS, { region: 'us-gov-west-1' }).deployRoleArn).toMatch(/^arn:aws-us-gov:iam::/);
    expect(only(NUMBERS, { region: 'cn-north-1' }).deployRoleArn).toMatch(/^arn:aws-cn:iam::/);
  });

  test('follow the settings of all roles, and another path is another name', () => {
    const named = (path: string) => only(NUMBERS, { roles: { namePrefix: 'acme-', path } }).deployRoleArn;
    expect(named('/services/')).toMatch(/^arn:aws:iam::111111111111:role\/services\/acme-dns-dev-deploy-[0-9a-f]{4}$/);
    expect(named('/services/')?.slice(-4)).not.toBe(named('/teams/')?.slice(-4));
  });

  test('of long names fit into what IAM accepts, and differ', () => {
    const service = `a${'b'.repeat(39)}`;
    const roles = { namePrefix: 'p'.repeat(24), path: '/x/' };
    const stages = ['s'.repeat(20), `${'s'.repeat(19)}t`].map((name) => ({ ...DEV, name }));
    const resolved = resolveService({ name: service, trust: { ...NUMBERS, pullRequests: true }, roles, stages });
    const names = resolved.service.stages.flatMap(({ trust }) => trust?.roles.map(({ name }) => name) ?? []);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
    for (const name of names) expect(name).toMatch(/^p{24}[\w-]{1,40}$/);
  });

  test('that are given win, and where all are given there is no stack', () => {
    const arn = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
    const deployed = only(NUMBERS, { deployRoleArn: arn('central') });
    expect(deployed).toMatchObject({ deployRoleArn: arn('central'), driftRoleArn: arn('dns-dev-drift') });
    expect(deployed.trust?.roles.map(({ purpose }) => purpose)).toEqual(['drift']);
    const all = { deployRoleArn: arn('central'), driftRoleArn: arn('reader'), diffRoleArn: arn('reader') };
    expect(only({ ...NUMBERS, pullRequests: true }, all)).toMatchObject({ ...all });
    expect(only({ ...NUMBERS, pullRequests: true }, all).trust).toBeUndefined();
    const problems = problemsOf(() => resolve(NUMBERS, { driftRoleArn: 'arn:aws:iam::222222222222:role/x' }));
    expect(problems).toMatchObject([
      { subject: 'stages[dev].driftRoleArn', cause: expect.stringContaining('222222222222') },
    ]);
  });
});

test('a stage without account or region gets no role, and the user is told', () => {
  const { service, warnings } = resolve(NUMBERS, { account: undefined });
  expect(service.stages[0]).not.toHaveProperty('trust');
  expect(service.stages[0].deployRoleArn).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining("stage 'dev' has no account yet, so GitHub gets no role in it")]);
});

describe('a session', () => {
  const sessions = (timeouts: Record<string, number>) =>
    resolveService({
      name: 'dns',
      trust: { ...NUMBERS, pullRequests: true },
      stages: [DEV],
      workflows: { timeouts },
    }).service.stages[0].trust?.roles.map(({ maxSessionSeconds }) => maxSessionSeconds);

  test('of an hour is what IAM gives, and nothing is said', () => {
    expect(sessions({})).toEqual([undefined, undefined, undefined]);
    expect(sessions({ deploy: 5, drift: 60 })).toEqual([undefined, undefined, undefined]);
  });

  test('lasts as long as the longest job of the role', () => {
    expect(sessions({ deploy: 180 })).toEqual([10_800, undefined, undefined]);
    expect(sessions({ deploy: 90, rollback: 120, diff: 61 })).toEqual([7200, undefined, 3660]);
  });
});

test('without the option nothing is made', () => {
  const [stage] = resolveService({ name: 'dns', stages: [DEV] }).service.stages;
  expect(stage.trust).toBeUndefined();
  expect(stage.deployRoleArn).toBeUndefined();
});

test.each<[string, TrustOptions, string]>([
  ['no repository', {}, 'trust.repository'],
  ['a repository without owner', { repository: 'dns' }, 'trust.repository'],
  ['a pattern', { repository: 'octo-org/*' }, 'trust.repository'],
  ['an address', { repository: 'https://github.com/octo-org/dns' }, 'trust.repository'],
  ['one number alone', { ...NAMES, ownerId: 1 }, 'trust.repositoryId'],
  ['the other number alone', { ...NAMES, repositoryId: 1 }, 'trust.ownerId'],
  ['a number that is none', { ...NUMBERS, ownerId: 0.5 }, 'trust.ownerId'],
  ['a scheme in the issuer', { ...NUMBERS, issuer: 'https://token.example' }, 'trust.issuer'],
  ['a workflow by a pattern', { ...NUMBERS, workflows: ['*'] }, 'trust.workflows'],
  ['a ref by a pattern', { ...NUMBERS, workflows: ['a/b/.github/workflows/c.yml@refs/heads/*'] }, 'trust.workflows'],
  ['a ref of any letter', { ...NUMBERS, workflows: ['a/b/.github/workflows/c.yml@refs/tags/v?'] }, 'trust.workflows'],
  ['a variable of IAM', { ...NUMBERS, workflows: ['a/b/.github/workflows/c.yml@${aws:username}'] }, 'trust.workflows'],
])('%s is refused', (_title, trust, option) => {
  expect(problemsOf(() => resolve(trust)).map((problem) => problem.subject)).toEqual([option]);
});
