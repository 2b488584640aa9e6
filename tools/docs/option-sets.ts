import { javascript } from 'projen';
import {
  Architecture,
  Probe,
  Scheme,
  type StageOptions,
  type UdpServiceProjectOptions,
  Upgrades,
  type WorkflowsOptions,
} from '../../src';
import { ACTIONS, type PinnedAction } from '../../src/project/workflows/actions';
import { type Case, pairwise } from '../pairwise';

const { NodePackageManager } = javascript;

const DIMENSIONS = {
  manager: ['npm', 'pnpm', 'yarn', 'yarn-berry'],
  stages: ['unconfigured', 'one', 'production', 'waves', 'mixed', 'trusted'],
  image: ['ARM64', 'X86_64', 'both', 'elsewhere'],
  host: ['github.com', 'acme.ghe.com', 'github.example.com'],
  runners: ['hosted', 'own', 'groups'],
  actions: ['authors', 'mirror', 'pattern', 'pins', 'immutable'],
  registry: ['public', 'token', 'job token'],
  containers: ['none', 'password', 'role', 'both'],
  notifications: ['none', 'webhook'],
  branch: ['main', 'release/1.x_y'],
  node: ['default', 'mirror'],
  smokeTest: ['none', 'task', 'runner'],
  attestations: ['unattested', 'attested'],
  upgrades: ['default', 'app', 'automerge', 'renovate', 'none'],
} as const;

type OptionCase = Case<typeof DIMENSIONS>;

/** Whether the settings that are decided so far go together. */
function isSensible({ host, runners, image, stages, attestations }: Partial<OptionCase>): boolean {
  return (
    // a server of one's own has no runners of GitHub's
    !(host === 'github.example.com' && runners === 'hosted') &&
    // nor attestations
    !(host === 'github.example.com' && attestations === 'attested') &&
    // two architectures take two stages
    !(image === 'both' && ['unconfigured', 'one', 'production'].includes(stages ?? ''))
  );
}

const MANAGERS = {
  npm: NodePackageManager.NPM,
  pnpm: NodePackageManager.PNPM,
  yarn: NodePackageManager.YARN_CLASSIC,
  'yarn-berry': NodePackageManager.YARN_BERRY,
};

const account = (digit: number) => String(digit).repeat(12);
const configured = (name: string, digit: number, more: Partial<StageOptions> = {}): StageOptions => ({
  name,
  account: account(digit),
  region: 'eu-west-1',
  deployRoleArn: `arn:aws:iam::${account(digit)}:role/path/deploy+${name}`,
  driftRoleArn: `arn:aws:iam::${account(digit)}:role/drift`,
  ...more,
});

/** The longest and oddest names that are allowed stand in the stages of waves. */
const STAGES: Readonly<Record<OptionCase['stages'], Partial<UdpServiceProjectOptions>>> = {
  unconfigured: {},
  one: { stages: [configured('dev', 1)] },
  production: { stages: [configured('live', 1, { production: true, environment: 'live.example' })] },
  waves: {
    stages: [
      configured('a', 1),
      configured('a-very-long-stage-nm', 2, { environment: 'Production.EU_west-1', approval: false }),
      configured('prod', 3, { environment: 'production' }),
      configured('if', 4, { production: true, extends: 'prod', environment: 'production-2' }),
    ],
  },
  mixed: { stages: [configured('dev', 1), { name: 'test', account: account(2) }, { name: 'prod' }] },
  trusted: {
    trust: { repository: 'octo-org/my.service', ownerId: 123456, repositoryId: 789012, pullRequests: true },
    codeOwners: { owners: ['@octo-org/platform'] },
    stages: [
      { name: 'dev', account: account(1), region: 'eu-west-1' },
      { name: 'prod', account: account(2), region: 'us-gov-west-1' },
    ],
  },
};

const OWN = { labels: ['self-hosted', 'linux', 'org/large:1'] };
const RUNNERS: Readonly<Record<OptionCase['runners'], WorkflowsOptions['runners']>> = {
  hosted: undefined,
  own: { standard: OWN, arm64: { labels: ['self-hosted', 'ARM64'] }, x64: OWN },
  groups: { standard: { labels: [], group: 'Delivery runners' }, arm64: { labels: ['arm'], group: 'big' }, x64: OWN },
};

/** A release that GitHub shows as immutable. */
export const IMMUTABLE_RELEASE = 'actions/setup-node@v7.0.0';

