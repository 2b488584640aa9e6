import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { github, javascript, Testing } from 'projen';
import { lockedVersions } from '../../src/impact/delivery/lockfile';
import { guardedPaths } from '../../src/lifecycle/required/guarded';
import { settingsFile } from '../../src/lifecycle/upgrade/propose/judge/formats';
import { judgeLockfile } from '../../src/lifecycle/upgrade/propose/lockfile';
import { Registry } from '../../src/lifecycle/upgrade/registry';
import { install, synthesize, update } from '../../src/lifecycle/upgrade/steps';
import { Upgrades } from '../../src/options';
import { checkPackageManager, packageManagerOption, releaseOption } from '../../src/options/package-manager';
import {
  type Command,
  INTEGRITY,
  isLockfile,
  type Lockfile,
  PACKAGE_MANAGERS,
  type PackageManager,
  packageManagerOf,
  registriesIn,
  settingsFileNames,
} from '../../src/package-managers';
import { PackageManagerSetup } from '../../src/project/package-manager-setup';
import { Upgrading } from '../../src/project/upgrading';
import { wordedFor } from '../../src/project/wording';
import { BuildWorkflow } from '../../src/project/workflows/build';
import { LockedPackageManager } from '../../src/project/workflows/locked-package-manager';
import { resolveWorkflowSettings } from '../../src/project/workflows/settings';
import { resolveService } from '../../src/service/resolve';
import { Problems } from '../../src/util/problems';
import { temporaryDirectory } from '../support/synthesized';

const digest = (sign: string) => `sha512-${sign.repeat(86)}==`;

/** A lockfile of the fifth: `name version digest` a line. */
function read(text: string): Lockfile {
  const packages = new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [name = '', version = '', integrity = ''] = line.split(' ');
        return [
          name,
          {
            id: name,
            alias: name,
            name,
            version,
            digest: integrity,
            isPart: false,
            isForeign: false,
            mayLackDigest: false,
            dependencies: [],
            content: line,
          },
        ];
      }),
  );
  return { packages, direct: (name) => packages.get(name), digest: INTEGRITY, settings: '' };
}

/** A package manager that nothing in this package knows: one record, as another one would be added. */
const FIFTH: PackageManager<'bun'> = {
  name: 'bun',
  title: 'Bun',
  optionValues: ['bun'],
  program: 'bun',
  release: { package: 'bun', version: '1.3.4', integrity: digest('b'), bin: { bun: 'bin/bun' } },
  lockfile: 'bun.lock',
  lockfileFormat: {
    read,
    versions: (text) => (name) => {
      const found = read(text).packages.get(name);
      return found && `${found.version} ${found.digest}`;
    },
  },
  settings: [{ path: 'bunfig.toml', otherNames: ['.bunfig.toml'], registries: /^()registry = "([^"]+)"$/gm }],
  npmrc: 'registries',
  renovate: 'bun',
  leftovers: { paths: ['.bun'], generated: [], ignored: ['/.bun/'] },
  installLocked: ['bun', 'install', '--frozen-lockfile', '--ignore-scripts'],
  installMutable: ['bun', 'install', '--ignore-scripts'],
  exec: ['bun', 'run', '--bun'],
  typed: 'bunx',
  script: ['bun', 'run'],
  scriptArguments: [],
  add: (specs) => ['bun', 'add', '--dev', ...specs],
  update: (names) => ['bun', 'update', ...names],
  view: (spec, field) => ['bun', 'info', spec, field],
  readView: (output) => JSON.parse(output),
  registryOf: () => [['bun', 'config', 'registry']],
};
const MANAGERS: readonly PackageManager[] = [...PACKAGE_MANAGERS, FIFTH];
const OPTIONS = { name: 'echo', packageManager: javascript.NodePackageManager.BUN };
const LOCK = `prettier 3.0.0 ${digest('a')}\n`;

test('the option takes it, and offers it to whoever names something else', () => {
  const remedies = (packageManager: javascript.NodePackageManager, managers?: readonly PackageManager[]) => {
    const problems = new Problems();
    checkPackageManager({ packageManager }, problems, managers);
    return problems.all.map(({ remedy }) => remedy);
  };
  expect(remedies(javascript.NodePackageManager.BUN)).toEqual(["Use 'npm', 'pnpm', 'yarn_classic' or 'yarn_berry'."]);
  expect(remedies(javascript.NodePackageManager.BUN, MANAGERS)).toEqual([]);
  expect(remedies('cargo' as javascript.NodePackageManager, MANAGERS)).toEqual([expect.stringContaining("or 'bun'")]);
  expect(packageManagerOption(OPTIONS, MANAGERS)).toBe(FIFTH);
  expect(releaseOption(OPTIONS, MANAGERS)).toEqual(FIFTH.release);
});

