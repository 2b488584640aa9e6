import { github, javascript } from 'projen';
import { Architecture, Probe, type UdpServiceProjectOptions } from '../../../src';
import { ACTIONS, type PinnedAction } from '../../../src/project/workflows/actions';
import { synthesize } from '../../support/synthesized';
import { type Job, needsOf, parseWorkflow, type Step, triggers } from '../../support/workflow-model';

const workflow = (name: string, options: Partial<UdpServiceProjectOptions> = {}) => {
  const text = String(synthesize(options)[`.github/workflows/${name}.yml`]);
  return { text, ...parseWorkflow(text) };
};

const scriptsOf = ({ steps = [] }: Job) => steps.flatMap(({ run }) => run ?? []);

function stepOf(job: Job, id: string): Step {
  const step = job.steps?.find((one) => one.id === id);
  if (step === undefined) throw new Error(`There is no step ${id}`);
  return step;
}

const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const CONFIGURED = { name: 'prod', account: '111122223333', region: 'eu-west-1', deployRoleArn: ROLE };

test('are build, diff, deploy, rollback, drift and upgrade where nothing is said', () => {
  const names = Object.keys(synthesize()).flatMap((path) => /^\.github\/workflows\/(.+)\.yml$/.exec(path)?.[1] ?? []);
  expect(names.sort()).toEqual(['build', 'deploy', 'diff', 'drift', 'rollback', 'upgrade']);
});

describe('every workflow', () => {
  test.each(['build', 'diff', 'deploy', 'rollback', 'drift', 'upgrade'])(
    '%s has no permission but what its jobs name, and shows the versions of its actions',
    (name) => {
      const { text, permissions, jobs } = workflow(name, { stages: [CONFIGURED] });
      expect(permissions).toEqual({});
      for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
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
    const runs = scriptsOf(jobs.build);
    expect(runs[0]).toBe('npm ci --ignore-scripts --no-audit --no-fund');
    expect(runs[1]).toBe('npx --no-install projen build');
    expect(runs[2]).toContain('git diff --cached --stat --exit-code');
  });
});

