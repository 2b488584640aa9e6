import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactOf, KEPT_TAR, RECORD } from '../../src/delivery/kept';
import { choose } from '../../src/delivery/rollback/choose';
import { listKept } from '../../src/delivery/rollback/kept-deployments';
import type { GitHub } from '../../src/github/cli';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollback-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const artifact = (id: number, day: number, more: object = {}) => ({
  name: artifactOf('dev'),
  expired: false,
  created_at: `2026-11-0${day}T00:00:00Z`,
  expires_at: '2027-01-01T00:00:00Z',
  workflow_run: { id, head_sha: String(id).repeat(40).slice(0, 40) },
  ...more,
});

/** A GitHub with artifacts; what a run kept says the commit that is given. */
function gitHub(artifacts: readonly object[], commits: Readonly<Record<number, string>> = {}): GitHub {
  return {
    get: async <T>(path: string) => {
      expect(path).toBe('repos/octo-org/dns/actions/artifacts?name=deployed-dev&per_page=100');
      return { artifacts } as T;
    },
    send: () => Promise.reject(new Error('nothing is changed')),
    download: async (_repository, run, name, directory) => {
      expect(name).toBe('deployed-dev');
      const source = join(folder, `run-${run}`, 'cdk.out');
      mkdirSync(source, { recursive: true });
      const manifest = {
        artifacts: {
          'dev-service': {
            type: 'aws:cloudformation:stack',
            environment: 'aws://unknown-account/unknown-region',
            properties: { templateFile: 't.json' },
          },
        },
      };
      writeFileSync(join(source, 'manifest.json'), JSON.stringify({ version: '55.0.0', ...manifest }));
      writeFileSync(join(source, 't.json'), JSON.stringify({ Resources: {} }));
      writeFileSync(join(source, 'run'), String(run));
      if (commits[run])
        writeFileSync(join(source, RECORD), JSON.stringify({ commit: commits[run], run, createdAt: '' }));
      execFileSync('tar', ['--create', '--gzip', '--file', join(directory, KEPT_TAR), 'cdk.out'], {
        cwd: join(source, '..'),
      });
    },
  };
}

const kept = (github: GitHub) => listKept(github, 'octo-org/dns', 'dev');

async function chosen(github: GitHub, wanted: string) {
  const search = { github, repository: 'octo-org/dns', stage: 'dev', wanted, env: {} };
  return choose(await kept(github), search, join(folder, 'cdk.out'));
}

test('what is kept: the newest first, without what is expired, of another name or of no run', async () => {
  const artifacts = [
    artifact(1, 1),
    artifact(3, 3),
    artifact(2, 2),
    artifact(4, 4, { expired: true }),
    artifact(5, 5, { name: 'deployed-dev2' }),
    artifact(6, 6, { workflow_run: null }),
  ];
  expect((await kept(gitHub(artifacts))).map(({ run }) => run)).toEqual([3, 2, 1]);
});

test('a run is found by its ID, and its assembly takes the place of what was there', async () => {
  mkdirSync(join(folder, 'cdk.out'));
  writeFileSync(join(folder, 'cdk.out', 'old'), '');
  const { deployment } = await chosen(gitHub([artifact(1, 1), artifact(2, 2)]), '1');
  expect(deployment.run).toBe(1);
  expect(readFileSync(join(folder, 'cdk.out', 'run'), 'utf8')).toBe('1');
  expect(existsSync(join(folder, 'cdk.out', 'old'))).toBe(false);
});

test('a commit is that of the assembly, not that of the rollback which kept it again', async () => {
  const github = gitHub([artifact(1, 1), artifact(2, 2)], { 1: 'abcdef1234', 2: 'abcdef1234' });
  expect((await chosen(github, 'abcdef1')).deployment.run).toBe(2);
  // of run 2's own commit nothing was deployed by it
  await expect(chosen(github, '2'.repeat(40))).rejects.toThrow(`no deployment of ${'2'.repeat(40)} is kept`);
});

test('what is not kept names what is', async () => {
  await expect(chosen(gitHub([artifact(7, 1)]), '99')).rejects.toThrow('Kept are those of the runs 7 (7777777)');
  await expect(chosen(gitHub([]), '99')).rejects.toThrow('None is kept');
});