describe('a repository', () => {
  const project = new javascript.NodeProject({
    ...OPTIONS,
    defaultReleaseBranch: 'main',
    outdir: temporaryDirectory(),
    github: false,
    depsUpgrade: false,
  });
  const { service } = resolveService({ name: 'echo' });
  const options = {
    ...OPTIONS,
    upgrades: Upgrades.RENOVATE,
    upgradeOptions: { credentials: { tokenSecret: 'TOKEN' } },
    npmRegistry: { registry: 'https://npm.example.com', token: 'NPM_TOKEN' },
  };
  const { settings } = resolveWorkflowSettings(options, service, MANAGERS);
  new PackageManagerSetup(project, settings.packageManager, MANAGERS);
  if (settings.packageManagerRelease) new LockedPackageManager(project, settings.packageManagerRelease);
  const scope = new github.GitHub(project);
  new BuildWorkflow(scope, settings);
  new Upgrading(project, { settings, template: { name: 'template', version: '1.0.0' }, options, github: scope });
  const said = wordedFor(project, 'Run `npx projen build`.');
  const files = Testing.synth(project);

  test('its workflows install and run by it, with its release locked', () => {
    const workflow = files['.github/workflows/build.yml'];
    expect(workflow).toContain('run: bun install --frozen-lockfile --ignore-scripts');
    expect(workflow).toContain('run: bun run --bun projen build');
    expect(workflow).toContain('NPM_CONFIG_USERCONFIG');
    expect(workflow).toContain("Run 'bunx projen build'");
    expect(files['.github/package-manager/package-lock.json'].packages['node_modules/bun']).toEqual({
      version: '1.3.4',
      integrity: digest('b'),
      bin: { bun: 'bin/bun' },
    });
  });

  test('its upgrade tasks restore what is installed by its commands', () => {
    const [{ exec }] = files['.projen/tasks.json'].tasks.upgrade.steps;
    expect(exec).toMatch(/\|\| bun install --frozen-lockfile --ignore-scripts \|\| bun install --ignore-scripts$/);
  });

  test('Renovate is told by the name it knows it by', () => {
    const { packageRules } = files['renovate.json'];
    expect(packageRules.flatMap((rule: { matchManagers?: string[] }) => rule.matchManagers ?? [])).toEqual(
      Array(3).fill('bun'),
    );
  });

  test('its documents tell its commands', () => {
    expect(said).toBe('Run `bunx projen build`.');
  });

  test('what others leave is ignored, and what it leaves is ignored with others', () => {
    expect(files['.gitignore']).toContain('/.yarn/');
    expect(files['.gitignore']).not.toContain('/.bun/');
  });
});

test('an upgrade installs, updates, synthesizes and asks the registry by its commands', async () => {
  const directory = temporaryDirectory();
  const commands: Command[] = [];
  const run = async (command: Command) => {
    commands.push(command);
    return command.includes('config') ? 'https://npm.example.com' : '{"latest":"2.0.0"}';
  };
  const context = { directory, manager: FIFTH, run, say: () => undefined, signal: new AbortController().signal };
  await install(context, [{ name: 'a', from: '1.0.0', to: '2.0.0' }], { template: { name: 'a', version: '1.0.0' } });
  await update(context, ['b']);
  await synthesize(context, join(directory, 'reports'));
  const registry = new Registry(FIFTH, run);
  expect(await registry.tags('a')).toEqual({ latest: '2.0.0' });
  expect(await registry.addressFor('a')).toBe('https://npm.example.com/');
  expect(commands.map((command) => command.join(' '))).toEqual([
    'bun add --dev a@2.0.0',
    'bun update b',
    'bun run --bun projen',
    'bun info a dist-tags',
    'bun config registry',
  ]);
});

test('its files are guarded, compared and left to people', () => {
  const known = guardedPaths();
  const added = guardedPaths(MANAGERS).filter((path) => !known.includes(path));
  expect(added).toEqual(['/bun.lock', '/bunfig.toml']);
  expect(settingsFileNames(MANAGERS)).toEqual(expect.arrayContaining(['bunfig.toml', '.bunfig.toml']));
  for (const path of ['bunfig.toml', 'packages/a/.bunfig.toml']) {
    expect(settingsFile(path, MANAGERS)).toMatch(/where packages come from/);
    expect(settingsFile(path)).toBeUndefined();
  }
  expect(isLockfile('packages/a/bun.lock', MANAGERS)).toBe(true);
  expect(isLockfile('bun.lock')).toBe(false);
  expect(registriesIn('registry = "https://npm.example.com"\n', MANAGERS)).toContainEqual({
    scope: '',
    address: 'https://npm.example.com',
  });
});

test('a proposal is judged by its lockfile', () => {
  const judged = (after: string) =>
    judgeLockfile({ before: read(LOCK), after: read(after), settings: [], ranges: new Map([['prettier', '^3.0.0']]) })
      .refusals;
  expect(judged(`prettier 3.1.0 ${digest('c')}\n`)).toEqual([]);
  expect(judged(`prettier 3.0.0 ${digest('c')}\n`)).toEqual([expect.stringContaining('has another content')]);
  expect(judged('prettier 3.1.0 sha1-abc\n')).toEqual([expect.stringContaining('not fixed by a digest')]);
});

describe('a folder with its lockfile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fifth-'));
  writeFileSync(join(folder, 'bun.lock'), LOCK);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is one of it, and its versions are read', () => {
    expect(packageManagerOf(folder)).toBeUndefined();
    expect(packageManagerOf(folder, MANAGERS)).toBe(FIFTH);
    const ranges = new Map([['prettier', '^3.0.0']]);
    expect(lockedVersions(folder, ranges, MANAGERS).get('prettier')).toBe(`3.0.0 ${digest('a')}`);
    expect(lockedVersions(folder, ranges).size).toBe(0);
  });
});