describe('deploy', () => {
  test('brings one assembly and its images to the stages, one after the other', () => {
    const stages = [{ ...CONFIGURED, name: 'dev' }, CONFIGURED];
    const { jobs } = workflow('deploy', { stages });
    expect(Object.keys(jobs)).toEqual(['synth', 'images-arm64', 'deploy-dev', 'deploy-prod']);
    expect(needsOf(jobs['deploy-dev'])).toEqual(['synth', 'images-arm64']);
    expect(needsOf(jobs['deploy-prod'])).toEqual(['synth', 'images-arm64', 'deploy-dev']);
    const job = jobs['deploy-prod'];
    expect(job).toMatchObject({
      environment: { name: 'prod' },
      concurrency: { group: 'deploy-prod', 'cancel-in-progress': false },
      permissions: { contents: 'read', 'id-token': 'write' },
    });
    expect(stepOf(job, 'credentials').with).toMatchObject({
      'role-to-assume': ROLE,
      'aws-region': 'eu-west-1',
      'allowed-account-ids': '111122223333',
    });
    expect(scriptsOf(job).filter((run) => run.includes('npx'))).toEqual([
      'npx --no-install udp-service assembly unpack cdk.out.tgz --output cdk.out',
      'npx --no-install udp-service precheck prod',
      'npx --no-install udp-service deployments begin prod',
      'npx --no-install udp-service deploy prod --require-approval never',
      'npx --no-install udp-service deployments record prod',
    ]);
  });

  test('has the stages of a wave side by side', () => {
    const stages = ['dev', 'eu', 'us'].map((name) => ({ ...CONFIGURED, name }));
    const { jobs } = workflow('deploy', { stages, workflows: { waves: [['dev'], ['eu', 'us']] } });
    for (const name of ['deploy-eu', 'deploy-us']) expect(needsOf(jobs[name])).toContain('deploy-dev');
  });

  test('deploys production from the branch alone, after its approval', () => {
    const production = { ...CONFIGURED, production: true, environment: 'live' };
    const { jobs } = workflow('deploy', { stages: [production], workflows: { branch: 'release' } });
    expect(jobs['deploy-prod'].if).toContain("github.ref == 'refs/heads/release'");
    expect(jobs['deploy-prod'].environment).toMatchObject({ name: 'live' });
  });

  test('runs nothing but locked commands where there are credentials', () => {
    const { jobs } = workflow('deploy', { stages: [CONFIGURED], ports: [{ port: 7, probe: Probe.ECHO }] });
    const { steps = [] } = jobs['deploy-prod'];
    const behind = steps.slice(steps.findIndex(({ id }) => id === 'credentials') + 1).filter(({ run }) => run);
    expect(behind.map(({ id }) => id)).toEqual([
      'credentials_hint',
      'precheck',
      'begin',
      'deploy',
      'smoke_test',
      'record_deployment',
    ]);
    for (const { id, run } of behind.slice(1))
      expect(`${id}: ${run}`).toMatch(/: npx --no-install udp-service [^\n]+$/);
    expect(stepOf(jobs['deploy-prod'], 'install').run).toBe('npm ci --ignore-scripts --no-audit --no-fund');
  });

  test('builds images on the architecture of the tasks, and nowhere else', () => {
    const { jobs } = workflow('deploy', { stages: [CONFIGURED] });
    expect([jobs['images-arm64']['runs-on'], jobs['deploy-prod']['runs-on']]).toEqual([
      'ubuntu-24.04-arm',
      'ubuntu-24.04',
    ]);
    const image = { registry: 'public.ecr.aws/nginx/nginx', initialVersion: '1' };
    const elsewhere = workflow('deploy', {
      stages: [CONFIGURED],
      image,
      task: { architecture: Architecture.ARM64 },
      workflows: { runners: { docker: false } },
    });
    expect(Object.keys(elsewhere.jobs)).toEqual(['synth', 'deploy-prod']);
    expect(elsewhere.text).not.toContain('docker');
  });
});

describe('a stage that workflows cannot reach yet', () => {
  const [placed, unplaced] = [
    { ...CONFIGURED, deployRoleArn: undefined },
    { name: 'dev', account: '111122223333' },
  ];
  const notice = (name: string, job: string) =>
    stepOf(workflow(name, { stages: [placed, unplaced] }).jobs[job], 'notice').run;

  test('is skipped by deploy with a notice that names the next command', () => {
    const { jobs } = workflow('deploy', { stages: [placed, unplaced] });
    expect(jobs['deploy-prod'].permissions).toEqual({});
    expect(notice('deploy', 'deploy-prod')).toMatch(
      /::notice .*has no deployRoleArn\. Make the roles, .*: npx udp-service trust prod\. .*npx projen deploy:prod/,
    );
    expect(notice('deploy', 'deploy-dev')).toMatch(
      /has no region and no deployRoleArn\. Give account and region in \.projenrc\.ts, .*: npx udp-service trust dev\./,
    );
  });

  test('by rollback, too', () => {
    expect(notice('rollback', 'rollback-prod')).toContain('npx udp-service trust prod');
  });

  test('by drift, where no stage can be looked at', () => {
    const drift = workflow('drift', { stages: [placed, unplaced] });
    expect(Object.keys(drift.jobs)).toEqual(['notice']);
    expect(triggers(drift)).toEqual(['workflow_dispatch']);
    expect(notice('drift', 'notice')).toContain('npx udp-service trust prod and npx udp-service trust dev');
  });

  test('is told by the commands of the package manager', () => {
    const options = { stages: [placed], packageManager: javascript.NodePackageManager.PNPM };
    expect(stepOf(workflow('deploy', options).jobs['deploy-prod'], 'notice').run).toContain(
      'pnpm exec udp-service trust prod',
    );
  });
});

