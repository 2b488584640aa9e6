import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { digestOf } from '../../src/delivery/digest';
import { describeWith } from '../support/tools';
import { Deployments, type Kept } from './support/deployments';

const FORK_CASE = resolve(__dirname, 'support/artifacts-fork.json');

describeWith(['moto', 'aws', 'git'], 'deployments that are recorded, ordered and brought back', () => {
  let world: Deployments;
  beforeAll(async () => {
    world = await Deployments.create();
  }, 120_000);
  afterAll(() => world?.remove());
  beforeEach(() => world.reset());

  const failed = { conclusion: 'failure' } as const;

  /** What nobody may be led to: newer than what was deployed, each by one thing alone. */
  function strangers(from: number): Kept[] {
    const [newest] = world.main.slice(-1);
    const fork = { event: 'pull_request', head_repository: { id: 31337 } };
    const kinds: Omit<Kept, 'run'>[] = [
      { commit: 'badbadbadbadbadbadbadbadbadbadbadbadbadb', runs: fork },
      // the list says that it is ours, the run does not
      { commit: newest, runs: { event: 'push', repository: { id: 31337 } } },
      { commit: newest, runs: { event: 'pull_request' } },
      { commit: newest, runs: { event: 'schedule' } },
      { commit: newest, runs: { path: '.github/workflows/build.yml' } },
      { commit: newest, runs: { path: '.github/workflows/deploy.yml.yml' } },
      { commit: world.topic, runs: { head_branch: 'main' } },
      { commit: newest, job: failed },
      { commit: newest, job: { name: 'Deploy prod (skipped)' } },
      { commit: newest, job: { name: 'Deploy dev' } },
      { commit: newest, job: { name: 'Roll prod back' } },
      { commit: newest, job: { steps: [{ name: 'Deploy', conclusion: 'success' }] } },
      { commit: newest, expired: true },
    ];
    return kinds.map((kind, index) => ({ ...kind, run: from + index }));
  }

  /** Hundreds of artifacts of forks. */
  function flood(count: number): Kept[] {
    return Array.from({ length: count }, (_, index) => ({
      run: 1_000 + index,
      commit: world.topic,
      runs: { event: 'pull_request', head_repository: { id: 31337 } },
      file: false,
    }));
  }

  test('hundreds of foreign artifacts hide nothing, and none of them is taken', async () => {
    // a run that waits for the approval of another stage has deployed this one
    world.keep({ run: 7, commit: world.main[1], runs: { status: 'in_progress', conclusion: null } });
    world.keep({ run: 9, commit: world.main[2], cpu: '512' });
    const foreign = strangers(5_000);
    // those that changed the stage and are not kept
    const unkept = foreign.filter(({ job, expired }) => expired || job === failed || job?.steps !== undefined);
    world.keep(...flood(320), ...foreign.filter((one) => !unkept.includes(one)));
    const { code, output } = await world.call('udp-service', 'choose');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output.match(/^run \d+/gm)).toEqual(['run 9', 'run 7']);
    expect(output).toContain('prod: goes back to run 7');
    expect(output).toContain(`commit: ${world.main[1]}`);
    expect(output).toMatch(/subject: Change 1 <b>\|: :set-output name=x: :\nauthor: Ada, .*\ndeployed: .*ago/);
    world.keep(...unkept);
    const named: string[] = [];
    for (const { run } of foreign) named.push(await world.refusal(run));
    const noJob = "no job 'Deploy prod' of it ended well";
    expect(named).toEqual([
      'its code is of another repository',
      'its code is of another repository',
      'it was started by pull_request',
      'it was started by schedule',
      'it ran .github/workflows/build.yml, which deploys nothing',
      'it ran .github/workflows/deploy.yml.yml, which deploys nothing',
      expect.stringMatching(/^its commit [0-9a-f]{7} is no part of the branch main$/),
      ...[noJob, noJob, noJob, noJob, noJob],
      'its artifact deployed-prod is not there any more',
    ]);
  });

  test('a commit is that of the run, and no text of an assembly', async () => {
    world.keep({ run: 7, commit: world.main[1] });
    world.keep({ run: 8, commit: world.main[2], claims: world.main[3] });
    const found = await world.call('udp-service', 'choose', ['--to', world.main[1].slice(0, 9)]);
    expect(found.output).toContain('goes back to run 7');
    const lie = await world.call('udp-service', 'choose', ['--to', world.main[3]]);
    expect(lie).toMatchObject({ code: 2 });
    expect(lie.stderr).toContain(`no deployment of ${world.main[3]} is kept. Kept are those of the runs 8 (`);
    const hostile = await world.call('udp-service', 'choose', ['--to', '$(id)']);
    expect(hostile).toMatchObject({ code: 2 });
    expect(hostile.stderr).toContain('--to "$(id)": ');
  });

  test('what is fetched is what was shown and recorded', async () => {
    world.keep({ run: 7, commit: world.main[1] });
    await world.record(7, world.main[1]);
    expect(await world.read('udp-service/dns/prod/runs/7-1.json')).toMatchObject({
      commit: world.main[1],
      author: 'Ada',
      digest: await digestOf(world.tarOf(7)),
    });
    const shown = { run: '7', commit: world.main[1], digest: await digestOf(world.tarOf(7)) };
    const fetch = (changed: Partial<typeof shown> = {}) =>
      world.call(
        'udp-service',
        'fetch',
        Object.entries({ ...shown, ...changed }).flatMap(([name, value]) => [`--${name}`, value]),
      );
    const good = await fetch();
    expect({ code: good.code, output: good.output }).toMatchObject({ code: 0 });
    expect(existsSync(join(world.folder, 'cdk.out/manifest.json'))).toBe(true);
    // the very same bytes are kept again
    expect(await digestOf(join(world.folder, 'cdk.out.tgz'))).toBe(shown.digest);

    for (const [changed, cause] of [
      [{ commit: world.main[2] }, 'is not what was shown before the approval: its commit was'],
      [{ digest: '0'.repeat(64) }, 'is not what was shown before the approval: its SHA-256 was'],
      [{ run: '7;id' }, `--run "7;id": is not what 'rollback --choose' hands over`],
      [{ run: '8' }, 'the repository has no such run'],
      [{ commit: '' }, '--commit "": is not what'],
    ] as const) {
      const refused = await fetch(changed);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.stderr).toContain(cause);
    }

    appendFileSync(world.tarOf(7), 'x');
    const exchanged = await fetch({ digest: await digestOf(world.tarOf(7)) });
    expect(exchanged).toMatchObject({ code: 2 });
    expect(exchanged.stderr).toContain('the artifact was exchanged');
  });

  test('an older commit is never deployed over a newer one, and only a rollback goes back', async () => {
    const [, first, second, third] = world.main;
    const begin = (run: number, commit: string, event?: string, attempt?: number) =>
      world.call('udp-service', 'begin', [], world.runEnv(run, commit, event, attempt));
    expect(await begin(1, second)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/nothing is recorded .* GitHub is asked[\s\S]*no earlier deployment is known/),
    });
    expect(await begin(2, third)).toMatchObject({ code: 0, stdout: expect.stringContaining('follows commit') });
    const older = await begin(1, second, 'push', 2);
    expect(older).toMatchObject({ code: 2 });
    expect(older.stderr).toBe(
      `error: stage prod: commit ${second.slice(0, 7)} is not deployed over commit ${third.slice(0, 7)}, which run 2 deployed last: it is older. ` +
        'To go back, use the workflow rollback. To go on, run the workflow deploy for the newest commit of main.\n',
    );
    expect(await world.read('udp-service/dns/prod/last.json')).toMatchObject({ commit: third, run: 2 });
    const back = await world.call(
      'udp-service',
      'begin',
      ['--rollback-of', '1', '--commit', first],
      world.runEnv(3, third, 'workflow_dispatch'),
    );
    expect(back).toMatchObject({ code: 0, stdout: expect.stringContaining('goes back from commit') });
    expect(await world.read('udp-service/dns/prod/last.json')).toMatchObject({ commit: first, rollbackOf: 1 });
    expect(await begin(4, third)).toMatchObject({ code: 0 });
  });

  test('the script of an ejected repository does the same', async () => {
    world.keep({ run: 7, commit: world.main[1] }, { run: 9, commit: world.main[2], cpu: '512' });
    world.keep(...strangers(5_000).slice(0, 2));
    await world.record(7, world.main[1]);
    const chosen = await world.call('ejected script', 'choose');
    expect({ code: chosen.code, output: chosen.output }).toMatchObject({ code: 0 });
    expect(chosen.output).toContain('prod: goes back to run 7');
    const shown = ['--run', '7', '--commit', world.main[1], '--digest'];
    const fetch = async () => world.call('ejected script', 'fetch', [...shown, await digestOf(world.tarOf(7))]);
    expect(await fetch()).toMatchObject({ code: 0 });
    expect(existsSync(join(world.folder, 'cdk.out/manifest.json'))).toBe(true);
    appendFileSync(world.tarOf(7), 'x');
    expect((await fetch()).stderr).toContain('the artifact was exchanged');
    const begin = (commit: string) => world.call('ejected script', 'begin', [], world.runEnv(11, commit));
    expect(await begin(world.main[3])).toMatchObject({ code: 0 });
    expect((await begin(world.main[2])).stderr).toContain('To go back, use the workflow rollback');
  });

  test('that script is what the sources of today make', async () => {
    const { outputFiles } = await build({
      absWorkingDir: resolve(__dirname, '../..'),
      entryPoints: ['src/cli/deployments/script.ts'],
      outfile: 'blueprint/ejected/deployments.cjs',
      ...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs', legalComments: 'none', write: false },
    });
    expect(readFileSync(resolve(__dirname, '../../blueprint/ejected/deployments.cjs'), 'utf8')).toBe(
      outputFiles[0].text,
    );
  });

  test('where nothing is recorded, the jobs of GitHub tell what was deployed last', async () => {
    world.keep({ run: 7, commit: world.main[3], job: failed });
    world.keep(...strangers(5_000).filter(({ job }) => job === undefined));
    const older = await world.call('udp-service', 'begin', [], world.runEnv(5, world.main[2], 'push', 2));
    expect(older).toMatchObject({ code: 2 });
    expect(older.stderr).toMatch(/which run \d+ deployed last: it is older/);
    expect(await world.keys()).toEqual([]);
  });

  test('a topic branch is tried by hand, and the default branch follows it', async () => {
    const begin = (run: number, commit: string, event?: string, attempt?: number) =>
      world.call('udp-service', 'begin', [], world.runEnv(run, commit, event, attempt));
    await begin(1, world.main[2]);
    expect(await begin(2, world.topic, 'workflow_dispatch', 2)).toMatchObject({ code: 2 });
    expect(await begin(2, world.topic, 'push')).toMatchObject({ code: 2 });
    expect(await begin(2, world.topic, 'workflow_dispatch')).toMatchObject({ code: 0 });
    const older = await begin(3, world.main[1], 'push', 2);
    expect(older).toMatchObject({ code: 2 });
    const { code, stdout } = await begin(4, world.main[3]);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('is taken away') });
  });

  test('what somebody else wrote into the bucket proves nothing', async () => {
    world.keep({ run: 7, commit: world.main[1] });
    await world.record(7, world.main[1]);
    const key = 'udp-service/dns/prod/runs/7-1.json';
    const record = await world.read(key);
    const digest = await digestOf(world.tarOf(7));
    const fetch = () =>
      world.call('udp-service', 'fetch', ['--run', '7', '--commit', world.main[1], '--digest', digest]);
    for (const [content, cause] of [
      [{ ...record, run: 8 }, 'it is of run 8'],
      [{ ...record, digest: 'f'.repeat(64) }, 'the artifact was exchanged'],
      [{ ...record, commit: world.main[2] }, `and its record is of ${world.main[2]}`],
    ] as const) {
      await world.write(key, content);
      const refused = await fetch();
      expect({ cause, code: refused.code }).toEqual({ cause, code: 2 });
      expect(refused.stderr).toContain(cause);
      expect(existsSync(join(world.folder, 'cdk.out'))).toBe(false);
    }
    await world.write('udp-service/dns/prod/last.json', 'x');
    const begun = await world.call('udp-service', 'begin', [], world.runEnv(9, world.main[4]));
    expect(begun).toMatchObject({ code: 2 });
    expect(begun.stderr).toContain('does not tell what was deployed to prod last: it is not JSON');
  });

  test('a rollback is brought back by the commit of its record', async () => {
    const runs = { path: '.github/workflows/rollback.yml', event: 'workflow_dispatch' };
    const job = { name: 'Roll prod back' };
    world.keep({ run: 8, commit: world.main[4], claims: world.main[1], runs, job });
    await world.record(8, world.main[4], ['--rollback-of', '3', '--commit', world.main[1]]);
    const digest = await digestOf(world.tarOf(8));
    const chosen = await world.call('udp-service', 'choose', ['--to', '8']);
    expect(chosen.output).toContain(`commit: ${world.main[1]}, as its assembly says`);
    const fetch = (commit: string) =>
      world.call('udp-service', 'fetch', ['--run', '8', '--commit', commit, '--digest', digest]);
    expect(await fetch(world.main[1])).toMatchObject({ code: 0 });
    expect(await fetch(world.main[4])).toMatchObject({ code: 2 });
    // a claim that the record does not bear out
    await world.write('udp-service/dns/prod/runs/8-1.json', {
      ...(await world.read('udp-service/dns/prod/runs/8-1.json')),
      commit: world.main[2],
    });
    expect((await fetch(world.main[1])).stderr).toContain('is not what was shown before the approval: its commit was');
  });

  test('the list of a fork and ours that a review found leads to ours', async () => {
    const answer = JSON.parse(readFileSync(FORK_CASE, 'utf8'));
    world.keep({ run: 100, commit: world.main[1] });
    world.site.change((state) => {
      const [foreign] = answer.artifacts;
      state.artifacts.unshift({ ...foreign, id: 999 });
      state.runs.push({
        ...state.runs[0],
        id: 666,
        event: 'pull_request',
        head_sha: foreign.workflow_run.head_sha,
        head_repository: { id: 31337 },
      });
    });
    const { code, output } = await world.call('udp-service', 'choose');
    expect(code).toBe(2); // ours is what runs
    expect(output).toContain('run 100: it is what runs');
    expect(output).not.toContain('666');
  });

  test('what is recorded needs a run, a tar and the account', async () => {
    const outside = await world.call('udp-service', 'record');
    expect(outside).toMatchObject({ code: 2 });
    expect(outside.stderr).toContain('this is no run of a workflow');
    const missing = await world.call('udp-service', 'record', [], world.runEnv(1, world.main[1]));
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toContain('cdk.out.tgz: is not there');
    const half = await world.call('udp-service', 'begin', ['--rollback-of', '1'], world.runEnv(1, world.main[1]));
    expect(half.stderr).toContain('--commit: is no whole commit');
    writeFileSync(join(world.folder, 'cdk.out.tgz'), '');
    const { stderr } = await world.call('udp-service', 'record', [], {
      ...world.runEnv(1, world.main[1]),
      AWS_ENDPOINT_URL: 'http://localhost:1',
      AWS_MAX_ATTEMPTS: '1',
    });
    expect(stderr).toMatch(
      /role arn:aws:iam::111111111111:role\/cdk-hnb659fds-file-publishing-role-.* cannot be assumed/,
    );
  });
});
