import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { run } from '../support/run';
import { describeWith } from '../support/tools';
import { lintWorkflow } from '../support/workflow-lint';
import { type Job, parseWorkflow, type Step, triggers } from '../support/workflow-model';

const ROOT = resolve(__dirname, '../..');
const FOLDER = '.github/workflows';
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const workflows = readdirSync(join(ROOT, FOLDER)).map((name) => ({ name, content: text(`${FOLDER}/${name}`) }));
const jobs = workflows.flatMap(({ name, content }) =>
  Object.entries(parseWorkflow(content).jobs).map(([id, job]) => ({ where: `${name}: ${id}`, job })),
);

/** What is known and stays, each with its reason. */
const ACCEPTED: readonly { readonly where: RegExp; readonly rule: string; readonly because: string }[] = [
  {
    where: /^build\.yml jobs\.build\.steps\.python$/,
    rule: 'locked-command',
    because: 'Python packages of the tests: wheels alone, in a job that may read and whose files nobody takes',
  },
];

describeWith(['git', 'shellcheck'], "the package's own workflows", () => {
  test('keep every rule of the generated ones', async () => {
    const around = {
      files: execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
        .toString()
        .trim()
        .split('\n'),
      tasks: [
        ...Object.keys((JSON.parse(text('.projen/tasks.json')) as { tasks: object }).tasks),
        ...Object.keys((JSON.parse(text('package.json')) as { scripts: object }).scripts),
      ],
    };
    const findings = (
      await Promise.all(
        workflows.map(async ({ name, content }) =>
          (
            await lintWorkflow(`${FOLDER}/${name}`, content, around)
          ).map(({ where, ...finding }) => ({
            ...finding,
            where: `${name} ${where}`,
          })),
        ),
      )
    ).flat();
    const isAccepted = ({ where, rule }: { where: string; rule: string }) =>
      ACCEPTED.some((known) => known.rule === rule && known.where.test(where));
    expect(findings.filter((finding) => !isAccepted(finding))).toEqual([]);
    expect(findings.filter(isAccepted)).toHaveLength(ACCEPTED.length);
  });

  test('run nothing of the repository where they may write or have an identity', () => {
    const privileged = jobs.filter(({ job }) => mayChangeAnything(job));
    expect(privileged.map(({ where }) => where)).toEqual(['release.yml: publish', 'release.yml: github']);
    for (const { job } of privileged) {
      const scripts = (job.steps ?? []).map(({ run: script = '' }) => script).join('\n');
      expect(scripts).not.toMatch(
        /\bprojen\b(?!-udp-service)|\bnode\b(?!_modules)|\bgit (apply|push|commit)\b|\bnpx\b/,
      );
    }
  });

  test('take a file into such a job by the digest alone that the job told which made it', () => {
    for (const { where, job } of jobs.filter(({ job }) => mayChangeAnything(job))) {
      const steps = job.steps ?? [];
      const brought = steps.findIndex(({ uses }) => /\/download-artifact@/.test(uses ?? ''));
      const check = steps[brought + 1];
      expect([where, check?.run]).toEqual([where, expect.stringContaining('sha256sum --check --strict')]);
      expect(Object.values(check?.env ?? {})).toEqual(
        ['package', 'sbom', 'notes'].map((name) => `\${{ needs.package.outputs.${name} }}`),
      );
    }
  });

  test('have no secret, and publish from an environment on the default branch', () => {
    for (const { content } of workflows) expect(content).not.toMatch(/secrets[.[]/);
    const publishing = jobs.filter(({ job }) => may(job, 'id-token'));
    expect(
      publishing.map(({ job }) => [job.environment, String(job.if).includes("github.ref == 'refs/heads/main'")]),
    ).toEqual([[{ name: 'release' }, true]]);
  });

  test('start from no event that hands secrets to the code of others', () => {
    const events = new Set(workflows.flatMap(({ content }) => triggers(parseWorkflow(content))));
    expect([...events].sort()).toEqual(['merge_group', 'pull_request', 'push', 'schedule', 'workflow_dispatch']);
  });

  test('leave updates to Dependabot, which moves lockfiles alone', () => {
    const { updates } = parse(text('.github/dependabot.yml')) as { updates: Record<string, unknown>[] };
    expect(updates.map((update) => [update.directory, update['versioning-strategy']])).toEqual([
      ['/', 'lockfile-only'],
      ['/.github/publish', 'lockfile-only'],
    ]);
  });
});

describe('lockfiles', () => {
  test.each(['package-lock.json', '.github/publish/package-lock.json'])(
    '%s names no address and a digest each',
    (path) => {
      const { packages } = JSON.parse(text(path)) as {
        packages: Record<string, { resolved?: string; integrity?: string; inBundle?: boolean; optional?: boolean }>;
      };
      const entries = Object.entries(packages).filter(([place]) => place !== '');
      expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
      // what a package brings in its own tarball is held by the digest of that; the mirror has no package of other platforms
      const open = entries.filter(([, { integrity, inBundle, optional }]) => !integrity && !inBundle && !optional);
      expect(open.map(([place]) => place)).toEqual([]);
    },
  );
});

describe('the job that publishes', () => {
  const release = parseWorkflow(text(`${FOLDER}/release.yml`));
  const step = (job: string, id: string): Step => {
    const found = release.jobs[job]?.steps?.find((one) => one.id === id);
    if (found === undefined) throw new Error(`${job} has no step ${id}`);
    return found;
  };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'publish-'));
    for (const [path, content] of Object.entries({ 'package.tgz': 'tarball', 'sbom.cdx.json': '{}', 'notes.md': 'n' }))
      write(`release/${path}`, content);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
  const script = (job: string, id: string, env: NodeJS.ProcessEnv) =>
    run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', String(step(job, id).run)], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
    });
  const DIGESTS = { PACKAGE: sha256('tarball'), SBOM: sha256('{}'), NOTES: sha256('n') };

  test.each(['publish', 'github'])('goes on with what was packed (%s)', async (job) => {
    expect((await script(job, 'check', DIGESTS)).code).toBe(0);
  });

  test.each([
    ['another tarball', 'package.tgz', DIGESTS],
    ['another list of what is bundled', 'sbom.cdx.json', DIGESTS],
    ['other notes', 'notes.md', DIGESTS],
    ['digests that nobody told', '', { PACKAGE: '', SBOM: '', NOTES: '' }],
    ['one digest that nobody told', '', { ...DIGESTS, PACKAGE: '' }],
  ])('refuses %s', async (_, path, digests) => {
    if (path !== '') write(`release/${path}`, 'of somebody else');
    expect((await script('publish', 'check', digests)).code).not.toBe(0);
  });

  /** An npm that says what the registry has, and keeps what it was asked for. */
  const registryHas = (integrity: string) => {
    const npm = '.github/publish/node_modules/.bin/npm';
    write(npm, `#!/bin/sh\nif [ "$1" = view ]; then echo "${integrity}"; else echo "$@" > published; fi\n`);
    chmodSync(join(folder, npm), 0o755);
  };
  const published = () =>
    readdirSync(folder).includes('published') && readFileSync(join(folder, 'published'), 'utf8').trim();

  test('publishes that very tarball, with its provenance and without a script', async () => {
    registryHas('');
    expect((await script('publish', 'publish', { VERSION: '1.2.3' })).code).toBe(0);
    expect(published()).toBe('publish release/package.tgz --provenance --access public --ignore-scripts');
  });

  test('goes on where the same content is published already, and fails where another is', async () => {
    registryHas(`sha512-${createHash('sha512').update('tarball').digest('base64')}`);
    expect((await script('publish', 'publish', { VERSION: '1.2.3' })).code).toBe(0);
    registryHas('sha512-another');
    const result = await script('publish', 'publish', { VERSION: '1.2.3' });
    expect([result.code, result.output]).toEqual([1, expect.stringContaining('with another content')]);
    expect(published()).toBe(false);
  });
});

