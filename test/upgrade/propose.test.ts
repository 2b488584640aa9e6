import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { programsIn } from '../../src/upgrade/program';
import { AUTHOR, ProposalBranch } from '../../src/upgrade/propose/branch';
import { branchOf, complete, propose } from '../../src/upgrade/propose/propose';
import { type RunGitHubCli, Site } from '../../src/upgrade/propose/site';
import type { UpgradeReport } from '../../src/upgrade/report';
import { cleanEnv } from '../support/packed';
import { GithubSite } from '../support/workflow-runner';

// every proposal starts git and the GitHub CLI some times
jest.setTimeout(60_000);

const GH = resolve(__dirname, '../support/stubs/bin/gh');
const BRANCH = branchOf('template');

let folder: string;
let github: GithubSite;
const checkout = () => join(folder, 'checkout');
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: checkout(), env: cleanEnv(), encoding: 'utf8' }).trim();
const pushed = (path: string) =>
  execFileSync('git', ['show', `${BRANCH}:${path}`], { cwd: join(folder, 'origin.git'), encoding: 'utf8' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'propose-'));
  github = new GithubSite();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(folder, 'origin.git')]);
  execFileSync('git', ['clone', '--quiet', join(folder, 'origin.git'), checkout()], { stdio: 'ignore' });
  writeFileSync(join(checkout(), 'version.txt'), '1.0.0\n');
  git('add', '.');
  git('commit', '--quiet', '--message=start');
  git('push', '--quiet', 'origin', 'HEAD:main');
});
afterEach(() => {
  delete process.env.GIT_COMMITTER_EMAIL;
  github.close();
  rmSync(folder, { recursive: true, force: true });
});

const report = (changes: Partial<UpgradeReport> = {}): UpgradeReport => ({
  schema: 1,
  kind: 'template',
  state: 'upgraded',
  title: 'Upgrade to projen-udp-service 1.1.0',
  body: 'What is new.\n',
  incomplete: false,
  mergesByItself: true,
  ...changes,
});

/** A patch that writes a version. */
function patchTo(version: string): string {
  const file = join(folder, `${version}.patch`);
  writeFileSync(join(checkout(), 'version.txt'), `${version}\n`);
  writeFileSync(file, `${git('diff', '--binary')}\n`);
  git('checkout', '--quiet', '--', '.');
  return file;
}

interface Given {
  readonly report?: UpgradeReport;
  readonly version?: string;
  readonly credentials?: boolean;
  /** What the token may do that pushes and proposes. @default - what it needs */
  readonly access?: Record<string, string>;
  readonly mergeAfterDays?: number;
  readonly now?: Date;
}

const NEEDED = { contents: 'write', 'pull-requests': 'write', workflows: 'write' };

function setting({ credentials = true, access = NEEDED }: Given) {
  const programs = programsIn(checkout(), new AbortController().signal);
  const cli =
    (token: string): RunGitHubCli =>
    (args) =>
      programs([process.execPath, GH, ...args], {
        purpose: 'gh',
        remedy: '',
        env: { ...github.env(), GH_TOKEN: token },
      });
  github.change((state) => {
    state.tokens = {
      proposer: access,
      job: { contents: 'read', issues: 'write' },
    };
  });
  return { programs, site: new Site(cli('job'), credentials ? cli('proposer') : undefined) };
}

function run(given: Given = {}): Promise<string> {
  const { programs, site } = setting(given);
  git('checkout', '--quiet', 'main');
  const base = git('rev-parse', 'HEAD');
  return propose(
    {
      report: given.report ?? report(),
      ...(given.version === undefined ? {} : { patch: patchTo(given.version) }),
      base: 'main',
      branch: BRANCH,
      mergeAfterDays: given.mergeAfterDays,
      credentials: given.credentials ?? true,
      credentialsHint: 'Put a token into the secret UPGRADE_TOKEN.',
      runUrl: 'https://github.com/octo-org/my-service/actions/runs/1',
      now: given.now ?? new Date(),
    },
    site,
    new ProposalBranch(BRANCH, base, programs, {}),
  );
}

const pulls = () => github.state.pulls;
const issues = () => github.state.issues;

