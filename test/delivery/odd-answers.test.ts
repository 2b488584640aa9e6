import type { GitHub } from '../../src/clients/github/cli';
import { RepositoryApi } from '../../src/delivery/deployments/api';
import { DeploymentHistory } from '../../src/delivery/deployments/history';

const SHA = 'a'.repeat(40);
const RUN = {
  id: 7,
  path: '.github/workflows/deploy.yml',
  event: 'push',
  head_sha: SHA,
  created_at: '2026-11-01T00:00:00Z',
  actor: { login: 'octocat' },
  repository: { id: 1 },
  head_repository: { id: 1 },
};
const STEP = { name: 'Deploy', conclusion: 'success' };
const JOB = { name: 'prod', run_attempt: 1, conclusion: 'success', completed_at: RUN.created_at, steps: [STEP] };
const ARTIFACT = {
  id: 3,
  name: 'deployed-prod',
  expired: false,
  created_at: RUN.created_at,
  expires_at: RUN.created_at,
  workflow_run: { id: 7, repository_id: 1, head_repository_id: 1, head_sha: SHA },
};

/** What GitHub answers, by the last part of a path. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  dns: { id: 1, default_branch: 'main' },
  'branches/main': { commit: { sha: SHA } },
  compare: { status: 'identical' },
  'actions/runs/7': RUN,
  'deploy.yml/runs': { total_count: 1, workflow_runs: [RUN] },
  'rollback.yml/runs': { total_count: 0, workflow_runs: [] },
  jobs: { total_count: 1, jobs: [JOB] },
  artifacts: { total_count: 1, artifacts: [ARTIFACT] },
};

function hostWith(answers: Readonly<Record<string, unknown>>): { github: GitHub; calls: () => number } {
  let calls = 0;
  const all = { ...ANSWERS, ...answers };
  const get = async (path: string) => {
    calls += 1;
    if (calls > 5_000) throw new Error('there is no end');
    const keys = Object.keys(all).sort((a, b) => b.length - a.length);
    const plain = path.replace(/\?.*$/, '').replace(/compare\/.*$/, 'compare');
    return all[keys.find((key) => plain.endsWith(key)) ?? ''];
  };
  return { github: { get } as unknown as GitHub, calls: () => calls };
}

/** Asks for everything that commands ask for. */
async function askAll(github: GitHub): Promise<void> {
  const history = await DeploymentHistory.open(github, 'acme/dns', 'prod');
  for await (const _ of history.kept());
  for await (const _ of history.changes());
  await history.ofRun(7);
}

test('answers as GitHub gives them are read', async () => {
  await expect(askAll(hostWith({}).github)).resolves.toBeUndefined();
});

const page = (total_count: unknown, member: string, items: unknown) => ({ total_count, [member]: items });
const full = (item: object) => Array.from({ length: 100 }, (_, id) => ({ ...item, id }));

test.each<readonly [why: string, key: string, answer: unknown, cause: RegExp]>([
  ['no object', 'dns', null, /repos\/acme\/dns: it is null, and an object is expected/],
  ['a list', 'dns', [], /an object is expected/],
  ['a repository without a number', 'dns', { default_branch: 'main' }, /'id' is missing, and a whole number/],
  ['a branch of null', 'dns', { id: 1, default_branch: null }, /'default_branch' is null, and a text/],
  ['no commit', 'branches/main', { commit: null }, /'commit' is null, and an object/],
  ['a comparison of a number', 'compare', { status: 3 }, /'status' is 3, and a text/],
  ['a run without a path', 'actions/runs/7', { ...RUN, path: null }, /'path' is null, and a text/],
  [
    'a run of the list without a path',
    'deploy.yml/runs',
    page(1, 'workflow_runs', [{ ...RUN, path: null }]),
    /'workflow_runs\[0\]\.path' is null/,
  ],
  ['a run that is null', 'deploy.yml/runs', page(1, 'workflow_runs', [null]), /'workflow_runs\[0\]' is null/],
  ['a run whose number is a text', 'actions/runs/7', { ...RUN, id: '7' }, /'id' is "7", and a whole number/],
  ['no list of runs', 'deploy.yml/runs', { total_count: 1 }, /'workflow_runs' is missing, and a list/],
  ['jobs of null', 'jobs', page(1, 'jobs', null), /'jobs' is null, and a list/],
  ['jobs of an object', 'jobs', page(1, 'jobs', {}), /'jobs' is \{\}, and a list/],
  ['a job without a name', 'jobs', page(1, 'jobs', [{ ...JOB, name: undefined }]), /'jobs\[0\]\.name' is missing/],
  ['steps of null', 'jobs', page(1, 'jobs', [{ ...JOB, steps: null }]), /'jobs\[0\]\.steps' is null, and a list/],
  ['a step that is a text', 'jobs', page(1, 'jobs', [{ ...JOB, steps: ['x'] }]), /'jobs\[0\]\.steps\[0\]' is "x"/],
  ['artifacts of null', 'artifacts', page(1, 'artifacts', null), /'artifacts' is null, and a list/],
  ['an artifact of null', 'artifacts', page(1, 'artifacts', [null]), /'artifacts\[0\]' is null/],
  [
    'an artifact without a number',
    'artifacts',
    page(1, 'artifacts', [{ ...ARTIFACT, id: undefined }]),
    /\.id' is missing/,
  ],
  [
    'a run of an artifact that is a text',
    'artifacts',
    page(1, 'artifacts', [{ ...ARTIFACT, workflow_run: 'x' }]),
    /\.workflow_run' is "x"/,
  ],
  ['the same page again and again', 'artifacts', page(1e9, 'artifacts', full(ARTIFACT)), /page=2.*the list has no end/],
  [
    'the same page, and no number',
    'deploy.yml/runs',
    page(undefined, 'workflow_runs', full(RUN)),
    /the list has no end/,
  ],
  ['the same page, and a number that is a text', 'jobs', page('many', 'jobs', full(JOB)), /the list has no end/],
])('%s ends with one line that says what was answered and what to do', async (_why, key, answer, cause) => {
  const { github, calls } = hostWith({ [key]: answer });
  const error = (await askAll(github).catch((reason: unknown) => reason)) as Error;
  expect(error).toMatchObject({ name: 'UserError', message: expect.stringMatching(cause) });
  expect(error.message).toMatch(/^GitHub's answer to repos\/acme\/dns[^\n]*githubstatus[^\n]*$/);
  expect(calls()).toBeLessThan(200);
});

test('pages that are new for ever come to an end', async () => {
  let calls = 0;
  const get = async () => {
    calls += 1;
    return page(undefined, 'artifacts', full({ ...ARTIFACT, name: String(calls) }));
  };
  const artifacts = new RepositoryApi({ get } as unknown as GitHub, 'acme/dns').artifacts('x');
  await expect(
    (async () => {
      for await (const _ of artifacts);
    })(),
  ).rejects.toThrow(/goes on after 1000 pages/);
  expect(calls).toBe(1000);
});

test('a number that is too small hides nothing that is on a further page', async () => {
  const pages = [full(ARTIFACT), [ARTIFACT]];
  const get = async (path: string) => page(1, 'artifacts', pages[Number(/[?&]page=(\d+)/.exec(path)?.[1]) - 1] ?? []);
  let count = 0;
  for await (const _ of new RepositoryApi({ get } as unknown as GitHub, 'acme/dns').artifacts('x')) count += 1;
  expect(count).toBe(101);
});