test.each([
  ['deploy', 'deploy-prod', 'environment:prod'],
  ['rollback', 'rollback-prod', 'environment:prod'],
  ['drift', 'drift-prod', 'ref:refs/heads/main'],
  ['diff', 'impact-prod', 'pull_request'],
])('%s says whom a role has to admit that lets its job not in', (name, job, subject) => {
  const roles = { deployRoleArn: ROLE, driftRoleArn: ROLE, diffRoleArn: ROLE };
  const hint = stepOf(workflow(name, { stages: [{ ...CONFIGURED, ...roles }] }).jobs[job], 'credentials_hint');
  expect(hint.if).toBe("failure() && steps.credentials.outcome == 'failure'");
  expect(hint.env?.HINT).toContain(`${ROLE}. Its trust policy has to admit`);
  expect(hint.env?.HINT).toContain(subject);
  const trust = { repository: 'octo-org/echo', ownerId: 1, repositoryId: 2, pullRequests: true };
  const stage = { name: 'prod', account: '111122223333', region: 'eu-west-1' };
  const made = stepOf(workflow(name, { stages: [stage], trust }).jobs[job], 'credentials_hint');
  expect(made.env?.HINT).toContain('npx udp-service trust prod');
});

describe('attestations', () => {
  const stages = [{ ...CONFIGURED, name: 'dev' }, CONFIGURED, { name: 'later' }];
  const on = { stages, workflows: { attestations: true } };
  const ATTESTING = { 'id-token': 'write', attestations: 'write' };

  test.each(['deploy', 'rollback'])('are made in %s by a job that runs nothing of the repository', (name) => {
    const { jobs } = workflow(name, on);
    expect(Object.keys(jobs).filter((id) => id.startsWith('attest-'))).toEqual(['attest-dev', 'attest-prod']);
    expect(jobs['attest-prod']).toMatchObject({ name: 'Attest prod', permissions: ATTESTING });
    expect(needsOf(jobs['attest-prod'])).toEqual([`${name}-prod`]);
    expect(jobs['attest-prod'].environment).toBeUndefined();
    expect(jobs['attest-prod'].if).toBe(`!cancelled() && needs.${name}-prod.result == 'success'`);
    expect(jobs['attest-prod'].steps).toEqual([
      {
        id: 'attest',
        name: 'Attest what was deployed',
        uses: `${ACTIONS.attest.action}@${ACTIONS.attest.sha}`,
        with: {
          'subject-name': 'deployed-prod.tgz',
          'subject-digest': `sha256:\${{ needs.${name}-prod.outputs.kept_sha256 }}`,
        },
      },
    ]);
    expect(jobs[`${name}-prod`].outputs).toEqual({ kept_sha256: '${{ steps.record_deployment.outputs.digest }}' });
  });

  test('may be written by those jobs alone, and read by those that choose and fetch', () => {
    const may = ['build', 'diff', 'deploy', 'rollback', 'drift', 'upgrade'].flatMap((name) =>
      Object.entries(workflow(name, on).jobs).flatMap(([id, { permissions }]) => {
        const level = typeof permissions === 'object' ? permissions.attestations : undefined;
        return level === undefined ? [] : [`${name}: ${id}: ${level}`];
      }),
    );
    expect(may.sort()).toEqual([
      'deploy: attest-dev: write',
      'deploy: attest-prod: write',
      'rollback: attest-dev: write',
      'rollback: attest-prod: write',
      'rollback: choose-dev: read',
      'rollback: choose-prod: read',
      'rollback: rollback-dev: read',
      'rollback: rollback-prod: read',
    ]);
  });

  test('leave no trace where they are off', () => {
    const [off, plain] = [synthesize({ stages, workflows: { attestations: false } }), synthesize({ stages })];
    expect(off).toEqual(plain);
    // the type of the definition has it, as it has every option
    const traces = Object.entries(plain).filter(
      ([path, content]) => path !== 'src/template/model.ts' && /attest/i.test(JSON.stringify(content)),
    );
    expect(traces.map(([path]) => path)).toEqual([]);
    expect(String(synthesize(on)['src/template/service.ts'])).toContain('attestations');
  });
});
