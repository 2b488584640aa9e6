import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { attestationOf, verificationFailure } from '../../src/clients/github/attestations';
import { digestOf } from '../../src/delivery/digest';
import { synthesize } from '../support/synthesized';
import { describeWith } from '../support/tools';
import { parseWorkflow } from '../support/workflow-model';
import { actionStandIns, runWorkflow } from '../support/workflow-runner';
import type { AttestationEntry } from '../support/workflow-runner/github-site';
import { Deployments, type Program } from './support/deployments';

const WORKFLOW = '.github/workflows/deploy.yml';

describeWith(['moto', 'aws', 'git'], 'deployments that are brought back only with a build attestation', () => {
  let world: Deployments;
  beforeAll(async () => {
    world = await Deployments.create();
  }, 120_000);
  afterAll(() => world?.remove());
  beforeEach(async () => {
    await world.reset();
    world.define({ attestations: true });
  });

  const verifications = () => world.site.state.calls.filter(([noun]) => noun === 'attestation');

  test.each<Program>(['udp-service', 'ejected script'])(
    '%s wants it before and after the approval',
    async (program) => {
      const commit = world.main[1];
      world.keep({ run: 7, commit }, { run: 8, commit: world.main[2], cpu: '512' }, { run: 9, commit: world.main[3] });
      await world.attest(7, commit);
      await world.record(7, commit);
      const chosen = await world.call(program, 'choose');
      expect({ code: chosen.code, output: chosen.output }).toMatchObject({ code: 0 });
      expect(chosen.output).toContain('prod: goes back to run 7');
      expect(chosen.output).toMatch(/not run 8: .*has no valid build attestation of \.github\/workflows\/deploy\.yml/);
      expect(chosen.output).toContain(
        `attestation: verified: by https://github.com/octo-org/my-service/${WORKFLOW}@refs/heads/main, attempt 1`,
      );
      const shown = ['--run', '7', '--commit', commit, '--digest', await digestOf(world.tarOf(7))];
      expect(await world.call(program, 'fetch', shown)).toMatchObject({ code: 0 });
      expect(existsSync(join(world.folder, 'cdk.out/manifest.json'))).toBe(true);
      const signer = `github.com/octo-org/my-service/${WORKFLOW}`;
      expect(verifications().at(-1)).toEqual([
        ...['attestation', 'verify', expect.stringMatching(/cdk\.out\.tgz$/)],
        ...['--hostname', 'github.com', '--repo', 'octo-org/my-service'],
        ...['--signer-workflow', signer, '--source-digest', commit],
        ...['--predicate-type', 'https://slsa.dev/provenance/v1', '--limit', '1000', '--format', 'json'],
      ]);

      // withdrawn while the approval was awaited
      rmSync(join(world.folder, 'cdk.out'), { recursive: true });
      world.site.change((state) => {
        state.attestations = [];
      });
      const refused = await world.call(program, 'fetch', shown);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.stderr).toContain('run 7 cannot be brought back: its tar (SHA-256 ');
      expect(refused.stderr).toContain(
        'Deployments that were kept before workflows.attestations was on have none: name a later one by its run, or turn workflows.attestations off',
      );
      expect(existsSync(join(world.folder, 'cdk.out'))).toBe(false);
    },
  );

  test('one of anything else is none', async () => {
    const [, commit, other] = world.main;
    const kinds: Partial<AttestationEntry>[] = [
      { repository: 'octo-org/my-service-fork' },
      { workflow: '.github/workflows/build.yml' },
      // the GitHub CLI takes the name of the workflow for a beginning
      { workflow: '.github/workflows/deploy.yml.yml' },
      { workflow: '.github/workflows/rollback.yml' },
      { commit: other },
      { run: 99 },
      { run: 71 },
      { digest: `sha256:${'0'.repeat(64)}` },
    ];
    world.keep({ run: 7, commit });
    for (const kind of kinds) {
      world.site.change((state) => {
        state.attestations = [];
      });
      await world.attest(7, commit, kind);
      expect({ kind, found: await world.attestation(7, commit) }).toEqual({ kind, found: expect.any(String) });
    }
    // beside one that fits they do no harm, and another attempt of the run is the run
    await world.attest(7, commit, { run: 99 });
    await world.attest(7, commit, { attempt: 3 });
    expect(await world.attestation(7, commit)).toMatchObject({ attempt: 3 });
    appendFileSync(world.tarOf(7), 'x');
    expect(await world.attestation(7, commit)).toContain('HTTP 404');
  });

  test('the record is wanted all the same, and a token that may not read attestations is named', async () => {
    const commit = world.main[1];
    world.keep({ run: 7, commit });
    await world.attest(7, commit);
    const shown = ['--run', '7', '--commit', commit, '--digest', await digestOf(world.tarOf(7))];
    const unrecorded = await world.call('udp-service', 'fetch', shown);
    expect(unrecorded).toMatchObject({ code: 2 });
    expect(unrecorded.stderr).toContain('nothing is recorded of it');
    const permissions = { contents: 'read', actions: 'read' };
    const blind = await world.call('udp-service', 'choose', ['--to', '7'], {
      GH_STUB_JOB: JSON.stringify({ permissions }),
    });
    expect(blind.stderr).toContain('needs attestations: read');
  });

  test('nobody is asked for one where the option is off', async () => {
    world.define();
    world.keep({ run: 7, commit: world.main[1] });
    await world.record(7, world.main[1]);
    const shown = ['--run', '7', '--commit', world.main[1], '--digest', await digestOf(world.tarOf(7))];
    expect(await world.call('udp-service', 'choose', ['--to', '7'])).toMatchObject({ code: 0 });
    expect(await world.call('udp-service', 'fetch', shown)).toMatchObject({ code: 0 });
    expect(verifications()).toEqual([]);
  });

  test('the job of the workflow attests what the job of the stage has recorded', async () => {
    const role = 'arn:aws:iam::111111111111:role/deploy';
    const stages = ['dev', 'prod'].map((name) => ({
      ...{ name, account: '111111111111', region: 'eu-west-1', deployRoleArn: role },
    }));
    const files = synthesize({ name: 'dns', workflows: { attestations: true }, stages });
    const { jobs, ...rest } = parseWorkflow(String(files[WORKFLOW]));
    world.keep({ run: 7, commit: world.main[4] });
    const tar = world.tarOf(7);
    // what deploys is exchanged for what it leaves; the job that attests is the real one
    const deployed = {
      ...jobs['deploy-prod'],
      needs: ['deploy-dev'],
      steps: [
        { name: 'Deploy', run: `cp ${tar} cdk.out.tgz` },
        jobs['deploy-prod'].steps?.find(({ id }) => id === 'keep'),
        {
          id: 'record_deployment',
          run: `echo "digest=$(sha256sum cdk.out.tgz | cut -c 1-64)" >> "$GITHUB_OUTPUT"`,
        },
      ],
    };
    const dev = { ...jobs['deploy-dev'], needs: [], steps: [] };
    const source = stringify({
      ...rest,
      jobs: { 'deploy-dev': dev, 'deploy-prod': deployed, 'attest-prod': jobs['attest-prod'] },
    });
    const result = await runWorkflow({
      workflow: WORKFLOW,
      source,
      origin: join(world.folder, 'origin'),
      ref: 'refs/heads/main',
      event: 'workflow_dispatch',
      inputs: { stage: 'prod' },
      github: { ref: 'refs/heads/main', ref_name: 'main' },
      actions: actionStandIns(),
      site: world.site,
    });
    expect([result.log, result.jobs['deploy-dev'].result, result.jobs['attest-prod'].result]).toEqual([
      expect.any(String),
      'skipped',
      'success',
    ]);
    const chosen = await world.call('udp-service', 'choose', ['--to', String(result.runId)]);
    expect({ code: chosen.code, output: chosen.output }).toMatchObject({ code: 0 });
    expect(chosen.output).toContain('attestation: verified: by ');
  });
});

