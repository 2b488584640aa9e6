import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackageManagerName, PNPM, packageManagerOf, YARN, YARN_BERRY } from '../../src/package-managers';
import { CompleteRegistry } from '../support/complete-registry';
import { hostileTexts } from '../support/hostile';
import { withPackageManager } from '../support/package-managers';
import { type CreatedRepository, gitStatus, mustRunIn, packPackage, projenNew } from '../support/packed';
import { packPreset } from '../support/preset';
import { actionStandIns, GithubSite, runWorkflow } from '../support/workflow-runner';

const ALL = [
  ['pnpm', PNPM],
  ['yarn_berry', YARN_BERRY],
  ['yarn_classic', YARN],
] as const;

/** Every manager and every test of it: `npm run test:managers`. Otherwise a sample, because each creation takes a minute. */
const FULL = process.env.FULL === '1';
const MANAGERS = FULL ? ALL : ALL.slice(0, 2);

const temporary = mkdtempSync(join(tmpdir(), 'package-managers-test-'));

const hostile = hostileTexts(temporary);

let registry: CompleteRegistry;

beforeAll(async () => {
  registry = await CompleteRegistry.start();
  await registry.publish(await packPackage());
}, 120_000);

afterAll(async () => {
  await registry.stop();
  rmSync(temporary, { recursive: true, force: true });
});

/** The environment of the manager's user; caches are the test's own, because addresses of the registry end in them. */
function environment(name: PackageManagerName): NodeJS.ProcessEnv {
  return {
    ...withPackageManager(name, registry.url),
    YARN_GLOBAL_FOLDER: join(temporary, 'yarn-berry'),
    YARN_CACHE_FOLDER: join(temporary, 'yarn'),
  };
}

describe.each(MANAGERS)('a repository with %s, created where CI is set', (option, manager) => {
  let repository: CreatedRepository;
  const inRepository = (command: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    mustRunIn(repository.dir, command[0], command.slice(1), { env: { ...environment(manager.name), ...env } });

  beforeAll(async () => {
    repository = await projenNew({
      from: 'projen-udp-service',
      args: ['--package-manager', option],
      env: { ...environment(manager.name), CI: 'true' },
    });
  }, 400_000);

  test('is committed as a whole, with its lockfile and no other', async () => {
    const { code, output } = repository.result;
    expect(code === 0 ? '' : output).toBe('');
    expect(output).toContain(`${manager.typed} projen build`);
    expect(await gitStatus(repository.dir)).toBe('');
    const { stdout } = await inRepository(['git', 'ls-files']);
    expect(stdout.split('\n').filter((path) => /^(package-lock\.json|pnpm-lock\.yaml|yarn\.lock)$/.test(path))).toEqual(
      [manager.lockfile],
    );
    expect(packageManagerOf(repository.dir)).toBe(manager);
  });

  test('stays as it is by a second run of projen', async () => {
    await inRepository([...manager.typed.split(' '), 'projen']);
    expect(await gitStatus(repository.dir)).toBe('');
  }, 120_000);

  test('finds its commands, and prints nothing around what they print', async () => {
    const { stdout } = await inRepository([...manager.exec, 'udp-service', 'service', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'my-service' });
  }, 60_000);

  if (!FULL && manager !== PNPM) return;

  test('builds by its workflow, in a clean clone, for a pull request with hostile names', async () => {
    const origin = join(temporary, `${option}.git`);
    await inRepository(['git', 'branch', hostile.name]);
    await inRepository(['git', 'clone', '--quiet', '--bare', repository.dir, origin]);
    const site = new GithubSite();
    const head = { ref: hostile.name, repo: { full_name: 'octo-org/my-service' } };
    // the runner has no package manager but npm: the workflow brings the one that the repository has locked
    const { PATH: _, ...env } = environment(manager.name);
    const built = await runWorkflow({
      workflow: '.github/workflows/build.yml',
      origin,
      ref: hostile.name,
      event: 'pull_request',
      payload: { pull_request: { number: 7, title: hostile.text, body: hostile.text, head } },
      github: { head_ref: hostile.name },
      actions: actionStandIns(),
      env,
      site,
    });
    expect(built.result === 'success' ? '' : built.log).toBe('');
    expect(built.jobs.build.permissions).toEqual({ contents: 'read' });
    expect(site.state.analyses).toMatchObject([{ ref: `refs/heads/${hostile.name}`, results: [] }]);
    expect(hostile.wasRun()).toBe(false);
    site.close();
  }, 400_000);
});

if (FULL) {
  describe('the preset of an organisation with pnpm, which links the commands of direct dependencies alone', () => {
    test('makes a repository that finds the command of the template', async () => {
      const env = environment('pnpm');
      const args = ['--package-manager', 'pnpm'];
      const { dir, result } = await projenNew({ from: await packPreset(), args, env });
      expect(result.code === 0 ? '' : result.output).toBe('');
      const { stdout } = await mustRunIn(dir, 'pnpm', ['exec', 'udp-service', 'service', '--json'], { env });
      expect(JSON.parse(stdout)).toMatchObject({ name: 'my-service' });
      expect(await gitStatus(dir)).toBe('');
    }, 400_000);
  });

  describe('another package manager in an existing repository', () => {
    test('takes over at the next run of projen, which says what it removed; the one after that changes nothing', async () => {
      const env = environment('pnpm');
      const { dir } = await projenNew({ from: 'projen-udp-service', env });
      const projenrc = join(dir, '.projenrc.ts');
      const options = readFileSync(projenrc, 'utf8')
        .replace(/^import/, "import { javascript } from 'projen';\nimport")
        .replace(/ {2}name: .*\n/, (name) => `${name}  packageManager: javascript.NodePackageManager.PNPM,\n`);
      writeFileSync(projenrc, options);
      const { output } = await mustRunIn(dir, 'npx', ['--no-install', 'projen'], { env });
      expect(output).toContain('package-lock.json was removed');
      expect(packageManagerOf(dir)).toBe(PNPM);
      await mustRunIn(dir, 'git', ['add', '--all']);
      await mustRunIn(dir, 'pnpm', ['exec', 'projen', 'build'], { env });
      expect(await mustRunIn(dir, 'git', ['diff', '--stat'])).toMatchObject({ stdout: '' });
    }, 400_000);
  });
}
