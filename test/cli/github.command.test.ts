import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { type RunResult, run } from '../support/run';
import { synthesize } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { GithubSite } from '../support/workflow-runner';

/** As it is compiled: as users run it. */
const MAIN = resolve(__dirname, '../../lib/cli/main.js');
const REPOSITORY = 'repos/octo-org/dns';
const ENVIRONMENT = `${REPOSITORY}/environments/prod`;
const UPGRADE = `${REPOSITORY}/environments/upgrade`;
const SECRET = `${REPOSITORY}/actions/secrets/UPGRADE_TOKEN`;
const TOKEN = `${REPOSITORY}/actions/permissions/workflow`;
const PLACE = { account: '111111111111', region: 'eu-west-1' };

describeWith(['git'], 'udp-service github', () => {
  const site = new GithubSite();
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'github-'));
    const options = {
      name: 'dns',
      trust: { repository: 'octo-org/dns', ownerId: 1, repositoryId: 2 },
      stages: [{ name: 'dev' }, { name: 'prod', ...PLACE }],
    };
    const files = synthesize(options);
    for (const file of ['src/template/service.ts', '.github/workflows/upgrade.yml']) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), files[file]);
    }
    const git = (...args: string[]) => execFileSync('git', args, { cwd: directory });
    git('init', '--quiet');
    git('remote', 'add', 'origin', 'https://github.com/octo-org/dns.git');
    site.change(({ api }) => {
      api[`GET ${REPOSITORY}`] = { full_name: 'octo-org/dns', default_branch: 'main' };
      api[`GET ${REPOSITORY}/rules/branches/main`] = [];
      api[`GET ${REPOSITORY}/rulesets`] = [{ id: 3, name: 'udp-service' }];
      api['GET orgs/octo-org/teams/platform'] = { id: 7 };
      for (const environment of [ENVIRONMENT, UPGRADE]) {
        for (const call of [`PUT ${environment}`, `POST ${environment}/deployment-branch-policies`]) api[call] = {};
      }
      api[`GET ${UPGRADE}/secrets/UPGRADE_TOKEN`] = { name: 'UPGRADE_TOKEN' };
      api[`GET ${SECRET}`] = { name: 'UPGRADE_TOKEN' };
      api[`DELETE ${SECRET}`] = {};
      api[`GET ${TOKEN}`] = { default_workflow_permissions: 'read', can_approve_pull_request_reviews: true };
      api[`PUT ${TOKEN}`] = {};
      api[`PUT ${REPOSITORY}/rulesets/3`] = {};
    });
  });
  afterAll(() => {
    site.close();
    rmSync(directory, { recursive: true });
  });

  function github(...args: string[]): Promise<RunResult> {
    const path = [...site.path, process.env.PATH].join(delimiter);
    const env = { ...process.env, ...site.env(), GH_TOKEN: 'test-token', PATH: path };
    return run(process.execPath, [MAIN, 'github', ...args], { cwd: directory, env });
  }

  test('tells what is not as it should be, and the calls that set it; a stage that nothing deploys is left alone', async () => {
    const { code, stdout } = await github('--reviewer', '@octo-org/platform');
    expect(code).toBe(1);
    expect(stdout).toContain('environment prod: does not exist.');
    expect(stdout).toContain('branch main: no rule requires a pull request');
    expect(stdout).toContain(`gh api --hostname github.com --method PUT ${ENVIRONMENT} --input - <<'EOF'\n{`);
    expect(stdout).toContain('environment upgrade: does not exist.');
    expect(stdout).toMatch(/secret UPGRADE_TOKEN: stands in the repository as well .* any branch can read it/);
    expect(stdout).toContain(`gh api --hostname github.com --method DELETE ${SECRET}\n`);
    expect(stdout).toMatch(/token of jobs: may approve pull requests/);
    expect(stdout).not.toContain('environment dev');
    expect(site.state.sent).toEqual([]);
  });

  test('where nobody is to approve, it says what follows and prints the whole command', async () => {
    const { code, stdout } = await github();
    expect(code).toBe(1);
    const lines = stdout.split('\n');
    const at = lines.findIndex((line) => line.startsWith('environment prod: has no reviewers'));
    expect(lines.slice(at, at + 2)).toEqual([
      expect.stringMatching(
        /^environment prod: has no reviewers, so GitHub deploys to it without asking anybody\. Name/,
      ),
      '  npx udp-service github --reviewer @octo-org/TEAM --apply',
    ]);
    expect(stdout).toContain('To set all of it: npx udp-service github --apply\n');
    const named = await github('--reviewer', '@octo-org/platform');
    expect(named.stdout).toContain('To set all of it: npx udp-service github --reviewer @octo-org/platform --apply\n');
  });

  test('sets all of it when asked to', async () => {
    const { code, output } = await github('--reviewer', '@octo-org/platform', '--apply');
    expect([code, output]).toEqual([0, expect.stringContaining(`set: PUT ${REPOSITORY}/rulesets/3`)]);
    expect(site.state.sent.map(({ key }) => key)).toEqual([
      `PUT ${ENVIRONMENT}`,
      `POST ${ENVIRONMENT}/deployment-branch-policies`,
      `PUT ${UPGRADE}`,
      `POST ${UPGRADE}/deployment-branch-policies`,
      `DELETE ${SECRET}`,
      `PUT ${TOKEN}`,
      `PUT ${REPOSITORY}/rulesets/3`,
    ]);
    expect(site.state.sent.slice(2, 4).map(({ body }) => body)).toMatchObject([
      { reviewers: [], deployment_branch_policy: { custom_branch_policies: true } },
      { name: 'main' },
    ]);
    expect(site.state.sent[0].body).toMatchObject({ reviewers: [{ type: 'Team', id: 7 }], prevent_self_review: true });
  });

  test('a secret that only the repository has is never deleted: its value could not be got back', async () => {
    site.change(({ api }) => delete api[`GET ${UPGRADE}/secrets/UPGRADE_TOKEN`]);
    const { code, stdout } = await github('--reviewer', '@octo-org/platform', '--apply');
    expect(code).toBe(1);
    expect(stdout).toContain('gh secret set UPGRADE_TOKEN --env upgrade --repo octo-org/dns');
    expect(stdout).not.toContain('set: DELETE');
  });

  test('a reviewer whom GitHub does not know, and a missing login, are told', async () => {
    expect((await github('--reviewer', '@nobody')).stderr).toMatch(/--reviewer @nobody: GitHub knows no such user/);
    site.change(({ api }) => delete api[`GET ${REPOSITORY}`]);
    expect(await github()).toMatchObject({ code: 2, stderr: expect.stringContaining('gh auth login') });
  });
});
