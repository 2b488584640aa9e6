// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are GitHub's expressions, not ours
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cleanEnv } from '../support/packed';
import { mustRun } from '../support/run';
import { describeWith } from '../support/tools';
import {
  actionStandIns,
  GithubSite,
  parseCommandFile,
  type RunWorkflowOptions,
  runWorkflow,
} from '../support/workflow-runner';

const PATH = '.github/workflows/test.yml';
const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const UPLOAD = 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a';
const DOWNLOAD = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A bare origin that holds the workflow and further files. */
async function origin(workflow: string, files: Record<string, string> = {}): Promise<string> {
  const source = join(folder, 'source');
  for (const [path, content] of Object.entries({ [PATH]: workflow, ...files })) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), content);
  }
  const git = (...args: string[]) => mustRun('git', ['-C', source, ...args], { env: cleanEnv() });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message=start');
  await mustRun('git', ['clone', '--quiet', '--bare', source, join(folder, 'origin.git')]);
  return join(folder, 'origin.git');
}

async function start(workflow: string, options: Partial<RunWorkflowOptions> = {}, files: Record<string, string> = {}) {
  return runWorkflow({
    workflow: PATH,
    origin: await origin(workflow, files),
    event: 'push',
    actions: actionStandIns(),
    ...options,
  });
}

const job = (steps: string, head = '') => `on: push
jobs:
  only:
    runs-on: ubuntu-latest
${head}    steps:
${steps}`;

