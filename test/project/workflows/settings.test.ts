import { Architecture, type UdpServiceProjectOptions, type WorkflowsOptions } from '../../../src';
import { ACTIONS } from '../../../src/project/workflows/actions';
import { resolveWorkflowSettings } from '../../../src/project/workflows/settings';
import { resolveService } from '../../../src/service/resolve';
import { problemsOf } from '../../support/problems';

const SHA = 'a'.repeat(40);
const STAGES = [{ name: 'dev' }, { name: 'eu' }, { name: 'us' }];
const RUNNER = { labels: ['self-hosted'] };

const resolved = (workflows: WorkflowsOptions, more: Partial<UdpServiceProjectOptions> = {}) => {
  const options = { name: 'echo', stages: STAGES, workflows, ...more };
  return resolveWorkflowSettings(options, resolveService(options).service);
};
const resolve = (...options: Parameters<typeof resolved>) => resolved(...options).settings;
const refuse = (workflows: WorkflowsOptions, more: Partial<UdpServiceProjectOptions> = {}) =>
  problemsOf(() => resolved(workflows, more));

describe('defaults', () => {
  const settings = resolve({});

  test('are those of a repository on github.com', () => {
    expect(settings).toMatchObject({
      branch: 'main',
      host: { name: 'github.com', kind: 'cloud', url: 'https://github.com', apiUrl: 'https://api.github.com' },
      node: { version: '24' },
      timeouts: { build: 30, diff: 30, deploy: 60, rollback: 60, drift: 20, upgrade: 45 },
      npmTokens: [],
      containerRegistries: [],
      waves: [['dev'], ['eu'], ['us']],
      notifications: {},
    });
  });

  test('build images on the architecture of the tasks', () => {
    expect(settings.runners).toEqual({
      standard: { labels: ['ubuntu-24.04'] },
      byArchitecture: { ARM64: { labels: ['ubuntu-24.04-arm'] } },
      docker: true,
    });
  });

  test('take every action from its author, at the commit that the template pins', () => {
    expect(settings.actions.checkout).toEqual({
      uses: `${ACTIONS.checkout.action}@${ACTIONS.checkout.sha}`,
      version: ACTIONS.checkout.version,
    });
  });
});

describe('hosts', () => {
  test('a tenant of ghe.com', () => {
    expect(resolve({ githubHost: 'acme.ghe.com' }).host).toEqual({
      name: 'acme.ghe.com',
      kind: 'residency',
      url: 'https://acme.ghe.com',
      apiUrl: 'https://api.acme.ghe.com',
    });
  });

  test('a GitHub Enterprise Server gets the artifact actions that it supports', () => {
    const { host, actions } = resolve({
      githubHost: 'github.example.com',
      runners: { standard: RUNNER, arm64: RUNNER },
    });
    expect(host).toEqual({
      name: 'github.example.com',
      kind: 'server',
      url: 'https://github.example.com',
      apiUrl: 'https://github.example.com/api/v3',
    });
    expect([actions.uploadArtifact.version, actions.downloadArtifact.version]).toEqual([
      'v3.2.1-node20',
      'v3.1.0-node20',
    ]);
    expect(actions.checkout.version).toBe(ACTIONS.checkout.version);
  });

  test('a GitHub Enterprise Server has no attestations', () => {
    const workflows = {
      githubHost: 'github.example.com',
      attestations: true,
      runners: { standard: RUNNER, arm64: RUNNER },
    };
    expect(refuse(workflows)).toMatchObject([
      {
        subject: 'workflows.attestations',
        cause: expect.stringContaining('github.example.com is a GitHub Enterprise Server'),
      },
    ]);
    for (const githubHost of ['github.com', 'acme.ghe.com']) {
      expect(resolve({ githubHost, attestations: true }).attestations).toBe(true);
    }
  });

  test('a GitHub Enterprise Server without runners is refused', () => {
    expect(refuse({ githubHost: 'github.example.com' })).toMatchObject([{ subject: 'workflows.runners.standard' }]);
  });
});

