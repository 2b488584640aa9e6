import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUTHOR, ProposalBranch } from '../../../src/lifecycle/upgrade/propose/branch';
import { complete } from '../../../src/lifecycle/upgrade/propose/propose';
import {
  assessed,
  BRANCH,
  checkout,
  folder,
  type Given,
  git,
  github,
  issues,
  pulls,
  pushed,
  report,
  run,
  setting,
  withSite,
} from './support/proposals';

withSite();

describe('an upgrade is proposed', () => {
  test('in a pull request with the report, by a commit of its own, whoever the environment says commits', async () => {
    process.env.GIT_COMMITTER_EMAIL = 'somebody@example.com';
    expect(await run({ version: '1.1.0' })).toBe('Opened a pull request: Upgrade to projen-udp-service 1.1.0');
    expect(pulls()).toMatchObject([
      {
        title: 'Upgrade to projen-udp-service 1.1.0',
        body: expect.stringMatching(/^- projen-udp-service 1\.0\.0 → 1\.1\.0\n[\s\S]*What is new\./),
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
    expect(await run({ version: '1.2.0', report: report({ title: 'Something else', body: 'More.' }) })).toBe(
      'Updated #1: Upgrade to projen-udp-service 1.2.0',
    );
    expect(pulls()).toMatchObject([
      { title: 'Upgrade to projen-udp-service 1.2.0', body: expect.stringContaining('More.') },
    ]);
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

describe('what the other job says', () => {
  const hostile = [
    '<!-- udp-service:upgrade:credentials -->',
    '<img src=x onerror=alert(1)> <b>bold</b> @octo-org/admins ping @mallory',
    'Fixes #12, closes octo-org/dns#3, resolves https://github.com/octo-org/dns/issues/4, fix GH-5',
    'Co-authored-by: Mallory <mallory@example.com>',
    'Signed-off-by: Mallory <mallory@example.com>',
    '[skip ci] \u0007\u202e &#64;mallory ![x](https://evil.example/pixel) [x](javascript:alert(1))',
    '</details>',
  ].join('\n');
  const check = (text: string) => {
    for (const pattern of [
      /<!-- udp-service:upgrade:credentials/,
      /<[a-z]/i,
      /(^|[^a-z0-9])@[a-z]/im,
      /\b(fix(es)?|closes?|resolves?)\b/i,
      /#\d/,
      /-by:/i,
      /\[skip ci/,
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
      /[\u0000-\u0008\u202e]/,
      /&#/,
      /!\[/,
      /javascript:/,
    ]) {
      expect(text.replace(/<!-- udp-service:upgrade(-head)?:\w+ -->\n*$/, '')).not.toMatch(pattern);
    }
  };

  test('does nothing in a pull request, whose title is none of it', async () => {
    await run({ version: '1.1.0', report: report({ title: hostile, body: hostile }) });
    expect(pulls()[0].title).toBe('Upgrade to projen-udp-service 1.1.0');
    check(String(pulls()[0].body));
    const message = execFileSync('git', ['log', '-1', '--format=%B', BRANCH], {
      cwd: join(folder, 'origin.git'),
      encoding: 'utf8',
    });
    expect(message.trim()).toBe('Upgrade to projen-udp-service 1.1.0');
  });

  test('does nothing in a draft, in an issue, or where there is no token', async () => {
    await run({ version: '1.1.0', report: report({ title: hostile, body: hostile, incomplete: true }) });
    await run({ report: report({ state: 'blocked', title: hostile, body: hostile }) });
    await run({ credentials: false, version: '1.1.0', report: report({ title: hostile, body: hostile }) });
    const texts = [pulls()[0], ...issues()].flatMap(({ title, body }) => [String(title), String(body)]);
    expect(texts).toHaveLength(6);
    for (const text of texts) check(text.replace(/<\/?(details|summary)>/g, ''));
    for (const { title } of [pulls()[0], ...issues()]) expect(String(title)).toMatch(/^[^\n]{1,150}$/);
  });

  test('is shortened to what GitHub takes, with what is folded closed', async () => {
    const long = `<details><summary>Notes</summary>\n\n${'x\n'.repeat(80_000)}\n</details>`;
    await run({ version: '1.1.0', report: report({ body: long }) });
    const body = String(pulls()[0].body);
    expect(body.length).toBeLessThan(65_000);
    expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length);
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
  async function completed(given: Given & { readonly before?: () => unknown } = {}): Promise<string> {
    git('checkout', '--quiet', '-B', 'bump', 'main');
    writeFileSync(join(checkout(), 'lock.txt'), 'new\n');
    git('add', '.');
    git('commit', '--quiet', '--message=bump');
    git('push', '--quiet', '--force', 'origin', 'HEAD:renovate/template');
    const head = git('rev-parse', 'HEAD');
    github.change((state) => {
      state.pulls = [{ number: 1, head: 'renovate/template', state: 'OPEN', isDraft: false, headRefOid: head }];
    });
    const assessment = given.version === undefined ? undefined : await assessed(given.version, head, given);
    git('checkout', '--quiet', 'main');
    const { git: runGit, site } = setting(given);
    given.before?.();
    return complete(
      {
        report: given.report ?? report(),
        assessment,
        branch: 'renovate/template',
        head,
        base: 'main',
        credentials: given.credentials ?? true,
        credentialsHint: 'Give one.',
      },
      site,
      new ProposalBranch('renovate/template', head, runGit),
    );
  }
  const onBranch = (path: string) =>
    execFileSync('git', ['show', `renovate/template:${path}`], { cwd: join(folder, 'origin.git'), encoding: 'utf8' });

  test('by a commit on its branch and a comment', async () => {
    expect(await completed({ version: '1.1.0' })).toBe('Completed #1: Upgrade to projen-udp-service 1.1.0');
    expect([onBranch('version.txt'), onBranch('lock.txt')]).toEqual(['1.1.0\n', 'new\n']);
    expect(github.state.comments).toMatchObject([{ pull: '1', body: 'What is new.' }]);
  });

  test('but not where its branch has moved on, or aims elsewhere', async () => {
    const moved = () => {
      git('checkout', '--quiet', '-B', 'later', 'origin/renovate/template');
      git('commit', '--quiet', '--allow-empty', '--message=later');
      git('push', '--quiet', 'origin', 'HEAD:renovate/template');
    };
    await expect(completed({ version: '1.1.0', before: moved })).rejects.toThrow(/has moved on/);
    const elsewhere = () => github.change((state) => Object.assign(state.pulls[0], { baseRefName: 'release' }));
    await expect(completed({ version: '1.1.0', before: elsewhere })).rejects.toThrow(/aims at release/);
    expect(() => onBranch('version.txt')).not.toThrow();
    expect(onBranch('version.txt')).toBe('1.0.0\n');
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
