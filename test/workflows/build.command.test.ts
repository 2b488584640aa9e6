import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sarifReport } from '../../src/pitfalls/report/sarif';
import { cleanEnv } from '../support/packed';
import { mustRun } from '../support/run';
import { synthesize } from '../support/synthesized';
import { actionStandIns, GithubSite, type RunWorkflowOptions, runWorkflow } from '../support/workflow-runner';

/** The commands that the workflow runs, as far as the workflow sees of them; their own tests run the real ones. */
const PROGRAMS = {
  npm: '#!/bin/sh\nexit 0\n',
  npx: `#!/bin/sh
case "$2 $3" in
  'projen build')
    test "$BUILD" = broken && exit 1
    mkdir -p cdk.out && echo '{}' > cdk.out/manifest.json
    test "$BUILD" = changed && echo '// edited' >> src/main.ts
    test "$BUILD" = finding && exit 1
    exit 0 ;;
  'udp-service check')
    cat "$SARIF"
    test "$BUILD" != finding ;;
  *) echo "unknown command: $*" >&2; exit 9 ;;
esac
`,
};

const FINDING = {
  pitfall: 'P1',
  level: 'error',
  title: 'A health check that fails',
  message: 'The health check fails.',
  remedy: 'Admit the load balancer.',
} as const;

describe('the workflow build', () => {
  let folder: string;
  let site: GithubSite;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'build-workflow-'));
    site = new GithubSite();
    const write = (path: string, content: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    for (const [name, content] of Object.entries(PROGRAMS)) {
      write(`bin/${name}`, content);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    write('none.sarif', sarifReport([], 'https://example.com'));
    write('finding.sarif', sarifReport([FINDING], 'https://example.com'));
    const files = synthesize();
    for (const path of ['.github/workflows/build.yml', '.gitignore', 'src/main.ts']) {
      write(`repository/${path}`, String(files[path]));
    }
    const git = (...args: string[]) => mustRun('git', args, { cwd: join(folder, 'repository'), env: cleanEnv() });
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'x');
    await git('clone', '--quiet', '--bare', '.', '../origin.git');
  });

  afterEach(() => {
    site.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (build = 'green', options: Partial<RunWorkflowOptions> = {}) =>
    runWorkflow({
      workflow: '.github/workflows/build.yml',
      origin: join(folder, 'origin.git'),
      event: 'push',
      actions: actionStandIns(),
      path: [join(folder, 'bin')],
      env: { BUILD: build, SARIF: join(folder, build === 'finding' ? 'finding.sarif' : 'none.sarif') },
      site,
      ...options,
    });
  const results = (record: Awaited<ReturnType<typeof start>>) =>
    Object.fromEntries(Object.values(record.jobs).map(({ id, result }) => [id, result]));
  const pullRequest = (repository: string) => ({ pull_request: { head: { repo: { full_name: repository } } } });

  test('builds a push, and gives the findings to code scanning by a job that runs nothing of the repository', async () => {
    const record = await start();
    expect(record.result === 'success' ? '' : record.log).toBe('');
    expect(results(record)).toEqual({ build: 'success', code_scanning: 'success' });
    expect(record.jobs.build.permissions).toEqual({ contents: 'read' });
    expect(record.jobs.code_scanning.permissions).toEqual({ 'security-events': 'write' });
    expect(site.state.analyses).toMatchObject([{ ref: 'refs/heads/main', results: [] }]);
  });

  test('cancels older runs of a pull request, and none of the branch that is deployed', async () => {
    const payload = pullRequest('octo-org/my-service');
    const cancels = async (event: RunWorkflowOptions['event']) =>
      (await start('green', { event, payload })).jobs.build.concurrency?.cancelInProgress;
    expect([await cancels('pull_request'), await cancels('push')]).toEqual([true, false]);
  });

  test('gives findings also where they made the build fail', async () => {
    const record = await start('finding');
    expect(results(record)).toEqual({ build: 'failure', code_scanning: 'success' });
    expect(site.state.analyses).toMatchObject([{ results: [{ ruleId: 'P1', level: 'error' }] }]);
  });

  test('gives none where nothing was synthesized', async () => {
    expect(results(await start('broken'))).toEqual({ build: 'failure', code_scanning: 'skipped' });
  });

  test('fails on a changed file and names the remedy', async () => {
    const record = await start('changed');
    expect(record.jobs.build.result).toBe('failure');
    expect(record.log).toMatch(/\+\/\/ edited[\s\S]*::error::.*Run 'npx projen build' and commit the result/);
  });

  test.each<[string, Partial<RunWorkflowOptions>]>([
    ['of a fork', { event: 'pull_request', fork: true, payload: pullRequest('somebody/my-service') }],
    [
      'by Dependabot',
      { event: 'pull_request', github: { actor: 'dependabot[bot]' }, payload: pullRequest('octo-org/my-service') },
    ],
    ['of the merge queue', { event: 'merge_group' }],
  ])('builds a change %s without code scanning', async (_, options) => {
    expect(results(await start('green', options))).toEqual({ build: 'success', code_scanning: 'skipped' });
  });

  test('is green in a repository without code scanning, and says so', async () => {
    site.change((state) => {
      state.codeScanning = false;
    });
    const record = await start();
    expect(results(record)).toEqual({ build: 'success', code_scanning: 'success' });
    expect(record.log).toContain('::notice::The repository has no code scanning');
  });

  test('is red where code scanning refuses for another reason', async () => {
    writeFileSync(join(folder, 'none.sarif'), '{"version": "1.0.0", "runs": [{}]}');
    expect(results(await start())).toEqual({ build: 'success', code_scanning: 'failure' });
  });
});
