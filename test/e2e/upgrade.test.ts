import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { branchOf } from '../../src/lifecycle/upgrade/propose/propose';
import { REPOSITORIES } from '../fleet/repositories';
import { FIRST } from '../fleet/repository-run';
import { ownedFiles, problemsOf } from '../fleet/support/checks';
import { fleetRegistry } from '../fleet/support/registry';
import { Repository } from '../fleet/support/repository';
import { LATEST } from '../fleet/versions';
import type { LoopbackRegistry } from '../support/loopback-registry';
import {
  actionStandIns,
  GithubSite,
  type RunWorkflowOptions,
  runWorkflow,
  type WorkflowRecord,
} from '../support/workflow-runner';

/** Every way that an upgrade takes: `npm run fleet`. Otherwise a sample, because each compares two syntheses. */
const FULL = process.env.FULL === '1';
const FAST_INSTALL = join(__dirname, '../support/stubs/fast-install');
/** By its private key the stand-in makes a token. */
const CREDENTIALS = { UPGRADE_APP_PRIVATE_KEY: 'key' };
/** Options that every repository here has: how upgrades are pushed, and that what needs nobody need not wait. */
const OPTIONS = `  upgradeOptions: { credentials: { appClientId: 'Iv23liTest' }, automerge: true, minimumAgeDays: 0 },
  devDeps: ['projen-udp-service', 'prettier@^3', 'semver@^7'],
`;

const temporary = mkdtempSync(join(tmpdir(), 'upgrade-test-'));
let registry: LoopbackRegistry;
let created: Repository;

beforeAll(async () => {
  registry = await fleetRegistry([FIRST, LATEST]);
  created = await Repository.create({ manager: 'npm', registry: registry.url }, FIRST);
}, 600_000);

afterAll(async () => {
  await registry?.stop();
  created?.remove();
  Repository.removeInstalled();
  rmSync(temporary, { recursive: true, force: true });
});

/** A repository of the fleet as its owner has made it, with where it is pushed to. */
class Pushed {
  public readonly site = new GithubSite();

  private constructor(
    public readonly repository: Repository,
    public readonly origin: string,
  ) {}