describe('actions', () => {
  test.each([
    ['acme-actions', 'acme-actions/configure-aws-credentials'],
    ['acme/{owner}-{repository}', 'acme/aws-actions-configure-aws-credentials'],
  ])('come from the mirror %s', (mirror, repository) => {
    const { actions } = resolve({ actions: { mirror } });
    expect(actions.configureAwsCredentials.uses).toBe(`${repository}@${ACTIONS.configureAwsCredentials.sha}`);
    expect(actions.configureAwsCredentials.version).toBe(ACTIONS.configureAwsCredentials.version);
  });

  test('are pinned by the user, before the mirror', () => {
    const pins = [
      { action: 'actions/checkout', uses: `acme/co@${SHA}`, version: 'v9.0.0' },
      { action: 'actions/setup-node', uses: 'actions/setup-node@v7.0.0', immutable: true },
    ];
    const { actions } = resolve({ actions: { mirror: 'acme', pins } });
    expect(actions.checkout).toEqual({ uses: `acme/co@${SHA}`, version: 'v9.0.0' });
    expect(actions.setupNode).toEqual({ uses: 'actions/setup-node@v7.0.0' });
  });
});

test('waves hold several stages', () => {
  expect(resolve({ waves: [['dev'], ['us', 'eu']] }).waves).toEqual([['dev'], ['us', 'eu']]);
});

test('container registries take a password or a role', () => {
  const containerRegistries = [
    { host: 'ghcr.io', passwordSecret: 'GITHUB_TOKEN' },
    { host: '111122223333.dkr.ecr.eu-west-1.amazonaws.com', roleArn: 'arn:aws:iam::111122223333:role/pull' },
  ];
  expect(resolve({ containerRegistries }).containerRegistries).toEqual([
    { host: 'ghcr.io', kind: 'password', passwordSecret: 'GITHUB_TOKEN' },
    {
      host: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
      kind: 'ecr',
      region: 'eu-west-1',
      roleArn: 'arn:aws:iam::111122223333:role/pull',
    },
  ]);
});

test('tokens of npm registries, each once', () => {
  const npmRegistry = {
    registry: 'https://npm.example.com/',
    token: 'NPM_TOKEN',
    scopes: [
      { scope: '@acme', registry: 'https://npm.example.com', token: 'NPM_TOKEN' },
      { scope: '@octo', registry: 'https://npm.pkg.github.com', token: 'GITHUB_TOKEN' },
      { scope: '@open', registry: 'https://npm.open.example.com' },
    ],
  };
  expect(resolve({}, { npmRegistry }).npmTokens).toEqual(['NPM_TOKEN', 'GITHUB_TOKEN']);
});