describe('runWorkflow', () => {
  test('runs jobs in the order of their needs and hands outputs on', async () => {
    const record = await start(`on: push
jobs:
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - env: { SHA: '\${{ needs.first.outputs.sha }}' }
        run: test "$SHA" = "$GITHUB_SHA" && echo "got $SHA" >> "$GITHUB_STEP_SUMMARY"
  first:
    runs-on: ubuntu-latest
    outputs: { sha: '\${{ steps.out.outputs.sha }}' }
    steps:
      - id: out
        run: echo "sha=\${{ github.sha }}" >> "$GITHUB_OUTPUT"
`);
    expect(record).toMatchObject({ result: 'success' });
    expect(Object.keys(record.jobs)).toEqual(['first', 'second']);
    expect(record.jobs.second.summary).toBe(`got ${record.jobs.first.outputs.sha}\n`);
  });

  test('checks out what is committed, each job for itself, and passes artifacts without hidden files', async () => {
    const record = await start(
      `on: push
jobs:
  make:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
        with: { persist-credentials: false }
      - run: mkdir out && cp data.txt out/ && touch out/.hidden
      - uses: ${UPLOAD}
        with: { name: out, path: out }
  use:
    needs: make
    runs-on: ubuntu-latest
    steps:
      - run: test ! -e data.txt
      - uses: ${DOWNLOAD}
        with: { name: out, path: in }
      - run: test "$(ls -A in)" = data.txt
`,
      {},
      { 'data.txt': 'x', '.gitignore': 'out\n' },
    );
    expect(record.result === 'success' ? '' : record.log).toBe('');
  });

  test('stops at a failing step, but runs what asks for the status', async () => {
    const record = await start(
      job(`      - run: exit 3
      - name: not reached
        run: echo no
      - name: on failure
        if: failure()
        run: echo yes
      - name: always
        if: \${{ always() && github.event_name == 'push' }}
        run: echo yes
`),
    );
    expect(record.result).toBe('failure');
    expect(record.jobs.only.steps.map(({ outcome }) => outcome)).toEqual(['failure', 'skipped', 'success', 'success']);
  });

  test('skips jobs behind a failed or skipped one, unless their condition asks for it', async () => {
    const record = await start(`on: push
jobs:
  off: { runs-on: x, if: "github.ref == 'refs/heads/other'", steps: [{ run: 'true' }] }
  behind: { runs-on: x, needs: off, steps: [{ run: 'true' }] }
  anyway: { runs-on: x, needs: off, if: "always() && needs.off.result == 'skipped'", steps: [{ run: 'true' }] }
`);
    expect(Object.values(record.jobs).map(({ result }) => result)).toEqual(['skipped', 'skipped', 'success']);
  });

  test('carries environment, path and continue-on-error through a job', async () => {
    const record = await start(
      job(
        `      - run: |
          mkdir bin && printf '#!/bin/sh\\necho tool\\n' > bin/tool && chmod +x bin/tool
          echo "$PWD/bin" >> "$GITHUB_PATH"
          printf 'TEXT<<END\\none\\ntwo\\nEND\\n' >> "$GITHUB_ENV"
      - id: bad
        continue-on-error: true
        run: exit 1
      - env: { MINE: "\${{ env.LEVEL }}-\${{ steps.bad.outcome }}-\${{ steps.bad.conclusion }}" }
        run: test "$(tool)" = tool && test "$TEXT" = "$(printf 'one\\ntwo')" && test "$MINE" = job-failure-success
`,
        '    env: { LEVEL: job }\n',
      ),
    );
    expect(record.result === 'success' ? '' : record.log).toBe('');
  });

  test('fails where a command of a pipe fails only under an explicit bash, as GitHub does', async () => {
    const outcomes = async (shell: string) => (await start(job(`      - run: "false | true"\n${shell}`))).result;
    expect(await outcomes('')).toBe('success');
    rmSync(folder, { recursive: true, force: true });
    expect(await outcomes('        shell: bash\n')).toBe('failure');
  });

  test('expands a matrix, also one that an earlier job computes', async () => {
    const record = await start(`on: push
jobs:
  list:
    runs-on: x
    outputs: { stages: '\${{ steps.list.outputs.stages }}' }
    steps: [{ id: list, run: 'echo "stages=[\\"dev\\",\\"prod\\"]" >> "$GITHUB_OUTPUT"' }]
  each:
    needs: list
    runs-on: x
    name: 'Stage \${{ matrix.stage }}'
    strategy: { matrix: { stage: '\${{ fromJSON(needs.list.outputs.stages) }}', include: [{ stage: prod, slow: true }] } }
    steps: [{ env: { STAGE: '\${{ matrix.stage }}', SLOW: '\${{ matrix.slow }}' }, run: 'echo "$STAGE $SLOW" >> "$GITHUB_STEP_SUMMARY"' }]
`);
    expect(record.jobs.each.summary).toBe('dev \nprod true\n');
  });

  test('gives a dispatch its inputs with their defaults, and refuses unknown ones', async () => {
    const workflow = `on: { workflow_dispatch: { inputs: { stage: { type: string, default: dev }, force: { type: boolean } } } }
jobs:
  only:
    runs-on: x
    steps: [{ env: { STAGE: '\${{ inputs.stage }} \${{ inputs.force }}' }, run: 'echo "$STAGE" >> "$GITHUB_STEP_SUMMARY"' }]
`;
    const options = {
      workflow: PATH,
      origin: await origin(workflow),
      event: 'workflow_dispatch',
      actions: {},
    } as const;
    expect((await runWorkflow(options)).jobs.only.summary).toBe('dev false\n');
    expect((await runWorkflow({ ...options, inputs: { stage: 'a b' } })).jobs.only.summary).toBe('a b false\n');
    await expect(runWorkflow({ ...options, inputs: { stages: 'x' } })).rejects.toThrow('declares no input stages');
  });

  test('executes a script with an injected value as GitHub would, which is why the lint forbids it', async () => {
    const payload = { title: '"; touch hacked; echo "' };
    const script = (text: string) =>
      job(
        `      - env: { TITLE: '\${{ github.event.title }}' }\n        run: |\n          echo "${text}"\n          test ! -e hacked\n`,
      );
    expect((await start(script('${{ github.event.title }}'), { payload })).result).toBe('failure');
    rmSync(folder, { recursive: true, force: true });
    expect((await start(script('$TITLE'), { payload })).result).toBe('success');
  });

  test.each([
    ['an action without stand-in', '      - uses: some/action@v1\n', /some\/action@v1 has no stand-in/],
    ['an unknown input', `      - uses: ${CHECKOUT}\n        with: { dept: 1 }\n`, /input dept/],
    [
      'a missing artifact',
      `      - uses: ${DOWNLOAD}\n        with: { name: nothing }\n`,
      /artifact not found: nothing/,
    ],
    ['an unknown shell', '      - run: "1"\n        shell: pwsh\n', /shell pwsh/],
  ])('fails for %s', async (_, steps, message) => {
    const record = await start(job(steps));
    expect(record.result).toBe('failure');
    expect(record.log).toMatch(message);
  });
});

