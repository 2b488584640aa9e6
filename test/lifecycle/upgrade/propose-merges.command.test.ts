import {
  BRANCH,
  forge,
  type Given,
  github,
  originHead,
  pulls,
  recordPush,
  report,
  run,
  withSite,
} from './support/proposals';

withSite();

describe('an upgrade merges by itself', () => {
  const LATER = new Date(Date.now() + 3 * 86_400_000 + 60_000);
  const given = { version: '1.1.0', mergeAfterDays: 3, now: LATER };
  const build = (changes: object = {}) => ({
    head_sha: originHead(),
    name: 'Build',
    status: 'completed',
    conclusion: 'success',
    app: { slug: 'github-actions' },
    ...changes,
  });
  const checked = (...checks: ReturnType<typeof build>[]) =>
    github.change((state) => {
      state.checkRuns = checks;
      Object.assign(state.pulls[0], { headRefOid: originHead() });
    });
  const merge = () => github.state.calls.find(([, verb]) => verb === 'merge');

  beforeEach(async () => {
    await run({ version: '1.1.0' });
    recordPush();
    checked(build());
  });

  test('when it is old enough and its checks are green: the very commit that was looked at', async () => {
    checked(build(), build({ name: 'Comment', conclusion: 'skipped' }));
    expect(await run(given)).toBe('Merged #1: it needs nobody, and its checks are green.');
    expect(merge()).toEqual(expect.arrayContaining(['--match-head-commit', originHead()]));
    expect(pulls()).toMatchObject([{ mergedAs: { subject: 'Upgrade to projen-udp-service 1.1.0 (#1)', body: '' } }]);
  });

  test.each<readonly [why: string, arrange: () => unknown, changes: Partial<Given>]>([
    ['it is too young', () => undefined, { now: new Date() }],
    ['the option is off', () => undefined, { mergeAfterDays: undefined }],
    ['it needs a person, whatever the report says', () => undefined, { needsPerson: 'It reaches what is deployed.' }],
    ['the report asks for a person', () => undefined, { report: report({ mergesByItself: false }) }],
    ['a check is red', () => checked(build(), build({ name: 'x', conclusion: 'failure' })), {}],
    ['a check runs', () => checked(build(), build({ name: 'x', status: 'in_progress', conclusion: null })), {}],
    [
      'a status is pending',
      () => github.change((state) => state.statuses.push({ sha: originHead(), state: 'pending' })),
      {},
    ],
    ['there is no check', () => checked(), {}],
    ['the build did not run', () => checked(build({ name: 'x' })), {}],
    ['something else calls itself the build', () => checked(build({ app: { slug: 'evil' } })), {}],
    ['the build was skipped', () => checked(build({ conclusion: 'skipped' })), {}],
    [
      'a hundred checks hide a red one',
      () => checked(...Array.from({ length: 100 }, () => build()), build({ conclusion: 'failure' })),
      {},
    ],
    ['it changes', () => undefined, { version: '1.2.0' }],
    [
      'it aims at another branch',
      () => github.change((state) => Object.assign(state.pulls[0], { baseRefName: 'release' })),
      {},
    ],
    [
      'its head is another one by now',
      () => github.change((state) => Object.assign(state.pulls[0], { headRefOid: 'abc' })),
      {},
    ],
    [
      'it comes from a fork',
      () => github.change((state) => Object.assign(state.pulls[0], { isCrossRepository: true })),
      {},
    ],
    ['somebody else pushed the same', () => recordPush({ actor: { login: 'mallory' } }), {}],
    ['whoever pushed is gone', () => recordPush({ actor: null }), {}],
    ['the host tells no pushes', () => github.change((state) => (state.pushes = [])), {}],
    ['the host tells of another commit', () => recordPush({ after: 'f00' }), {}],
    [
      'the host does not know the token',
      () => github.change((state) => (state.pushes[0].actor = { login: 'other' })),
      {},
    ],
  ])('but not where %s', async (_why, arrange, changes) => {
    arrange();
    await run({ ...given, ...changes });
    expect(merge()).toBeUndefined();
  });

  test.each<readonly [why: string, forge: () => void]>([
    ['a commit on top', () => forge('mine.txt', 'evil\n')],
    ['a commit that replaces it', () => forge('version.txt', '6.6.6\n', '--amend')],
    [
      'a commit below one with the right change',
      () => {
        forge('mine.txt', 'evil\n');
        forge('version.txt', '1.0.0\n');
        forge('version.txt', '1.1.0\n');
      },
    ],
    [
      'commits that take one another back',
      () => {
        forge('version.txt', '1.0.0\n');
        forge('version.txt', '1.1.0\n');
      },
    ],
  ])('but not with %s in its name, of years ago; and nothing of it is overwritten', async (_why, change) => {
    change();
    recordPush({ actor: { login: 'mallory' } });
    checked(build());
    const head = originHead();
    expect(await run(given)).toBe(`Left ${BRANCH} alone: mallory committed to it.`);
    expect([originHead(), merge()]).toEqual([head, undefined]);
    // a host that tells no pushes knows the head that was written down
    github.change((state) => {
      state.pushes = [];
    });
    expect(await run(given)).toBe(`Left ${BRANCH} alone: somebody else committed to it.`);
    expect([originHead(), merge()]).toEqual([head, undefined]);
  });
});