describe('is refused', () => {
  /** Text that must never reach a workflow: as an expression, as a command, as another line of YAML. */
  const HOSTILE = ['${{ github.token }}', '$(id)', 'a\nb: c', "a'b", 'a"b', 'a;b', '`id`', '-flag', '', ' '];
  const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

  test.each<[string, (text: string) => WorkflowsOptions]>([
    ['workflows.branch', (branch) => ({ branch })],
    ['workflows.githubHost', (githubHost) => ({ githubHost, runners: { standard: RUNNER, arm64: RUNNER } })],
    ['workflows.nodeVersion', (nodeVersion) => ({ nodeVersion })],
    ['workflows.nodeMirror', (nodeMirror) => ({ nodeMirror })],
    ['workflows.runners.standard.labels', (label) => ({ runners: { standard: { labels: [label] }, arm64: RUNNER } })],
    ['workflows.runners.arm64.group', (group) => ({ runners: { arm64: { labels: ['arm'], group } } })],
    ['workflows.actions.mirror', (mirror) => ({ actions: { mirror } })],
    [
      'workflows.actions.pins[actions/checkout].uses',
      (text) => ({ actions: { pins: [{ action: 'actions/checkout', uses: `${text}@${SHA}`, version: 'v1.0.0' }] } }),
    ],
    [
      'workflows.actions.pins[actions/checkout].version',
      (version) => ({ actions: { pins: [{ action: 'actions/checkout', uses: `a/b@${SHA}`, version }] } }),
    ],
    ['workflows.notifications.webhookSecret', (webhookSecret) => ({ notifications: { webhookSecret } })],
    [
      'workflows.containerRegistries[ghcr.io].username',
      (username) => ({ containerRegistries: [{ host: 'ghcr.io', passwordSecret: 'A', username }] }),
    ],
    [
      'workflows.containerRegistries[ghcr.io].passwordSecret',
      (passwordSecret) => ({ containerRegistries: [{ host: 'ghcr.io', passwordSecret }] }),
    ],
    [`workflows.containerRegistries[${ecr}].roleArn`, (roleArn) => ({ containerRegistries: [{ host: ecr, roleArn }] })],
  ])('hostile text in %s', (option, options) => {
    for (const text of HOSTILE) {
      expect(refuse(options(text))).toContainEqual(expect.objectContaining({ subject: option }));
    }
  });

  test.each<[string, Partial<UdpServiceProjectOptions>]>([
    ['npmRegistry.registry', { npmRegistry: { registry: 'http://npm.example.com' } }],
    ['npmRegistry.registry', { npmRegistry: { registry: 'https://user:secret@npm.example.com' } }],
    ['npmRegistry.token', { npmRegistry: { token: 'NPM_TOKEN' } }],
    ['npmRegistry.token', { npmRegistry: { registry: 'https://npm.example.com', token: 'npm_abc-123' } }],
    [
      'npmRegistry.token',
      {
        npmRegistry: {
          registry: 'https://acme-111122223333.d.codeartifact.eu-west-1.amazonaws.com/npm/all/',
          token: 'TOKEN',
        },
      },
    ],
    ['npmRegistry.scopes[acme].scope', { npmRegistry: { scopes: [{ scope: 'acme', registry: 'https://a.example' }] } }],
    [
      'npmRegistry.scopes',
      {
        npmRegistry: {
          scopes: [
            { scope: '@a', registry: 'https://a.example/', token: 'A' },
            { scope: '@b', registry: 'https://a.example', token: 'B' },
          ],
        },
      },
    ],
  ])('%s', (option, options) => {
    expect(refuse({}, options)).toContainEqual(expect.objectContaining({ subject: option }));
  });

  test.each<[string, WorkflowsOptions]>([
    ['workflows.branch', { branch: 'a..b' }],
    ['workflows.branch', { branch: 'release/' }],
    ['workflows.nodeVersion', { nodeVersion: '18' }],
    ['workflows.timeouts.deploy', { timeouts: { deploy: 361 } }],
    ['workflows.timeouts.deply', { timeouts: { deply: 60 } }],
    ['workflows.runners.arm64', { runners: { standard: RUNNER } }],
    ['workflows.runners.standard.labels', { runners: { standard: { labels: [] }, arm64: RUNNER } }],
    ['workflows.runners.docker', { runners: { docker: false } }],
    [
      'workflows.actions.pins[actions/checkout].uses',
      { actions: { pins: [{ action: 'actions/checkout', uses: 'actions/checkout@v7' }] } },
    ],
    [
      'workflows.actions.pins[actions/checkout].uses',
      { actions: { pins: [{ action: 'actions/checkout', uses: 'actions/checkout@v7', immutable: true }] } },
    ],
    [
      'workflows.actions.pins[actions/chekout].action',
      { actions: { pins: [{ action: 'actions/chekout', uses: `a/b@${SHA}`, version: 'v1.0.0' }] } },
    ],
    ['workflows.containerRegistries[ghcr.io].passwordSecret', { containerRegistries: [{ host: 'ghcr.io' }] }],
    [
      'workflows.containerRegistries[ghcr.io].roleArn',
      {
        containerRegistries: [{ host: 'ghcr.io', passwordSecret: 'A', roleArn: 'arn:aws:iam::111122223333:role/pull' }],
      },
    ],
    [
      `workflows.containerRegistries[${ecr}].passwordSecret`,
      {
        containerRegistries: [{ host: ecr, passwordSecret: 'A', roleArn: 'arn:aws:iam::111122223333:role/pull' }],
      },
    ],
    ['workflows.waves', { waves: [['dev'], ['eu']] }],
    ['workflows.waves', { waves: [['dev', 'eu', 'us', 'us']] }],
    ['workflows.waves', { waves: [['dev', 'eu', 'us'], []] }],
    ['workflows.waves', { waves: [['dev', 'eu', 'us', 'prod']] }],
  ])('%s %j', (option, options) => {
    expect(refuse(options)).toMatchObject([
      { subject: option, cause: expect.stringMatching(/\w/), remedy: expect.stringMatching(/\.$/) },
    ]);
  });

  test('nothing where the images come from a registry and the runners have no Docker', () => {
    const image = { registry: 'public.ecr.aws/nginx/nginx', initialVersion: '1' };
    expect(
      resolve({ runners: { docker: false } }, { image, task: { architecture: Architecture.X86_64 } }).runners,
    ).toEqual({
      standard: { labels: ['ubuntu-24.04'] },
      byArchitecture: {},
      docker: false,
    });
  });
});
