import { github } from 'projen';
import { parse } from 'yaml';
import type { UdpServiceProjectOptions } from '../../../src';
import { ACTIONS, type PinnedAction } from '../../../src/repository/workflows/actions';
import { synthesize } from '../../support/synthesized';

const workflow = (name: string, options: Partial<UdpServiceProjectOptions> = {}) => {
  const text = String(synthesize(options)[`.github/workflows/${name}.yml`]);
  return { text, ...parse(text) };
};

const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const CONFIGURED = { name: 'prod', account: '111122223333', region: 'eu-west-1', deployRoleArn: ROLE };

describe('every workflow', () => {
  test.each(['build', 'deploy'])(
    '%s has no permission but what its jobs name, and shows the versions of its actions',
    (name) => {
      const { text, permissions, jobs } = workflow(name, { stages: [CONFIGURED] });
      expect(permissions).toEqual({});
      for (const job of Object.values<{ permissions: object }>(jobs)) expect(job.permissions).toBeDefined();
      for (const line of text.split('\n').filter((candidate: string) => candidate.includes('uses:'))) {
        expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    },
  );

  test('pins the commits that projen pins, where projen pins a commit', () => {
    const projens = Object.values<unknown>(github.ActionRefs as unknown as Record<string, unknown>).filter((ref) =>
      /@[0-9a-f]{40}$/.test(String(ref)),
    );
    for (const { action, sha } of Object.values<PinnedAction>(ACTIONS)) {
      const theirs = projens.find((ref) => String(ref).startsWith(`${action}@`));
      if (theirs) expect(theirs).toBe(`${action}@${sha}`);
    }
  });
});

describe('build', () => {
  const { jobs } = workflow('build');

  test('installs from the lockfile, builds, and fails on any difference', () => {
    const runs = jobs.build.steps.map(({ run }: { run?: string }) => run).filter(Boolean);
    expect(runs[0]).toBe('npm ci --ignore-scripts --no-audit --no-fund');
    expect(runs[1]).toBe('npx --no-install projen build');
    expect(runs[2]).toContain('git diff --cached --stat --exit-code');
  });
});

describe('deploy', () => {
  test('deploys one assembly, one stage after the other', () => {
    const stages = [{ ...CONFIGURED, name: 'dev' }, CONFIGURED];
    const { jobs } = workflow('deploy', { stages });
    expect(Object.keys(jobs)).toEqual(['synth', 'deploy-dev', 'deploy-prod']);
    expect([jobs['deploy-dev'].needs, jobs['deploy-prod'].needs]).toEqual(['synth', 'deploy-dev']);
    const job = jobs['deploy-prod'];
    expect(job).toMatchObject({
      environment: { name: 'prod' },
      concurrency: { group: 'deploy-prod', 'cancel-in-progress': false },
      permissions: { contents: 'read', 'id-token': 'write' },
    });
    const step = (id: string) => job.steps.find((one: { id: string }) => one.id === id);
    expect(step('credentials').with).toMatchObject({
      'role-to-assume': ROLE,
      'aws-region': 'eu-west-1',
      'allowed-account-ids': '111122223333',
    });
    expect(step('deploy').run).toContain('npx --no-install cdk deploy --app cdk.out --require-approval never');
    expect(step('deploy').run).toMatch(/ prod-network prod-service$/);
  });

  test('a stage without role is skipped with a notice that names the next command', () => {
    const { jobs } = workflow('deploy', { stages: [{ name: 'dev', account: '111122223333' }] });
    expect(jobs['deploy-dev'].permissions).toEqual({});
    const [{ run }] = jobs['deploy-dev'].steps;
    expect(run).toContain('::notice');
    expect(run).toContain('no region and no deployRoleArn');
    expect(run).toContain('npx projen deploy:dev');
  });

  test('images are built on the architecture of the tasks', () => {
    expect(workflow('deploy', { stages: [CONFIGURED] }).jobs['deploy-prod']['runs-on']).toBe('ubuntu-24.04-arm');
  });
});