describeWith(['jq'], 'the stand-in for gh', () => {
  const drift = `      - run: |
          number=$(gh issue list --label drift --json number --jq '.[0].number // empty')
          if [ -z "$number" ]; then
            gh label create drift --force
            echo found | gh issue create --title Drift --label drift --body-file -
          else
            gh issue close "$number" --comment gone
          fi
      - run: gh pr comment 7 --body "again $GITHUB_RUN_ID" --edit-last --create-if-none
`;
  const token = `    permissions: { issues: write, pull-requests: write }\n    env: { GH_TOKEN: '\${{ github.token }}' }\n`;

  test('keeps issues and comments between runs', async () => {
    const site = new GithubSite();
    const options = {
      workflow: PATH,
      origin: await origin(job(drift, token)),
      event: 'push',
      actions: {},
      site,
    } as const;
    expect((await runWorkflow(options)).result).toBe('success');
    expect(site.state).toMatchObject({
      issues: [{ title: 'Drift', body: 'found\n', state: 'OPEN' }],
      comments: [{ pull: '7', body: 'again 1' }],
    });
    expect((await runWorkflow(options)).result).toBe('success');
    expect(site.state).toMatchObject({
      issues: [{ state: 'CLOSED', comments: ['gone'] }],
      comments: [{ body: 'again 2' }],
      runs: [{ id: 1, conclusion: 'success' }, { id: 2 }],
    });
    site.close();
  });

  test.each([
    ['no token', '', {}],
    ['Resource not accessible by integration (needs issues: read)', token.replace('issues: write, ', ''), {}],
    ['needs issues: write', token, { fork: true }],
  ])('refuses: %s', async (message, head, options) => {
    const { result, log } = await start(job(drift, head), options);
    expect(result).toBe('failure');
    expect(log).toContain(message);
  });

  test('edits the one comment of a pull request by its number', async () => {
    const site = new GithubSite();
    const script = job(
      `      - run: |
          echo "text $GITHUB_RUN_ID" > body.md
          id=$(gh api "repos/$GITHUB_REPOSITORY/issues/7/comments" --paginate --jq 'map(select(.body | contains("text"))) | .[0].id // empty')
          if [ -n "$id" ]; then gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F body=@body.md
          else gh api "repos/$GITHUB_REPOSITORY/issues/7/comments" -F body=@body.md; fi
`,
      token,
    );
    const options = { workflow: PATH, origin: await origin(script), event: 'push', actions: {}, site } as const;
    for (const _ of [1, 2]) expect((await runWorkflow(options)).log).not.toContain('HTTP');
    expect(site.state.comments).toMatchObject([{ id: 1, pull: '7', body: 'text 2\n' }]);
    site.close();
  });
});

test('the stand-in for docker keeps what other calls write while it waits', async () => {
  const program = [join(__dirname, '../support/stubs/bin/docker')];
  const env = cleanEnv({ DOCKER_STUB_STATE: folder });
  const docker = (...args: string[]) => mustRun(process.execPath, [...program, ...args], { env });
  const waiting = spawn(process.execPath, [...program, 'login'], { env, stdio: ['pipe', 'ignore', 'inherit'] });
  await until(() => existsSync(join(folder, 'calls.log')));
  await docker('build', '--tag', 'image:1', '.');
  waiting.stdin.end();
  await once(waiting, 'close');
  expect((await docker('inspect', '--format', '{{.Id}}', 'image:1')).stdout).toMatch(/^sha256:[0-9a-f]{64}$/m);
});

/** Waits for what another process does. */
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1000) throw new Error('it did not happen within 20 s');
    await setTimeout(20);
  }
}

describeWith(['jq'], 'artifacts', () => {
  const keep = `      - run: echo "run $GITHUB_RUN_ID" > kept.txt
      - uses: ${UPLOAD}
        with: { name: kept, path: kept.txt, retention-days: 5, overwrite: true }
`;
  const fetch = (more: string) => `      - uses: ${DOWNLOAD}
        with: { name: kept, run-id: 1, ${more} }
      - run: cat kept.txt >> "$GITHUB_STEP_SUMMARY"
`;
  const github = "github-token: '${{ github.token }}'";
  const reading = '    permissions: { actions: read }\n';

  test('of an earlier run are listed and fetched', async () => {
    const site = new GithubSite();
    const list = `      - env: { GH_TOKEN: '\${{ github.token }}' }
        run: gh api "repos/$GITHUB_REPOSITORY/actions/artifacts?name=kept" --jq '.artifacts[].workflow_run.id' >> "$GITHUB_STEP_SUMMARY"
`;
    await start(job(keep), { site });
    rmSync(folder, { recursive: true, force: true });
    const { jobs } = await start(job(list + fetch(github), reading), { site });
    expect(jobs.only.summary).toBe('1\nrun 1\n');
    expect(Date.parse(site.state.artifacts[0].expires_at)).toBeGreaterThan(Date.now() + 4 * 86_400_000);
    site.close();
  });

  test.each([
    ['needs github-token', 'path: .', reading],
    ['needs the permission actions: read', github, '    permissions: {}\n'],
  ])('of an earlier run are refused: %s', async (message, more, head) => {
    const { log } = await start(job(keep + fetch(more), head));
    expect(log).toContain(message);
  });
});

