import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RequiredWorkflowOptions, requiredWorkflow } from '../../../src/cli/required/workflow';
import { lintWorkflow } from '../../support/workflow-lint';
import { parseWorkflow } from '../../support/workflow-model';

const INTEGRITY = `sha512-${'A'.repeat(86)}==`;
const DEFAULTS: RequiredWorkflowOptions = {
  integrity: INTEGRITY,
  registry: 'https://registry.npmjs.org',
  runsOn: ['ubuntu-24.04'],
  host: 'github.com',
};

const render = (options: Partial<RequiredWorkflowOptions> = {}, directory = '.') =>
  requiredWorkflow(directory, { ...DEFAULTS, ...options });

test.each<[string, Partial<RequiredWorkflowOptions>]>([
  ['as it is', {}],
  ['with runners of one’s own', { runsOn: ['self-hosted', 'linux'] }],
  ['with tokens of registries', { npmToken: ['ACME_NPM', 'GITHUB_TOKEN'] }],
  ['with copies of the actions', { mirror: 'acme-actions' }],
  ['on a GitHub Enterprise Server', { host: 'github.acme.example' }],
])('%s it passes every linter', async (_title, options) => {
  expect(await lintWorkflow('.github/workflows/udp-service-required.yml', render(options))).toEqual([]);
});

test('the program that judges is fixed by version and digest, and fetched before anything of the pull request', () => {
  const { env, jobs } = parseWorkflow(render());
  expect(env).toMatchObject({ TEMPLATE: 'projen-udp-service@0.0.0', TEMPLATE_INTEGRITY: INTEGRITY });
  for (const { steps = [] } of Object.values(jobs)) {
    const ids = steps.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(['setup_node', 'tool']);
  }
});

test('the job that judges runs nothing of the pull request, and reads GitHub in a step of its own', () => {
  const { steps = [], permissions } = parseWorkflow(render({ npmToken: ['ACME_NPM'] })).jobs.judge;
  expect(permissions).toEqual({ contents: 'read' });
  expect(steps.map(({ id }) => id)).not.toContain('install');
  expect(steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('github.token')).map(({ id }) => id)).toEqual([
    'protection',
  ]);
  expect(JSON.stringify(steps)).not.toContain('secrets.');
});

test('tokens of registries are there for the installation alone', () => {
  const { jobs } = parseWorkflow(render({ npmToken: ['ACME_NPM', 'GITHUB_TOKEN'] }));
  const holding = Object.entries(jobs).flatMap(([job, { steps = [] }]) =>
    steps.filter(({ env }) => env?.ACME_NPM !== undefined).map(({ id }) => `${job}.${id}`),
  );
  expect(holding).toEqual(['base.install', 'head.install', 'files.install']);
  expect(jobs.base.permissions).toEqual({ contents: 'read', packages: 'read' });
});

test('the digest is the one that npm has installed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'required-'));
  try {
    expect(() => render({ integrity: undefined }, directory)).toThrow(
      /npm view projen-udp-service@0\.0\.0 dist\.integrity/,
    );
    mkdirSync(join(directory, 'node_modules'));
    const packages = { 'node_modules/projen-udp-service': { version: '0.0.0', integrity: INTEGRITY } };
    writeFileSync(join(directory, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
    expect(render({ integrity: undefined }, directory)).toBe(render());
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test.each<[string, Partial<RequiredWorkflowOptions>, RegExp]>([
  ['a digest of another kind', { integrity: 'sha1-abc' }, /--integrity sha1-abc: is no SHA-512/],
  ['a registry with a password', { registry: 'https://user:pass@npm.example.com' }, /--registry/],
  ['a token that is no name', { npmToken: ['a b'] }, /--npm-token/],
  ['a label that is an expression', { runsOn: ['${{ github.head_ref }}'] }, /--runs-on/],
  ['a mirror that is no pattern', { mirror: 'a/b' }, /--mirror/],
])('%s is refused', (_title, options, message) => {
  expect(() => render(options)).toThrow(message);
});
