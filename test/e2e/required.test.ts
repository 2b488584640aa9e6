import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { requiredWorkflow } from '../../src/cli/required/workflow';
import { generateLinked } from '../support/linked';
import { packPackage } from '../support/packed';
import { mustRun } from '../support/run';
import { describeWith } from '../support/tools';
import { actionStandIns, GithubSite, runWorkflow, type WorkflowRecord } from '../support/workflow-runner';

const ROOT = resolve(__dirname, '../..');
const PROJENRC = `import { UdpServiceProject } from 'projen-udp-service';
new UdpServiceProject({
  name: 'dns',
  stages: [{ name: 'dev', account: '111111111111', region: 'eu-west-1' }],
  codeOwners: { owners: ['@octo-org/platform'] },
}).synth();
`;

/** What a pull request may try to get past the check: lies of files that look like files of the template. */
const TAMPERED: Readonly<Record<string, string>> = {
  // a managed workflow, weakened
  '.github/workflows/deploy.yml': 'on: push\njobs: {}\n',
  // another program stands in for the template where the options are run, and writes nothing
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { 'projen-udp-service': ['./nothing.ts'] } } }),
  'nothing.ts': 'export class UdpServiceProject { synth() {} }\n',
  // tasks and scripts that would find nothing
  '.projen/tasks.json': JSON.stringify({ tasks: { default: { name: 'default' }, check: { name: 'check' } } }),
};

const RECREATING = `import type { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import type { Extensions } from './template/extension-points';
export const extensions: Extensions = {
  service: ({ cluster }) => (cluster.node.defaultChild as CfnCluster).addPropertyOverride('ClusterName', 'other'),
};
`;

describeWith(['git'], 'the workflow that an organisation requires, executed', () => {
  let folder: string;
  let origin: string;
  let work: string;
  let source: string;
  const git = (...args: string[]) =>
    mustRun('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: work });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'required-'));
    const tarball = await packPackage();
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    source = requiredWorkflow(ROOT, {
      integrity,
      registry: 'https://registry.npmjs.org',
      runsOn: ['ubuntu-24.04'],
      host: 'github.com',
    });
    standInForNpm(tarball);
    work = join(folder, 'work');
    const generated = await generateLinked(PROJENRC, { 'package-lock.json': '{}\n' });
    cpSync(generated, work, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
    rmSync(generated, { recursive: true, force: true });
    origin = join(folder, 'origin.git');
    await mustRun('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
    await git('init', '--quiet', '--initial-branch=main');
    await git('remote', 'add', 'origin', origin);
    await commit('The template');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** npm without a registry: it installs links to the modules of this checkout, and packs this package. */
  function standInForNpm(tarball: string): void {
    const script = `#!/bin/bash -e
case "$1" in
  pack) cp ${tarball} . && echo ${basename(tarball)} ;;
  ci)
    mkdir node_modules
    ln -s ${ROOT}/node_modules/* ${ROOT}/node_modules/.bin node_modules/
    ln -s ${ROOT} node_modules/projen-udp-service ;;
  *) echo "the stand-in for npm does not know $*" >&2; exit 1 ;;
esac
`;
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/npm'), script);
    chmodSync(join(folder, 'bin/npm'), 0o755);
  }

  async function commit(message: string): Promise<void> {
    await git('add', '--all');
    await git('commit', '--quiet', '--message', message);
    await git('push', '--quiet', 'origin', 'HEAD');
  }

  /** Runs the workflow on the merge of a branch with the given files, as GitHub does for a pull request. */
  async function pullRequest(name: string, files: Readonly<Record<string, string>>): Promise<WorkflowRecord> {
    await git('checkout', '--quiet', '-b', name, 'main');
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(work, path)), { recursive: true });
      writeFileSync(join(work, path), content);
    }
    await commit(name);
    await git('checkout', '--quiet', '-b', `${name}-merge`, 'main');
    await git('merge', '--quiet', '--no-ff', '--message', 'merge', name);
    await git('push', '--quiet', 'origin', 'HEAD');
    const site = new GithubSite();
    const parameters = {
      require_code_owner_review: true,
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_last_push_approval: true,
    };
    site.change(({ api }) => {
      api['GET repos/octo-org/my-service/rules/branches/main'] = [{ type: 'pull_request', parameters }];
      api['GET repos/octo-org/my-service/codeowners/errors'] = { errors: [] };
    });
    try {
      return await runWorkflow({
        workflow: '.github/workflows/udp-service-required.yml',
        source,
        origin,
        ref: `${name}-merge`,
        event: 'pull_request',
        github: { base_ref: 'main' },
        actions: actionStandIns(),
        path: [join(folder, 'bin')],
        site,
      });
    } finally {
      site.close();
    }
  }

  const results = ({ jobs }: WorkflowRecord) =>
    Object.fromEntries(Object.entries(jobs).map(([id, { result }]) => [id, result]));

  test('lets a change of the application pass', async () => {
    const run = await pullRequest('application', { 'app/server.py': 'print("another")\n' });
    if (run.result === 'failure') throw new Error(run.log);
    expect(run.jobs.judge.summary).toMatch(/^## Required check: passed\n\n- No change needs a code owner\.\n/);
    expect(run.jobs.judge.summary).toContain('### Impact: in-place');
  }, 180_000);

  test('stops what is recreated, and sees through files that stand in for those of the template', async () => {
    const run = await pullRequest('tampering', { ...TAMPERED, 'src/extensions.ts': RECREATING });
    expect(results(run)).toEqual({ base: 'success', head: 'success', files: 'failure', judge: 'failure' });
    const files = run.jobs.files.steps.find(({ id }) => id === 'files')?.output;
    for (const path of ['.github/workflows/deploy.yml', '.projen/tasks.json', 'tsconfig.json']) {
      expect(files).toContain(path);
    }
    const { summary } = run.jobs.judge;
    expect(summary).toContain('### Impact: replaces');
    expect(summary).toContain('`.github/workflows/deploy.yml` needs the approval of `@octo-org/platform`');
  }, 180_000);
});