const ACTION_OPTIONS: Readonly<Record<OptionCase['actions'], WorkflowsOptions['actions']>> = {
  authors: undefined,
  mirror: { mirror: 'acme-actions' },
  pattern: { mirror: 'acme/{owner}-{repository}' },
  pins: {
    pins: Object.values<PinnedAction>(ACTIONS).map(({ action }, index) => ({
      action,
      uses: `acme/${action.replace('/', '-')}@${String(index).repeat(40)}`,
      version: 'v9.8.7',
    })),
  },
  immutable: { mirror: 'acme', pins: [{ action: 'actions/setup-node', uses: IMMUTABLE_RELEASE, immutable: true }] },
};

const PASSWORD = { host: 'ghcr.io', passwordSecret: 'GITHUB_TOKEN' };
const ROLE = {
  host: '111122223333.dkr.ecr.eu-west-1.amazonaws.com',
  roleArn: 'arn:aws:iam::111122223333:role/pull',
};
const OTHER = { host: 'registry.example.com:5000', passwordSecret: 'REGISTRY_PASSWORD', username: 'acme+bot' };
const CONTAINERS = { none: [], password: [PASSWORD], role: [ROLE], both: [PASSWORD, ROLE, OTHER] };

const REGISTRIES: Readonly<Record<OptionCase['registry'], UdpServiceProjectOptions['npmRegistry']>> = {
  public: undefined,
  token: { registry: 'https://npm.example.com/npm/all', token: 'NPM_TOKEN' },
  'job token': {
    scopes: [
      { scope: '@acme', registry: 'https://npm.pkg.github.com', token: 'GITHUB_TOKEN' },
      { scope: '@open', registry: 'https://npm.example.com' },
    ],
  },
};

/** What a service is asked after its deployment, and from where. */
const ANSWERING = { ports: [{ port: 1234, probe: Probe.ECHO }] };
const SMOKE_TESTS: Readonly<Record<OptionCase['smokeTest'], Partial<UdpServiceProjectOptions>>> = {
  none: {},
  task: ANSWERING,
  runner: {
    ...ANSWERING,
    loadBalancer: { scheme: Scheme.INTERNET_FACING },
    clients: { anywhere: true },
    smokeTest: { timeoutSeconds: 30 },
  },
};

const APP = { appClientId: 'Iv23liAbCdEfGhIjKlMn', appPrivateKeySecret: 'ACME_APP_KEY' };
const UPGRADES: Readonly<
  Record<OptionCase['upgrades'], Pick<UdpServiceProjectOptions, 'upgrades' | 'upgradeOptions'>>
> = {
  default: {},
  app: { upgradeOptions: { credentials: APP, channel: 'ring-1', schedule: '17 4 1,15 * MON-FRI' } },
  automerge: { upgradeOptions: { automerge: true, minimumAgeDays: 0, credentials: { tokenSecret: 'ACME_TOKEN' } } },
  renovate: { upgrades: Upgrades.RENOVATE, upgradeOptions: { credentials: APP } },
  none: { upgrades: Upgrades.NONE },
};

const ELSEWHERE = { image: { registry: 'public.ecr.aws/nginx/nginx', initialVersion: '1.27' } };
const X86 = { task: { architecture: Architecture.X86_64 } };

function optionsOf(one: OptionCase): UdpServiceProjectOptions {
  const { stages, ...rest } = STAGES[one.stages];
  const waves = one.stages === 'waves' ? [['a'], ['a-very-long-stage-nm', 'prod'], ['if']] : undefined;
  const both = one.image === 'both';
  return {
    name: 'echo',
    ...rest,
    ...(stages && { stages: stages.map((stage, index) => (both && index === 0 ? { ...stage, ...X86 } : stage)) }),
    ...(one.image === 'X86_64' && X86),
    ...(one.image === 'elsewhere' && { ...ELSEWHERE, ...X86 }),
    packageManager: MANAGERS[one.manager],
    npmRegistry: REGISTRIES[one.registry],
    ...SMOKE_TESTS[one.smokeTest],
    ...UPGRADES[one.upgrades],
    workflows: {
      branch: one.branch,
      githubHost: one.host,
      waves,
      runners: RUNNERS[one.runners] && { ...RUNNERS[one.runners], docker: one.image !== 'elsewhere' },
      actions: ACTION_OPTIONS[one.actions],
      containerRegistries: CONTAINERS[one.containers],
      ...(one.attestations === 'attested' && { attestations: true }),
      notifications: one.notifications === 'webhook' ? { webhookSecret: 'CHAT_WEBHOOK' } : undefined,
      ...(one.node === 'mirror' && { nodeVersion: '22.11.0', nodeMirror: 'https://npm.example.com/node' }),
    },
  };
}

/** Options of repositories in which every two settings meet at least once, by what they are. */
export const OPTION_SETS: readonly (readonly [name: string, options: UdpServiceProjectOptions])[] = pairwise(
  DIMENSIONS,
  isSensible,
).map((one, index) => [`${index + 1}: ${Object.values(one).join(', ')}`, optionsOf(one)]);