describe('the title of a pull request', () => {
  const { jobs: all } = parseWorkflow(text(`${FOLDER}/pull-request-lint.yml`));
  const check = String(all.title?.steps?.[0]?.run);
  const verdict = async (TITLE: string) =>
    run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', check], { env: { PATH: process.env.PATH, TITLE } });

  test.each(['fix: answer', 'feat(probes)!: ask twice', 'docs: say why: because'])('passes as %s', async (title) => {
    expect((await verdict(title)).code).toBe(0);
  });

  test.each(['', 'Answer', 'fix:', 'feature: ask', '::set-output name=x::y', '$(touch x): y'])(
    'fails as %j, and is not printed',
    async (title) => {
      const { code, output } = await verdict(title);
      expect(code).toBe(1);
      if (title !== '' && title !== 'fix:') expect(output).not.toContain(title);
    },
  );
});

function may(job: Job, scope: string): boolean {
  return typeof job.permissions === 'object' && (job.permissions as Record<string, string>)[scope] === 'write';
}

/** Whether a job may write anything in GitHub, has an identity elsewhere, or an environment with what that holds. */
function mayChangeAnything(job: Job): boolean {
  if (job.environment !== undefined || typeof job.permissions !== 'object') return true;
  return Object.values(job.permissions).includes('write');
}
