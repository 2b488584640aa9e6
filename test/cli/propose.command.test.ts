import { mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GeneratedRepository, locked, type NpmLock } from '../lifecycle/upgrade/support/generated-repository';
import { cleanEnv } from '../support/packed';
import { run } from '../support/run';
import { GithubSite } from '../support/workflow-runner';

// the real command line, git, and a stand-in for GitHub
jest.setTimeout(120_000);

const MAIN = resolve(__dirname, '../../lib/cli/main.js');
const REPORT = {
  schema: 1,
  kind: 'dependencies',
  state: 'upgraded',
  title: 'Upgrade dependencies\n\nCo-authored-by: Someone Else <someone@acme.example>',
  body: 'patch of dependencies',
  incomplete: false,
  mergesByItself: true,
};

let repository: GeneratedRepository;
let github: GithubSite;

beforeAll(() => {
  repository = new GeneratedRepository();
});
afterAll(() => repository.close());
beforeEach(() => {
  github = new GithubSite();
});
afterEach(() => github.close());

function propose(folder: string, ...args: string[]) {
  const env = cleanEnv({
    ...github.env(),
    PATH: [...github.path, process.env.PATH].join(':'),
    GH_TOKEN: 'job',
    GH_REPO: 'octo-org/my-service',
    UPGRADE_TOKEN: 'proposer',
  });
  const all = ['propose', folder, '--kind', 'dependencies', '--base', 'main', '--credentials', 'Give one.', ...args];
  return run(process.execPath, [MAIN, ...all], { cwd: repository.directory, env });
}

/** What a job leaves: the folder with a report and a patch. */
function left(report: unknown, patch: string): string {
  const folder = dirname(patch);
  writeFileSync(join(folder, 'report.json'), typeof report === 'string' ? report : JSON.stringify(report));
  return folder;
}

const toPrettier = (version: string) => () =>
  repository.editJson<NpmLock>('package-lock.json', ({ packages }) => {
    packages['node_modules/prettier'] = locked('prettier', version);
  });

test('a workflow and a foreign file reach no branch: an issue names them, and the job fails', async () => {
  const before = repository.branches;
  const patch = repository.patchOf(() => {
    toPrettier('3.9.0')();
    repository.write('.github/workflows/zz.yml', 'on: push\npermissions: write-all\njobs: {}\n');
    repository.write('package.json.note', '// bump\n');
  });
  const { code, stderr } = await propose(left(REPORT, patch));
  expect(code).toBe(1);
  expect(stderr).toMatch(/may not change \.github\/workflows\/zz\.yml and 1 more/);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(repository.branches).toBe(before);
  expect(github.state.pulls).toEqual([]);
  expect(github.state.issues).toMatchObject([
    {
      title: 'upgrade blocked: an upgrade of dependencies may not change .github/workflows/zz.yml and 1 more',
      body: expect.stringMatching(/zz\.yml`[\s\S]*package\.json\.note`[\s\S]*npx projen upgrade/),
      state: 'OPEN',
    },
  ]);
});

test('a newer tool becomes a pull request with a title and a commit of its own', async () => {
  const { code, output } = await propose(left(REPORT, repository.patchOf(toPrettier('3.9.0'))));
  expect([code, output.trim()]).toEqual([0, 'Opened a pull request: Upgrade prettier 3.9.0']);
  expect(github.state.pulls).toMatchObject([{ title: 'Upgrade prettier 3.9.0' }]);
  repository.git('fetch', '--quiet', 'origin');
  const branch = 'origin/udp-service/upgrade-dependencies';
  expect(repository.git('log', '--format=%B', `HEAD..${branch}`)).toBe('Upgrade prettier 3.9.0');
  expect(repository.git('diff', '--name-only', 'HEAD', branch)).toBe('package-lock.json');
});

test.each([
  ['no JSON', '{'],
  ['nothing', 'null'],
  ['another kind', { ...REPORT, kind: 'template' }],
  ['another schema', { ...REPORT, schema: 2 }],
  ['another state', { ...REPORT, state: 'approved' }],
  ['a member that nobody knows', { ...REPORT, merge: true }],
  ['no title', { ...REPORT, title: 1 }],
  ['a title without an end', { ...REPORT, title: 'x'.repeat(1001) }],
  ['a body without an end', { ...REPORT, body: 'x'.repeat(2_000_001) }],
  ['neither yes nor no', { ...REPORT, mergesByItself: 'yes' }],
])('a report that is %s is told in an issue, and its patch is left alone', async (_why, report) => {
  const before = repository.branches;
  const { code } = await propose(left(report, repository.patchOf(toPrettier('3.8.0'))));
  expect(code).toBe(0);
  expect(repository.branches).toBe(before);
  expect(github.state.issues).toMatchObject([
    { title: expect.stringMatching(/^upgrade blocked: the report of the job/) },
  ]);
});

test('a branch is completed that is none of the deployed one, and named as one', async () => {
  const folder = mkdtempSync(join(repository.folder, 'left-'));
  const head = repository.head;
  for (const [args, cause] of [
    [['--onto', 'main', '--head', head], /is the branch that is deployed/],
    [['--onto=--upload-pack=x', '--head', head], /is no name of a branch/],
    [['--onto', 'renovate/../main', '--head', head], /is no name of a branch/],
    [['--onto', 'renovate/x', '--head', 'HEAD'], /is no commit/],
    [['--onto', 'renovate/x'], /Give --head/],
  ] as const) {
    const { code, stderr } = await propose(folder, ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(cause)]);
  }
});
