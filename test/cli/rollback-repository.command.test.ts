import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { repositoryMeant } from '../../src/cli/deployments/repository';
import { synthesize, temporaryDirectory } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { GithubSite } from '../support/workflow-runner';

const MAIN = resolve(__dirname, '../../lib/cli/main.js');

function repositoryWith(remotes: Readonly<Record<string, string>>): string {
  const directory = temporaryDirectory();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory });
  git('init', '--quiet');
  for (const [name, url] of Object.entries(remotes)) git('remote', 'add', name, url);
  return directory;
}

describeWith(['git'], 'the repository whose deployments are meant', () => {
  const OURS = { host: 'github.com', repository: 'octo-org/dns' };
  const ACME = { host: 'github.acme.example', repository: 'net/dns' };
  const meant = (url: string, given?: string, env: NodeJS.ProcessEnv = {}) =>
    repositoryMeant(repositoryWith({ origin: url }), given, env);

  test.each([
    ['https', 'https://github.com/octo-org/dns.git', OURS],
    ['https with a password', 'https://octocat:secret@github.com/octo-org/dns', OURS],
    ['ssh', 'ssh://git@github.com:22/octo-org/dns.git', OURS],
    ['ssh through port 443', 'ssh://git@ssh.github.com:443/octo-org/dns.git', OURS],
    ['scp', 'git@github.com:octo-org/dns.git', OURS],
    ['GitHub Enterprise Server', 'git@github.acme.example:net/dns.git', ACME],
    ['data residency', 'https://acme.ghe.com/net/dns.git', { ...ACME, host: 'acme.ghe.com' }],
  ])('is that of the git remote: %s', (_form, url, expected) => {
    expect(meant(url)).toEqual(expected);
  });

  test('is the one that is given, on the host that is given or known', () => {
    const acme = 'git@github.acme.example:net/dns.git';
    expect(meant(acme, 'octo-org/dns')).toEqual(OURS);
    expect(meant(acme, 'Net/DNS')).toEqual({ ...ACME, repository: 'Net/DNS' });
    expect(meant(acme, 'acme.ghe.com/net/dns')).toEqual({ ...ACME, host: 'acme.ghe.com' });
    expect(meant(acme, 'https://github.com/octo-org/dns.git')).toEqual(OURS);
    expect(meant(acme, undefined, { GH_REPO: 'octo-org/dns' })).toEqual(OURS);
    expect(meant(acme, undefined, { GITHUB_REPOSITORY: 'net/dns', GH_HOST: 'a.example' })).toEqual({
      ...ACME,
      host: 'a.example',
    });
    expect(meant(acme, undefined, { GH_REPO: '', GH_HOST: 'github.acme.example' })).toEqual(ACME);
  });

  test.each([
    [
      'no remote',
      repositoryWith,
      {},
      {},
      /^--repository: is not given, and this folder has no git remote origin\. Give /,
    ],
    [
      'another remote',
      repositoryWith,
      { upstream: 'git@github.com:a/b' },
      {},
      /no git remote origin\. Give --repository/,
    ],
    ['no repository at all', temporaryDirectory, {}, {}, /no git remote origin\. Give --repository owner\/name/],
    [
      'a folder',
      repositoryWith,
      { origin: '/srv/git/dns.git' },
      {},
      /names no repository on GitHub\. Give --repository/,
    ],
    [
      'another host than that of the remote',
      repositoryWith,
      { origin: 'git@github.com:octo-org/dns' },
      { GH_HOST: 'github.acme.example' },
      /origin is on github\.com, while GH_HOST is github\.acme\.example\. Give --repository/,
    ],
    ['a variable that names none', repositoryWith, {}, { GH_REPO: 'dns' }, /^GH_REPO dns: names no repository\. Give/],
  ])('in one line says what to give: %s', (_case, make, remotes, env, message) => {
    const directory = make(remotes);
    let text = '';
    try {
      repositoryMeant(directory, undefined, env);
    } catch (error) {
      text = (error as Error).message;
    }
    expect(text).toMatch(message);
    expect(text).not.toContain('\n');
  });

  test('an address is never shown: it may hold a password', () => {
    const directory = repositoryWith({ origin: 'https://octocat:s3cr3t-Pa55@example.com/a/b/c' });
    expect(() => repositoryMeant(directory, undefined, {})).toThrow(/^(?!.*s3cr3t).*names no repository on GitHub/);
  });

  test('`rollback --list` at a workstation asks it', () => {
    const site = new GithubSite();
    try {
      site.change(({ api }) => {
        api['GET repos/octo-org/dns'] = { id: 1, full_name: 'octo-org/dns', default_branch: 'main' };
        api['GET repos/octo-org/dns/branches/main'] = { commit: { sha: '0'.repeat(40) } };
        api['GET repos/octo-org/dns/actions/artifacts'] = { total_count: 0, artifacts: [] };
      });
      const directory = repositoryWith({ origin: 'git@github.com:octo-org/dns.git' });
      mkdirSync(join(directory, 'src/template'), { recursive: true });
      const { 'src/template/service.ts': definition } = synthesize({ name: 'dns' });
      writeFileSync(join(directory, 'src/template/service.ts'), definition);
      const { GH_REPO: _repo, GITHUB_REPOSITORY: _ours, GH_HOST: _host, ...env } = process.env;
      const path = [...site.path, env.PATH].join(delimiter);
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'rollback', 'dev', '--list'], {
        cwd: directory,
        env: { ...env, ...site.env(), GH_TOKEN: 'test-token', PATH: path },
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'No deployment is kept.\n', stderr: '' });
      const calls = site.state.calls.map((call) => call.join(' '));
      expect(calls.every((call) => call.includes('--hostname github.com') && call.includes('repos/octo-org/dns'))).toBe(
        true,
      );
      expect(calls.length).toBeGreaterThan(0);
    } finally {
      site.close();
    }
  });
});