describe('an upgrade is proposed', () => {
  test('in a pull request with the report, by a commit of its own, whoever the environment says commits', async () => {
    process.env.GIT_COMMITTER_EMAIL = 'somebody@example.com';
    expect(await run({ version: '1.1.0' })).toBe('Opened a pull request: Upgrade to projen-udp-service 1.1.0');
    expect(pulls()).toMatchObject([
      {
        title: 'Upgrade to projen-udp-service 1.1.0',
        body: 'What is new.\n',
        head: BRANCH,
        base: 'main',
        isDraft: false,
      },
    ]);
    expect(pushed('version.txt')).toBe('1.1.0\n');
    expect(
      execFileSync('git', ['log', '-1', '--format=%ce %s', BRANCH], {
        cwd: join(folder, 'origin.git'),
        encoding: 'utf8',
      }),
    ).toBe(`${AUTHOR.email} Upgrade to projen-udp-service 1.1.0\n`);
    expect(issues()).toEqual([]);
  });

  test('in the same pull request again, whose branch is replaced', async () => {
    await run({ version: '1.1.0' });
    expect(await run({ version: '1.2.0', report: report({ title: 'Upgrade to 1.2.0', body: 'More.' }) })).toBe(
      'Updated #1: Upgrade to 1.2.0',
    );
    expect(pulls()).toMatchObject([{ title: 'Upgrade to 1.2.0', body: 'More.' }]);
    expect(pushed('version.txt')).toBe('1.2.0\n');
    expect(git('log', '--format=%s', 'origin/main')).toBe('start');
  });

  test('without a new commit where nothing changed, so that its age and its checks count', async () => {
    await run({ version: '1.1.0' });
    const before = execFileSync('git', ['rev-parse', BRANCH], { cwd: join(folder, 'origin.git'), encoding: 'utf8' });
    expect(await run({ version: '1.1.0' })).toBe('#1 is as it was.');
    expect(execFileSync('git', ['rev-parse', BRANCH], { cwd: join(folder, 'origin.git'), encoding: 'utf8' })).toBe(
      before,
    );
  });

  test('on the newest base', async () => {
    await run({ version: '1.1.0' });
    writeFileSync(join(checkout(), 'other.txt'), 'x\n');
    git('checkout', '--quiet', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message=other');
    git('push', '--quiet', 'origin', 'main');
    await run({ version: '1.2.0' });
    expect(pushed('other.txt')).toBe('x\n');
  });

  test('and what somebody else has committed to its branch is never overwritten', async () => {
    await run({ version: '1.1.0' });
    git('fetch', '--quiet', 'origin');
    git('checkout', '--quiet', '-B', 'mine', `origin/${BRANCH}`);
    writeFileSync(join(checkout(), 'mine.txt'), 'mine\n');
    git('add', '.');
    git('commit', '--quiet', '--message=mine');
    git('push', '--quiet', 'origin', `HEAD:${BRANCH}`);
    expect(await run({ version: '1.2.0' })).toBe(`Left ${BRANCH} alone: e2e@example.com committed to it.`);
    expect(pushed('mine.txt')).toBe('mine\n');
    expect(github.state.comments).toMatchObject([
      { pull: '1', body: expect.stringContaining('nothing of theirs is overwritten') },
    ]);
  });

  test('as a draft where it has to be completed, and as no draft when it is', async () => {
    await run({ version: '1.1.0', report: report({ title: 'upgrade blocked: x', incomplete: true }) });
    expect(pulls()).toMatchObject([{ title: 'upgrade blocked: x', isDraft: true }]);
    await run({ version: '1.2.0' });
    expect(pulls()).toMatchObject([{ isDraft: false }]);
  });

  test('and closed where it is not needed any more', async () => {
    await run({ version: '1.1.0' });
    expect(await run({ report: report({ state: 'current', title: '', body: '' }) })).toMatch(/^Closed #1/);
    expect(pulls()).toMatchObject([{ state: 'CLOSED' }]);
    expect(await run({ report: report({ state: 'current' }) })).toBe('Everything is up to date.');
  });
});

describe('an upgrade merges by itself', () => {
  const LATER = new Date(Date.now() + 3 * 86_400_000 + 60_000);
  const GREEN = { status: 'COMPLETED', conclusion: 'SUCCESS' };
  const given = { version: '1.1.0', mergeAfterDays: 3, now: LATER };
  const checked = (...checks: object[]) =>
    github.change((state) => Object.assign(state.pulls[0], { statusCheckRollup: checks, headRefOid: 'abc' }));

  test('when it is old enough and its checks are green', async () => {
    await run({ version: '1.1.0' });
    checked(GREEN, { state: 'SUCCESS' }, { status: 'COMPLETED', conclusion: 'SKIPPED' });
    expect(await run(given)).toBe('Merged #1: it needs nobody, and its checks are green.');
    const merge = github.state.calls.find(([, verb]) => verb === 'merge');
    expect(merge).toEqual(expect.arrayContaining(['--match-head-commit', 'abc']));
  });

  test('but not where anything speaks against it', async () => {
    await run({ version: '1.1.0' });
    const reasons: readonly [why: string, checks: object[], changes: Partial<Given>][] = [
      ['it is too young', [GREEN], { now: new Date() }],
      ['the option is off', [GREEN], { mergeAfterDays: undefined }],
      ['it needs a person', [GREEN], { report: report({ mergesByItself: false }) }],
      ['a check is red', [GREEN, { status: 'COMPLETED', conclusion: 'FAILURE' }], {}],
      ['a check runs', [GREEN, { status: 'IN_PROGRESS', conclusion: '' }], {}],
      ['a status is pending', [{ state: 'PENDING' }], {}],
      ['there is no check', [], {}],
      ['it changes', [GREEN], { version: '1.2.0' }],
    ];
    for (const [why, checks, changes] of reasons) {
      checked(...checks);
      await run({ ...given, ...changes });
      expect([why, pulls()[0].state]).toEqual([why, 'OPEN']);
    }
  });
});

describe('an issue says why there is no pull request', () => {
  const blocked = report({ state: 'blocked', title: 'upgrade blocked: the option is gone', body: 'Because.' });

  test('where the upgrade is blocked: one a kind, updated and closed', async () => {
    expect(await run({ report: blocked })).toBe('upgrade blocked: the option is gone');
    expect(issues()).toMatchObject([{ title: 'upgrade blocked: the option is gone', state: 'OPEN' }]);
    expect(issues()[0].body).toMatch(/^Because\.\nhttps:/);
    await run({ report: { ...blocked, title: 'upgrade blocked: another reason' } });
    expect(issues()).toMatchObject([{ title: 'upgrade blocked: another reason' }]);
    await run({ report: report({ state: 'current' }) });
    expect(issues()).toMatchObject([{ state: 'CLOSED' }]);
  });

  test('where there is no token: it says how one is given, and what waits', async () => {
    await run({ credentials: false, version: '1.1.0' });
    await run({ credentials: false, version: '1.1.0' });
    expect(issues()).toHaveLength(1);
    expect(issues()[0].title).toBe('Upgrades need a token to be proposed');
    expect(issues()[0].body).toMatch(/UPGRADE_TOKEN[\s\S]*Upgrade to projen-udp-service 1\.1\.0[\s\S]*What is new/);
    expect(pulls()).toEqual([]);
    await run({ version: '1.1.0' });
    expect(issues()).toMatchObject([{ state: 'CLOSED' }]);
  });

  test('where the token may not do it, which fails the job as well', async () => {
    const access = { contents: 'write', 'pull-requests': 'read' };
    await expect(run({ access, version: '1.1.0' })).rejects.toThrow(/gh pr create/);
    expect(issues()).toMatchObject([
      {
        title: 'upgrade blocked: the pull request cannot be pushed or proposed',
        body: expect.stringMatching(/gh pr create[\s\S]*Put a token into the secret UPGRADE_TOKEN/),
        state: 'OPEN',
      },
    ]);
    await run({ version: '1.1.0' });
    expect(issues()).toMatchObject([{ state: 'CLOSED' }]);
    expect(pulls()).toMatchObject([{ state: 'OPEN' }]);
  });

  test('and none where there is nothing to propose', async () => {
    expect(await run({ credentials: false, report: report({ state: 'current' }) })).toBe('Everything is up to date.');
    expect(issues()).toEqual([]);
  });
});

describe('the pull request of another bot is completed', () => {
  async function completed(given: Given & { readonly head?: string } = {}): Promise<string> {
    const { programs, site } = setting(given);
    git('checkout', '--quiet', '-B', 'bump', 'main');
    writeFileSync(join(checkout(), 'lock.txt'), 'new\n');
    git('add', '.');
    git('commit', '--quiet', '--message=bump');
    git('push', '--quiet', '--force', 'origin', 'HEAD:renovate/template');
    const head = git('rev-parse', 'HEAD');
    github.change((state) => {
      state.pulls = [{ number: 1, head: 'renovate/template', state: 'OPEN', isDraft: false, headRefOid: head }];
    });
    const patch = given.version === undefined ? undefined : patchTo(given.version);
    git('checkout', '--quiet', 'main');
    const branch = new ProposalBranch('renovate/template', head, programs, {});
    await branch.fetch();
    return complete(
      {
        report: given.report ?? report(),
        ...(patch === undefined ? {} : { patch }),
        branch: 'renovate/template',
        credentials: given.credentials ?? true,
        credentialsHint: 'Give one.',
      },
      site,
      branch,
    );
  }
  const onBranch = (path: string) =>
    execFileSync('git', ['show', `renovate/template:${path}`], { cwd: join(folder, 'origin.git'), encoding: 'utf8' });

  test('by a commit on its branch and a comment', async () => {
    expect(await completed({ version: '1.1.0' })).toBe('Completed #1: Upgrade to projen-udp-service 1.1.0');
    expect([onBranch('version.txt'), onBranch('lock.txt')]).toEqual(['1.1.0\n', 'new\n']);
    expect(github.state.comments).toMatchObject([{ pull: '1', body: 'What is new.\n' }]);
  });

  test('not twice', async () => {
    expect(await completed({ report: report({ state: 'current' }) })).toBe('The branch is complete.');
    expect(github.state.comments).toEqual([]);
  });

  test('and what blocks is said there and fails the job', async () => {
    const blocked = report({ state: 'blocked', title: 'upgrade blocked: no way', body: 'Because.' });
    await expect(completed({ report: blocked })).rejects.toThrow('no way');
    expect(github.state.comments).toMatchObject([{ body: 'Because.' }]);
    await expect(completed({ credentials: false, version: '1.1.0' })).rejects.toThrow(/no token to commit/);
  });
});

test('nothing secret is written into the checkout', async () => {
  await run({ version: '1.1.0' });
  expect(readFileSync(join(checkout(), '.git/config'), 'utf8')).not.toMatch(/extraheader|proposer/i);
});
