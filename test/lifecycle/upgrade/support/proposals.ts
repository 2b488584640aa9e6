import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { programsIn } from '../../../../src/lifecycle/upgrade/program';
import type { Assessment } from '../../../../src/lifecycle/upgrade/propose/assess';
import { AUTHOR, ProposalBranch } from '../../../../src/lifecycle/upgrade/propose/branch';
import { gitOf } from '../../../../src/lifecycle/upgrade/propose/git';
import { Host } from '../../../../src/lifecycle/upgrade/propose/host';
import { applyPatch } from '../../../../src/lifecycle/upgrade/propose/patch';
import { branchOf, propose } from '../../../../src/lifecycle/upgrade/propose/propose';
import { type RunGitHubCli, Site } from '../../../../src/lifecycle/upgrade/propose/site';
import type { UpgradeReport } from '../../../../src/lifecycle/upgrade/report';
import { cleanEnv } from '../../../support/packed';
import { GithubSite } from '../../../support/workflow-runner';

export const GH = resolve(__dirname, '../../../support/stubs/bin/gh');
export const BRANCH = branchOf('template');

export let folder: string;
export let github: GithubSite;
export const checkout = () => join(folder, 'checkout');
export const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: checkout(), env: cleanEnv(), encoding: 'utf8' }).trim();
export const pushed = (path: string) =>
  execFileSync('git', ['show', `${BRANCH}:${path}`], { cwd: join(folder, 'origin.git'), encoding: 'utf8' });

/** Gives each test of a file a checkout, its origin and a GitHub. */
export function withSite(): void {
  // every proposal starts git and the GitHub CLI some times
  jest.setTimeout(60_000);
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
}

export const report = (changes: Partial<UpgradeReport> = {}): UpgradeReport => ({
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
export function patchTo(version: string): string {
  const file = join(folder, `${version}.patch`);
  writeFileSync(join(checkout(), 'version.txt'), `${version}\n`);
  writeFileSync(file, `${git('diff', '--binary')}\n`);
  git('checkout', '--quiet', '--', '.');
  return file;
}

export interface Given {
  readonly report?: UpgradeReport;
  readonly version?: string;
  readonly credentials?: boolean;
  /** What the token may do that pushes and proposes. @default - what it needs */
  readonly access?: Record<string, string>;
  readonly mergeAfterDays?: number;
  readonly now?: Date;
  /** Why a person has to merge it. @default - nobody has to */
  readonly needsPerson?: string;
}

export const NEEDED = { contents: 'write', 'pull-requests': 'write', workflows: 'write' };

export function setting({ credentials = true, access = NEEDED }: Given) {
  const programs = programsIn(checkout(), new AbortController().signal);
  const env = { ...github.env(), GH_REPO: 'octo-org/my-service' };
  const cli =
    (token: string): RunGitHubCli =>
    (args) =>
      programs([process.execPath, GH, ...args], {
        purpose: 'gh',
        remedy: '',
        env: { ...env, GH_TOKEN: token },
      });
  github.change((state) => {
    state.tokens = {
      proposer: access,
      job: { contents: 'read', issues: 'write', checks: 'read', statuses: 'read' },
    };
    state.accounts = { proposer: 'acme-upgrades[bot]' };
  });
  const proposer = credentials ? cli('proposer') : undefined;
  const git = gitOf(programs);
  return { git, host: new Host(cli('job'), proposer), site: new Site(cli('job'), proposer) };
}

/** What is found in a patch that writes a version; what is refused has a test of its own. */
export async function assessed(version: string, base: string, { needsPerson }: Given): Promise<Assessment> {
  const { git } = setting({});
  const { tree, changes } = await applyPatch(git, patchTo(version), base);
  const moved = [{ name: 'projen-udp-service', from: '1.0.0', to: version }];
  return { tree, changes, refusals: [], unknown: [], moved, ...(needsPerson && { needsPerson }) };
}

export async function run(given: Given = {}): Promise<string> {
  git('checkout', '--quiet', 'main');
  const base = git('rev-parse', 'HEAD');
  const assessment = given.version === undefined ? undefined : await assessed(given.version, base, given);
  const { git: runGit, site, host } = setting(given);
  return propose(
    {
      report: given.report ?? report(),
      assessment,
      base: 'main',
      branch: BRANCH,
      mergeAfterDays: given.mergeAfterDays,
      requiredChecks: ['Build'],
      credentials: given.credentials ?? true,
      credentialsHint: 'Put a token into the secret UPGRADE_TOKEN.',
      runUrl: 'https://github.com/octo-org/my-service/actions/runs/1',
      now: given.now ?? new Date(),
    },
    site,
    host,
    new ProposalBranch(BRANCH, base, runGit),
  );
}

export const pulls = () => github.state.pulls;
export const issues = () => github.state.issues;

export const originHead = () =>
  execFileSync('git', ['rev-parse', BRANCH], { cwd: join(folder, 'origin.git'), encoding: 'utf8' }).trim();
/** The host records a push, as it does of each. */
export const recordPush = (changes: object = {}) =>
  github.change((state) =>
    state.pushes.push({
      ref: `refs/heads/${BRANCH}`,
      after: originHead(),
      timestamp: new Date().toISOString(),
      actor: { login: 'acme-upgrades[bot]' },
      ...changes,
    }),
  );
/** Somebody commits to the branch in the name of the workflow. */
export function forge(path: string, text: string, ...more: string[]): void {
  git('fetch', '--quiet', 'origin');
  git('checkout', '--quiet', '-B', 'forged', `origin/${BRANCH}`);
  writeFileSync(join(checkout(), path), text);
  git('add', '.');
  const identity = ['-c', `user.name=${AUTHOR.name}`, '-c', `user.email=${AUTHOR.email}`];
  const env = { ...cleanEnv(), ...own };
  execFileSync('git', [...identity, 'commit', '--quiet', '--message=forged', ...more], { cwd: checkout(), env });
  git('push', '--quiet', '--force', 'origin', `HEAD:${BRANCH}`);
}
export const own = {
  GIT_AUTHOR_NAME: AUTHOR.name,
  GIT_AUTHOR_EMAIL: AUTHOR.email,
  GIT_COMMITTER_NAME: AUTHOR.name,
  GIT_COMMITTER_EMAIL: AUTHOR.email,
  GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2020-01-01T00:00:00Z',
};
