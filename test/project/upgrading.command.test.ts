import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type UdpServiceProjectOptions, Upgrades } from '../../src';
import { problemsOf } from '../support/problems';
import { synthesize, temporaryDirectory } from '../support/synthesized';

interface Job {
  readonly permissions: Record<string, string>;
  readonly environment?: string;
  readonly if?: string;
  readonly steps: readonly {
    readonly id: string;
    readonly run?: string;
    readonly uses?: string;
    readonly env?: object;
  }[];
  readonly strategy?: { readonly matrix: { readonly kind: string } };
}
interface Workflow {
  readonly on: {
    readonly schedule: readonly { readonly cron: string }[];
    readonly pull_request?: unknown;
    readonly workflow_run?: unknown;
  };
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = (options: Partial<UdpServiceProjectOptions> = {}, name = 'upgrade') =>
  parse(String(synthesize(options)[`.github/workflows/${name}.yml`])) as Workflow;
const commands = (job: Job) => job.steps.flatMap(({ run }) => run ?? []).join('\n');

test('the tasks run the locked command, and no tool that nothing locks', () => {
  const files = synthesize();
  const { tasks } = files['.projen/tasks.json'];
  const args = (name: string) => tasks[name].steps.at(-1).execArgs;
  expect(args('upgrade')).toEqual(['udp-service', 'upgrade', 'template']);
  expect(args('upgrade:cdk')).toEqual(['udp-service', 'upgrade', 'cdk']);
  expect(args('upgrade:dependencies')).toEqual(['udp-service', 'upgrade', 'dependencies']);
  expect(JSON.stringify(files)).not.toContain('npm-check-updates');
  expect(tasks.upgrade.steps[0].exec).toMatch(/ \|\| npm ci .* \|\| npm install /);
});

test('an upgrade installs first where its command is not there, or cannot be executed yet', () => {
  const { tasks } = JSON.parse(JSON.stringify(synthesize()['.projen/tasks.json']));
  const [check] = tasks.upgrade.steps[0].exec.split(' || npm ci');
  const directory = temporaryDirectory();
  const command = join(directory, 'node_modules/.bin/udp-service');
  for (const folder of ['.projen', 'node_modules/.bin']) mkdirSync(join(directory, folder), { recursive: true });
  const installs = { name: 'check', steps: [{ exec: `${check} || echo installs` }] };
  writeFileSync(join(directory, '.projen/tasks.json'), JSON.stringify({ tasks: { check: installs }, env: {} }));
  // by the shell of projen, which is none of the system's
  const projen = join(__dirname, '../../node_modules/projen/bin/projen');
  const run = () => spawnSync(process.execPath, [projen, 'check'], { cwd: directory, encoding: 'utf8' });
  expect(run()).toMatchObject({ status: 0, stdout: 'installs\n' });
  writeFileSync(command, '', { mode: 0o644 });
  expect(run()).toMatchObject({ status: 0, stdout: 'installs\n' });
  chmodSync(command, 0o755);
  expect(run()).toMatchObject({ status: 0, stdout: '' });
});

test('the manifest knows the channel', () => {
  const channel = (options: Partial<UdpServiceProjectOptions>) =>
    JSON.parse(JSON.stringify(synthesize(options)['.udp-service/manifest.json'])).channel;
  expect(channel({})).toBe('latest');
  expect(channel({ upgradeOptions: { channel: 'ring-1' } })).toBe('ring-1');
});

describe('the workflow', () => {
  test('looks at another time in every repository, the same one in each', () => {
    const cron = (name: string, options: Partial<UdpServiceProjectOptions> = {}) =>
      workflow({ name, ...options }).on.schedule[0].cron;
    const times = new Set(Array.from({ length: 20 }, (_, index) => cron(`service-${index}`)));
    expect(times.size).toBeGreaterThan(15);
    for (const time of times) expect(time).toMatch(/^[1-5]?\d [1-5] \* \* [1-5]$/);
    expect(cron('service-1')).toBe(cron('service-1'));
    expect(cron('service-1', { upgradeOptions: { automerge: true } })).toMatch(/\* \* 1-5$/);
    expect(cron('service-1', { upgradeOptions: { schedule: '0 3 * * 1' } })).toBe('0 3 * * 1');
  });

  test('runs what is new with a token that reads, and pushes by a job that runs nothing of it', () => {
    const { upgrade, propose } = workflow().jobs;
    expect(upgrade.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(upgrade)).not.toMatch(/secrets\.|github\.token/);
    expect(commands(upgrade)).toContain('udp-service upgrade "$KIND"');
    expect(propose.permissions).toEqual({ contents: 'read', issues: 'write' });
    expect(commands(propose).split('\n')).toEqual([
      'npm ci --ignore-scripts --no-audit --no-fund',
      expect.stringMatching(
        /^npx --no-install udp-service propose upgrade-report --kind "\$KIND" --base main --credentials "\$HINT"/,
      ),
    ]);
    expect(propose.steps.at(-1)?.env).toMatchObject({ UPGRADE_TOKEN: '${{ secrets.UPGRADE_TOKEN }}' });
  });

  test('takes a token of an app for this, no more than it needs', () => {
    const { propose } = workflow({ upgradeOptions: { credentials: { appClientId: 'Iv23liAbc' } } }).jobs;
    expect(propose.steps.find(({ id }) => id === 'token')).toMatchObject({
      uses: expect.stringMatching(/^actions\/create-github-app-token@[0-9a-f]{40}$/),
      'continue-on-error': true,
      with: {
        'client-id': 'Iv23liAbc',
        'private-key': '${{ secrets.UPGRADE_APP_PRIVATE_KEY }}',
        'permission-contents': 'write',
        'permission-pull-requests': 'write',
        'permission-workflows': 'write',
      },
    });
    expect(propose.steps.at(-1)?.env).toMatchObject({ UPGRADE_TOKEN: '${{ steps.token.outputs.token }}' });
  });

  test('reads the secret in an environment of its own, which no stage may have', () => {
    const named = (environment: string) => ({ upgradeOptions: { credentials: { environment } } });
    expect(workflow().jobs.propose.environment).toBe('upgrade');
    expect(workflow().jobs.upgrade.environment).toBeUndefined();
    expect(workflow(named('bots')).jobs.propose.environment).toBe('bots');
    expect(workflow(named('bots')).jobs.propose.steps.at(-1)?.env).toMatchObject({
      HINT: expect.stringContaining('gh secret set UPGRADE_TOKEN --env bots'),
    });
    for (const options of [
      { stages: [{ name: 'upgrade' }] },
      { ...named('Prod-EU'), stages: [{ name: 'a', environment: 'prod-eu' }] },
    ]) {
      expect(problemsOf(() => synthesize(options))).toMatchObject([
        { subject: 'upgradeOptions.credentials.environment', cause: expect.stringMatching(/^the stage '(upgrade|a)'/) },
      ]);
    }
    expect(problemsOf(() => synthesize(named('a b')))).toMatchObject([
      { subject: 'upgradeOptions.credentials.environment' },
    ]);
  });

  test('merges nothing by itself unless the option says so', () => {
    expect(commands(workflow().jobs.propose)).not.toContain('--merge-after-days');
    const merging = (upgradeOptions: UdpServiceProjectOptions['upgradeOptions']) =>
      commands(workflow({ upgradeOptions }).jobs.propose);
    expect(merging({ automerge: true })).toContain(' --merge-after-days 3 ');
    expect(merging({ automerge: true, minimumAgeDays: 0 })).toContain(' --merge-after-days 0 ');
  });

  test('is not there where nobody wants it', () => {
    const files = Object.keys(synthesize({ upgrades: Upgrades.NONE }));
    expect(files.filter((path) => /workflows\/.*upgrade/.test(path))).toEqual([]);
  });
});

describe('Renovate', () => {
  interface Rule {
    readonly matchPackageNames?: readonly string[];
    readonly matchFileNames?: readonly string[];
    readonly enabled: boolean;
    readonly followTag?: string;
  }
  const PRESET = '.github/renovate-udp-service.json';

  test('is kept off versions and files of the template, and off nothing else', () => {
    const files = synthesize({ devDeps: ['left-pad@^1', '@acme/tool'], codeOwners: { owners: ['@acme/team'] } });
    const rules: Rule[] = files[PRESET].packageRules;
    expect(rules.every(({ enabled }) => enabled === false)).toBe(true);
    const [{ matchPackageNames: names = [] }] = rules;
    expect(names).toEqual(
      expect.arrayContaining(['aws-cdk-lib', 'projen', 'projen-udp-service', 'typescript', 'jest']),
    );
    expect(names).not.toEqual(expect.arrayContaining(['left-pad']));
    expect(names).not.toContain('@acme/tool');
    const paths = rules.flatMap(({ matchFileNames = [] }) => matchFileNames);
    expect(paths).toEqual(
      expect.arrayContaining(['.github/workflows/build.yml', '.github/workflows/upgrade.yml', 'health/Dockerfile']),
    );
    expect(paths).not.toContain('app/Dockerfile');
    const workflows = Object.keys(files).filter((path) => path.startsWith('.github/workflows/'));
    expect(workflows.filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('follows the template by its channel where it is asked to, and a workflow completes that', () => {
    const options = { upgrades: Upgrades.RENOVATE, upgradeOptions: { channel: 'ring-1' } };
    const files = synthesize(options);
    const rules: Rule[] = files['renovate.json'].packageRules;
    expect(rules.at(-1)).toMatchObject({
      matchPackageNames: ['projen-udp-service'],
      enabled: true,
      followTag: 'ring-1',
    });
    expect(files[PRESET]).toBeUndefined();

    const { on, jobs } = workflow(options, 'complete-upgrade');
    expect(Object.keys(jobs)).toEqual(['complete']);
    expect(on).toEqual({ pull_request: { branches: ['main'], paths: ['package.json'] } });
    expect(jobs.complete.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(jobs.complete)).not.toMatch(/secrets\.|github\.token|environment/);
    expect(commands(jobs.complete)).toContain('udp-service upgrade template --complete "$BASE"');
    const own = workflow({ ...options, workflows: { branch: 'trunk' } }, 'complete-upgrade');
    expect(own.on).toMatchObject({ pull_request: { branches: ['trunk'] } });
    // a pull request may not use the environment of the token: what commits runs behind it, on the default branch
    const commit = workflow(options, 'commit-upgrade');
    expect(commit.on).toEqual({
      workflow_run: { workflows: ['complete-upgrade'], types: ['completed'], branches: ['renovate/**'] },
    });
    const { propose } = commit.jobs;
    expect(propose.permissions).toEqual({ actions: 'read', contents: 'read' });
    expect(propose.environment).toBe('upgrade');
    expect(commands(propose)).toContain('--onto "$BRANCH" --head "$HEAD"');
    expect(JSON.stringify(propose.steps.find(({ id }) => id === 'checkout'))).not.toContain('workflow_run');
    // the other kinds are still upgraded here: Renovate is kept off their versions
    expect(workflow(options).jobs.upgrade.strategy?.matrix.kind).toContain('["cdk","dependencies"]');
    expect(workflow().jobs.upgrade.strategy?.matrix.kind).toContain('["template","cdk","dependencies"]');
  });
});

test.each([
  ['upgradeOptions.channel', { channel: '^1.0.0' }],
  ['upgradeOptions.schedule', { schedule: 'weekly' }],
  ['upgradeOptions.minimumAgeDays', { minimumAgeDays: 3 }],
  ['upgradeOptions.minimumAgeDays', { minimumAgeDays: 1.5, automerge: true }],
  ['upgradeOptions.credentials.appPrivateKeySecret', { credentials: { appPrivateKeySecret: 'KEY' } }],
  ['upgradeOptions.credentials.appClientId', { credentials: { appClientId: '$(x)' } }],
  ['upgradeOptions.credentials.tokenSecret', { credentials: { tokenSecret: 'GITHUB_X' } }],
  ['upgradeOptions.credentials.tokenSecret', { credentials: { tokenSecret: 'T', appClientId: 'Iv1.abc' } }],
])('%s is refused where it cannot be meant: %j', (option, upgradeOptions) => {
  expect(problemsOf(() => synthesize({ upgradeOptions })).map((problem) => problem.subject)).toContain(option);
});