  public static async create(kind: string, options = OPTIONS): Promise<Pushed> {
    const repository = await created.copy();
    await REPOSITORIES.find(({ name }) => name === kind)?.edit(repository);
    repository.edit('.projenrc.ts', (text) =>
      text
        .replace(/ {2}devDeps: .*\n/, '')
        .replace(/ {2}name: 'my-service',\n/, (name) => name + options)
        .replace('import { UdpServiceProject }', 'import { UdpServiceProject, Upgrades }'),
    );
    await repository.projen();
    await repository.projen('test:update');
    await repository.commit('What the owner does');
    const origin = join(mkdtempSync(join(temporary, 'origin-')), 'origin.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository.dir, origin]);
    return new Pushed(repository, origin);
  }

  /** Runs a workflow of it, on a runner whose every `npm ci` of the same lockfile but the first is a link. */
  public async run(options: Partial<RunWorkflowOptions> & { workflow: string }): Promise<WorkflowRecord> {
    const { PATH: _, ...env } = this.repository.options().env;
    return runWorkflow({
      origin: this.origin,
      event: 'workflow_dispatch',
      actions: actionStandIns(),
      site: this.site,
      path: [FAST_INSTALL],
      ...options,
      workflow: `.github/workflows/${options.workflow}.yml`,
      env,
    });
  }

  public upgrade(inputs: Record<string, string>, secrets: Record<string, string> = CREDENTIALS) {
    return this.run({ workflow: 'upgrade', inputs, secrets });
  }

  /** Installs older versions than there are, within what package.json allows. */
  public async installYesterdays(...specs: string[]): Promise<void> {
    const { repository } = this;
    await repository.must('npm', 'install', '--save-dev', ...specs);
    await repository.must('git', 'checkout', '--quiet', '--', 'package.json');
    await repository.must('npm', 'install');
    await repository.commit('Versions of yesterday');
    await repository.must('git', 'push', '--quiet', this.origin, 'HEAD:main');
  }

  /** Title and state of each pull request. */
  public get pulls(): unknown[][] {
    return this.site.state.pulls.map(({ title, state }) => [title, state]);
  }

  /** What the host knows of each pull request: who pushed it, and how its checks ended. */
  public makeChecksGreen(): void {
    const head = (name: string) =>
      execFileSync('git', ['rev-parse', name], { cwd: this.origin, encoding: 'utf8' }).trim();
    this.site.change((state) => {
      for (const pull of state.pulls) {
        const sha = head(String(pull.head));
        const check = { head_sha: sha, status: 'completed', conclusion: 'success', app: { slug: 'github-actions' } };
        pull.headRefOid = sha;
        state.checkRuns.push({ ...check, name: 'Build' }, { ...check, name: 'Impact' });
        state.pushes.push({
          ref: `refs/heads/${pull.head}`,
          after: sha,
          timestamp: new Date().toISOString(),
          actor: { login: 'acme-upgrades[bot]' },
        });
      }
    });
  }

  /** A clone of a branch with what its lockfile says. */
  public async branch(name: string): Promise<Repository> {
    const folder = mkdtempSync(join(temporary, 'branch-'));
    execFileSync('git', ['clone', '--quiet', '--branch', name, this.origin, join(folder, 'my-service')]);
    const clone = this.repository.at(join(folder, 'my-service'));
    await clone.must('npm', 'ci', '--ignore-scripts');
    return clone;
  }

  public close(): void {
    this.repository.remove();
    this.site.close();
  }
}

/** What a run that has to succeed has printed, where it did not. */
const failure = ({ result, log }: WorkflowRecord) => (result === 'success' ? '' : log);

describe('the upgrade workflow of a repository with heavy edits', () => {
  let pushed: Pushed;

  beforeAll(async () => {
    pushed = await Pushed.create('heavy edits');
  }, 300_000);
  afterAll(() => pushed?.close());

  test('proposes the newest release in a pull request, by a job without a token and one that runs nothing of it', async () => {
    const { repository, site } = pushed;
    const owned = await ownedFiles(repository);
    const record = await pushed.upgrade({ kind: 'template' });
    expect(failure(record)).toBe('');
    expect(Object.keys(record.jobs)).toEqual(['upgrade', 'propose']);
    expect(record.jobs.upgrade.permissions).toEqual({ contents: 'read' });
    expect(site.state.pulls).toMatchObject([
      { title: `Upgrade to projen-udp-service ${LATEST}`, head: branchOf('template'), base: 'main', isDraft: false },
    ]);
    const body = String(site.state.pulls[0].body);
    for (const part of ['### Impact: in-place', '### What to do', '1.2.0-files', 'app/Dockerfile.mine', 'bucketList']) {
      expect(body).toContain(part);
    }
    expect(body).not.toContain('The first one.');
    expect(body.split('\n').length).toBeLessThan(110);

    // what was pushed is a whole upgrade: nothing of the owner's lost, and everything else as it is new
    const proposed = await pushed.branch(branchOf('template'));
    expect(await problemsOf(owned, proposed)).toEqual([]);
    expect(proposed.manifest.template.version).toBe(LATEST);
  }, 600_000);

  test('says in an issue what blocks, without a token as well', async () => {
    const { site } = pushed;
    expect(failure(await pushed.upgrade({ kind: 'template', to: '9.9.9' }, {}))).toBe('');
    const title = expect.stringContaining('the registry has no package projen-udp-service@9.9.9');
    expect(site.state.issues).toMatchObject([{ title, state: 'OPEN' }]);
    expect(site.state.pulls).toHaveLength(1);
  }, 300_000);
});

if (FULL) {
  describe('the upgrade workflow of the default repository', () => {
    let pushed: Pushed;

    beforeAll(async () => {
      pushed = await Pushed.create('default');
      await pushed.installYesterdays('prettier@3.0.0', 'semver@7.5.0', 'constructs@10.8.0');
    }, 300_000);
    afterAll(() => pushed?.close());

    test('asks for a token in an issue where there is none, and shows there what waits', async () => {
      expect(failure(await pushed.upgrade({ kind: 'dependencies' }, {}))).toBe('');
      expect(pushed.site.state.pulls).toEqual([]);
      expect(pushed.site.state.issues).toMatchObject([
        {
          title: 'Upgrades need a token to be proposed',
          body: expect.stringMatching(/Install the GitHub App Iv23liTest[\s\S]*prettier 3\.0\.0 → /),
        },
      ]);
    }, 600_000);

    test('proposes template, CDK and other dependencies each in a pull request of its own', async () => {
      expect(failure(await pushed.upgrade({ kind: 'all' }))).toBe('');
      expect(pushed.pulls).toEqual([
        [`Upgrade to projen-udp-service ${LATEST}`, 'OPEN'],
        [expect.stringMatching(/^Upgrade the CDK to constructs 10\./), 'OPEN'],
        [expect.stringMatching(/^Upgrade prettier 3\.|^Upgrade dependencies$/), 'OPEN'],
      ]);
      // the token is there now
      expect(pushed.site.state.issues).toMatchObject([{ state: 'CLOSED' }]);
    }, 900_000);

    test('does not merge by itself what takes part in a deployment', async () => {
      pushed.makeChecksGreen();
      expect(failure(await pushed.upgrade({ kind: 'dependencies' }))).toBe('');
      expect(pushed.pulls.map(([, state]) => state)).toEqual(['OPEN', 'OPEN', 'OPEN']);
    }, 900_000);
  });

  describe('the upgrade workflow of a repository with an old tool that only checks', () => {
    let pushed: Pushed;

    beforeAll(async () => {
      pushed = await Pushed.create('default');
      await pushed.installYesterdays('prettier@3.0.0');
    }, 300_000);
    afterAll(() => pushed?.close());

    test('merges by itself what needs nobody, when its checks are green', async () => {
      const title = expect.stringMatching(/^Upgrade prettier 3\./);
      const said = async () => {
        const record = await pushed.upgrade({ kind: 'dependencies' });
        expect(failure(record)).toBe('');
        return record.jobs.propose.steps.at(-1)?.output;
      };
      expect(await said()).toMatch(/^Opened a pull request/);
      expect(pushed.pulls).toEqual([[title, 'OPEN']]);
      pushed.makeChecksGreen();
      expect(await said()).toMatch(/^Merged #1/);
      expect(pushed.pulls).toEqual([[title, 'MERGED']]);
    }, 900_000);
  });

  describe('a repository that Renovate follows the template in', () => {
    let pushed: Pushed;

    beforeAll(async () => {
      pushed = await Pushed.create('default', `${OPTIONS}  upgrades: Upgrades.RENOVATE,\n`);
    }, 300_000);
    afterAll(() => pushed?.close());

    test('has its pull request completed with migrations, synth, snapshots and impact', async () => {
      const { repository, site, origin } = pushed;
      const owned = await ownedFiles(repository);
      const commit = async () => (await repository.must('git', 'rev-parse', 'HEAD')).stdout.trim();
      const base = await commit();
      const ref = 'renovate/template';
      await repository.must('npm', 'install', '--save-dev', '--ignore-scripts', `projen-udp-service@${LATEST}`);
      await repository.commit(`Update dependency projen-udp-service to ${LATEST}`);
      await repository.must('git', 'push', '--quiet', origin, `HEAD:${ref}`);
      const sha = await commit();
      site.change((state) => {
        state.pulls = [{ number: 1, head: ref, state: 'OPEN', isDraft: false, headRefOid: sha }];
      });
      const head = { ref, sha, repo: { full_name: 'octo-org/my-service' } };
      const record = await pushed.run({
        workflow: 'complete-upgrade',
        ref,
        event: 'pull_request',
        payload: { pull_request: { number: 1, title: 'Update', head, base: { ref: 'main', sha: base } } },
        github: { head_ref: ref },
      });
      expect(failure(record)).toBe('');
      expect(record.jobs.complete.permissions).toEqual({ contents: 'read' });
      // the run behind it is one of the default branch, whose environment has the key
      const run = {
        id: record.runId,
        event: 'pull_request',
        path: '.github/workflows/complete-upgrade.yml',
        conclusion: 'success',
        head_branch: ref,
        head_sha: sha,
        head_repository: { full_name: 'octo-org/my-service' },
      };
      const commitOf = (of: object) =>
        pushed.run({
          workflow: 'commit-upgrade',
          event: 'workflow_run',
          payload: { workflow_run: { ...run, ...of } },
          secrets: CREDENTIALS,
        });
      for (const foreign of [
        { head_repository: { full_name: 'mallory/my-service' } },
        { path: '.github/workflows/mine.yml' },
        { head_branch: 'feature' },
        { event: 'push' },
        { conclusion: 'skipped' },
      ]) {
        expect((await commitOf(foreign)).jobs.propose.result).toBe('skipped');
      }
      const committed = await commitOf({});
      expect(failure(committed)).toBe('');
      expect(committed.jobs.propose.environment?.name).toBe('upgrade');
      expect(site.state.comments).toMatchObject([{ pull: '1', body: expect.stringContaining('### Impact: in-place') }]);
      const completed = await pushed.branch(ref);
      expect(await problemsOf(owned, completed)).toEqual([]);
      expect(completed.manifest.migrations).toEqual(['1.1.0-names', '1.2.0-files']);
      await completed.projen('build');
      expect(await completed.status()).toBe('');
    }, 900_000);
  });
}