describe('jobs', () => {
  test('keep what GitHub would enforce: environment, concurrency, permissions', async () => {
    const head = `    environment: { name: dev, deployment: false }
    concurrency: { group: 'deploy-\${{ github.ref_name }}', cancel-in-progress: false }
    permissions: { contents: read }
`;
    const { jobs } = await start(job("      - run: 'true'\n", head));
    expect(jobs.only).toMatchObject({
      environment: { name: 'dev', deployment: false },
      concurrency: { group: 'deploy-main', cancelInProgress: false },
      permissions: { contents: 'read' },
    });
  });

  test('do not start in an environment that refuses', async () => {
    const { jobs } = await start(job("      - run: 'true'\n", '    environment: prod\n'), { refused: ['prod'] });
    expect(jobs.only).toMatchObject({ result: 'failure', steps: [] });
  });

  test('that ask for no failure run behind skipped ones, and not behind a failed ancestor', async () => {
    const unlessFailed = (needed: string) =>
      `{ runs-on: x, needs: ${needed}, if: '!failure() && !cancelled()', steps: [{ run: 'true' }] }`;
    const record = await start(`on: push
jobs:
  off: { runs-on: x, if: 'false', steps: [{ run: 'true' }] }
  behind-off: ${unlessFailed('off')}
  bad: { runs-on: x, steps: [{ run: 'false' }] }
  behind-bad: { runs-on: x, needs: bad, steps: [{ run: 'true' }] }
  far-behind-bad: ${unlessFailed('behind-bad')}
`);
    const results = Object.values(record.jobs).map(({ id, result }) => `${id} ${result}`);
    expect(results).toEqual([
      'off skipped',
      'behind-off success',
      'bad failure',
      'behind-bad skipped',
      'far-behind-bad skipped',
    ]);
  });

  const CALLED = '.github/workflows/called.yml';
  const called = (permissions: string) => `on:
  workflow_call:
    inputs: { stage: { type: string, required: true } }
    outputs: { said: { value: '\${{ jobs.say.outputs.said }}' } }
jobs:
  say:
    runs-on: x
    permissions: ${permissions}
    outputs: { said: '\${{ steps.say.outputs.said }}' }
    steps: [{ id: say, env: { STAGE: '\${{ inputs.stage }}' }, run: 'echo "said=$STAGE" >> "$GITHUB_OUTPUT"' }]
`;
  const calling = `on: push
jobs:
  call: { uses: ./${CALLED}, permissions: { contents: read }, with: { stage: dev } }
  after: { runs-on: x, needs: call, steps: [{ env: { SAID: '\${{ needs.call.outputs.said }}' }, run: 'echo "$SAID" >> "$GITHUB_STEP_SUMMARY"' }] }
`;

  test('may be a reusable workflow of the repository', async () => {
    const { jobs } = await start(calling, {}, { [CALLED]: called('{ contents: read }') });
    expect(jobs.after.summary).toBe('dev\n');
  });

  test('that are a reusable workflow leave it no more than they have', async () => {
    const asking = start(calling, {}, { [CALLED]: called('{ contents: write }') });
    await expect(asking).rejects.toThrow('wants contents: write, and its caller has contents: read');
  });
});

test('environment files: values, blocks and what is neither', () => {
  expect(parseCommandFile('a=1\nb<<X\nx=1\ny\nX\nc=d=e\n')).toEqual({ a: '1', b: 'x=1\ny', c: 'd=e' });
  expect(() => parseCommandFile('nothing\n')).toThrow('nothing');
  expect(() => parseCommandFile('b<<X\nx\n')).toThrow('no end line X');
});