describe('an answer of the GitHub CLI', () => {
  const origin = { repository: 'octo-org/dns', workflow: WORKFLOW, commit: 'a'.repeat(40), run: 7 };
  const certificate = {
    buildSignerURI: `https://acme.ghe.com/Octo-Org/dns/${WORKFLOW}@refs/heads/main`,
    sourceRepositoryURI: 'https://acme.ghe.com/Octo-Org/dns',
    sourceRepositoryDigest: origin.commit,
    runInvocationURI: 'https://acme.ghe.com/Octo-Org/dns/actions/runs/7/attempts/2',
  };
  const judge = (changed: object) =>
    attestationOf(
      'acme.ghe.com',
      origin,
      JSON.stringify([{ verificationResult: { signature: { certificate: { ...certificate, ...changed } } } }]),
    );

  test('is taken where repository, workflow, commit and run are those asked for, whatever the case of names', () => {
    expect(judge({})).toEqual({ signer: certificate.buildSignerURI, attempt: 2 });
  });

  test.each([
    { buildSignerURI: `https://acme.ghe.com/octo-org/dns/${WORKFLOW}.yml@refs/heads/main` },
    { buildSignerURI: `https://github.com/octo-org/dns/${WORKFLOW}@refs/heads/main` },
    { buildSignerURI: `https://acme.ghe.com/octo-org/shared/${WORKFLOW}@refs/heads/main` },
    { sourceRepositoryURI: 'https://acme.ghe.com/octo-org/dns-fork' },
    { sourceRepositoryURI: undefined },
    { sourceRepositoryDigest: 'b'.repeat(40) },
    { runInvocationURI: 'https://acme.ghe.com/octo-org/dns/actions/runs/70/attempts/2' },
    { runInvocationURI: 'https://acme.ghe.com/octo-org/dns/actions/runs/7/attempts/2/x' },
    { runInvocationURI: undefined },
  ])('is not taken with %j', (changed) => {
    expect(judge(changed)).toBeUndefined();
  });

  test('that is empty or no list proves nothing', () => {
    expect(attestationOf('github.com', origin, '')).toBeUndefined();
    expect(attestationOf('github.com', origin, '[null, 1, {"verificationResult": null}]')).toBeUndefined();
    expect(() => attestationOf('github.com', origin, 'verified')).toThrow('its answer is no list');
  });

  test('that knows no such flag says to install the current one', () => {
    expect(verificationFailure('unknown flag: --source-digest\n\nUsage:  gh …\n      --help\n', 1)).toBe(
      'gh attestation verify: unknown flag: --source-digest. Install the current GitHub CLI',
    );
    expect(verificationFailure('', 4)).toBe('gh attestation verify: ended with 4');
  });
});
